"""The ledger's moves as statements: made once, run for many copies at a time."""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Update,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.types import TypeEngine

from blueprints.core.database import UTCDateTime
from blueprints.newsletter.models import Delivery, DeliveryState, Issue, IssueState, Subscriber, SubscriberState
from blueprints.newsletter.sending.bulk import Move, Values

UNTRIED = (DeliveryState.WAITING, DeliveryState.DEFERRED)
MAYBE_SENT = (DeliveryState.INFLIGHT, DeliveryState.UNCERTAIN)
_OTHER = aliased(Delivery)
_NO_SYNC = {"synchronize_session": False}


def _one_of(state: InstrumentedAttribute[str], *states: StrEnum) -> ColumnElement[bool]:
    """IN, without a parameter for each."""
    return or_(*(state == literal_column(f"'{one.value}'") for one in states))


def going_out() -> Select[int]:
    """The issues of which copies may be sent."""
    return select(Issue.id).where(Issue.state.in_((IssueState.FILLING, IssueState.SENDING)))


# Not IN, or SQLite goes through all copies of the issues and sorts them, for each two hundred of a million.
_goes_out = exists().where(Issue.id == Delivery.issue_id, _one_of(Issue.state, IssueState.FILLING, IssueState.SENDING))
_is_due = (Delivery.not_before <= bindparam("moment"), Delivery.state.in_(UNTRIED), _goes_out)
_in_turn = (Delivery.not_before, Delivery.issue_id, Delivery.subscriber_id)
# Before it may lie a million copies of an issue that was stopped, through which no claim should go.
FIRST_DUE = select(Delivery.not_before, Delivery.issue_id).where(*_is_due).order_by(*_in_turn).limit(1)
_due = (
    select(Delivery.issue_id, Delivery.subscriber_id)
    .where(*_is_due)
    .where(
        Delivery.not_before >= bindparam("since"),
        tuple_(Delivery.not_before, Delivery.issue_id)
        >= tuple_(bindparam("since", type_=UTCDateTime()), bindparam("first", type_=Integer)),
    )
    .order_by(*_in_turn)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")
    .prefix_with("MATERIALIZED", dialect="postgresql")
)
CLAIMING = (
    update(Delivery)
    .where(tuple_(Delivery.issue_id, Delivery.subscriber_id).in_(select(_due.c.issue_id, _due.c.subscriber_id)))
    .values(state=DeliveryState.CLAIMED, run_id=bindparam("run"), not_before=None)
    .returning(Delivery.issue_id, Delivery.subscriber_id, Delivery.edition_id, Delivery.watermark, Delivery.attempts)
    .execution_options(**_NO_SYNC)
)

ADDRESSES = select(Subscriber.id, Subscriber.email, Subscriber.secret).where(
    Subscriber.id.in_(bindparam("readers", expanding=True))
)

HOLDING = (
    select(Subscriber.id)
    .where(Subscriber.id.in_(bindparam("readers", expanding=True)))
    .order_by(Subscriber.id)
    .with_for_update(key_share=True)  # others may write rows that refer to them, such as their copies of a letter
)

GOING_OUT_AMONG = going_out().where(Issue.id.in_(bindparam("issues", expanding=True)))

KEY: dict[str, TypeEngine[Any]] = {"issue": Integer(), "reader": Integer(), "run": Integer()}
ENDS: dict[str, TypeEngine[Any]] = {
    "new": String(),
    "last_code": Integer(),
    "last_reply": String(),
    "queue": String(),
    "wait": UTCDateTime(),
    "counted": Integer(),
    "sent": UTCDateTime(),
    "unsure": UTCDateTime(),
}


def _ours(row: Values) -> ColumnElement[bool]:
    return and_(
        Delivery.issue_id == row["issue"], Delivery.subscriber_id == row["reader"], Delivery.run_id == row["run"]
    )


def _passing(row: Values) -> Update:
    wanted = exists().where(
        Subscriber.id == row["reader"],
        Subscriber.state == literal_column(f"'{SubscriberState.ACTIVE.value}'"),
        or_(Delivery.watermark.is_(None), Subscriber.watermark == Delivery.watermark),
    )
    another_digest = exists().where(
        _OTHER.subscriber_id == row["reader"],
        _OTHER.issue_id != row["issue"],
        _one_of(_OTHER.state, *MAYBE_SENT),
        _OTHER.watermark.is_not(None),
    )
    free = or_(Delivery.watermark.is_(None), ~another_digest)
    held = _one_of(Delivery.state, DeliveryState.CLAIMED)
    passing = update(Delivery).where(_ours(row), held, wanted, free, _goes_out)
    return passing.values(state=DeliveryState.INFLIGHT.value)


def _recording(row: Values) -> Update:
    held = _one_of(Delivery.state, DeliveryState.CLAIMED, *MAYBE_SENT)
    return (
        update(Delivery)
        .where(_ours(row), held)
        .values(
            state=row["new"],
            code=row["last_code"],
            reply=row["last_reply"],
            queue_id=row["queue"],
            not_before=row["wait"],
            attempts=Delivery.attempts + row["counted"],
            sent_at=row["sent"],
            uncertain_at=func.coalesce(row["unsure"], Delivery.uncertain_at),
        )
    )


def _serving(row: Values) -> Update:
    is_sent = exists().where(_ours(row), _one_of(Delivery.state, DeliveryState.SENT))
    behind = update(Subscriber).where(Subscriber.id == row["reader"], Subscriber.watermark < row["seq"], is_sent)
    return behind.values(watermark=row["seq"])


PASSING = Move(KEY, _passing)
PASSED = select(Delivery.issue_id, Delivery.subscriber_id).where(
    Delivery.run_id == bindparam("run"), Delivery.state == DeliveryState.INFLIGHT
)


def _recording_and_serving(row: Values) -> Update:
    """Both in one, for PostgreSQL, where each statement is a round of talk."""
    ends = _recording(row).returning(Delivery.subscriber_id, Delivery.state, row["seq"].label("seq")).cte("ends")
    sent = select(ends.c.subscriber_id, func.max(ends.c.seq).label("seq"))
    newest = sent.where(ends.c.state == literal_column("'sent'")).group_by(ends.c.subscriber_id).subquery("newest")
    behind = update(Subscriber).where(Subscriber.id == newest.c.subscriber_id, Subscriber.watermark < newest.c.seq)
    return behind.values(watermark=newest.c.seq)


RECORDING = Move({**KEY, **ENDS}, _recording)
RECORDING_AND_SERVING = Move({**KEY, **ENDS, "seq": Integer()}, _recording_and_serving)
SERVED = Move({**KEY, "seq": Integer()}, _serving)
