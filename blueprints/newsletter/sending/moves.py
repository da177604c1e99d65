"""The ledger's moves as statements: made once, run for many copies at a time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Integer,
    Select,
    Update,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstrumentedAttribute, aliased

from blueprints.core.database import UTCDateTime
from blueprints.newsletter.models import Delivery, DeliveryState, Issue, IssueState, Subscriber, SubscriberState

UNTRIED = (DeliveryState.WAITING, DeliveryState.DEFERRED)
MAYBE_SENT = (DeliveryState.INFLIGHT, DeliveryState.UNCERTAIN)
_OTHER = aliased(Delivery)
_NO_SYNC = {"synchronize_session": False}


Row = dict[str, Any]


class Move:
    """A statement that runs for many rows in one call. It is compiled once for a kind of database, and its rows go to
    the driver as they are: SQLAlchemy looks at each value of each row, which here costs more than the database does."""

    def __init__(self, statement: Update) -> None:
        self._statement = statement
        self._ready: dict[str, tuple[str, Callable[[Sequence[Row]], list[Any]]]] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> int:
        """How many rows of the table it changed; moments must have been through `as_stored`."""
        name = connection.dialect.name
        if name not in self._ready:
            self._ready[name] = self._prepare(connection.dialect)
        words, arranged = self._ready[name]
        return int(connection.exec_driver_sql(words, arranged(rows)).rowcount)

    def _prepare(self, dialect: Dialect) -> tuple[str, Callable[[Sequence[Row]], list[Any]]]:
        compiled = self._statement.compile(dialect=dialect)
        fixed: Mapping[str, Any] = {name: value for name, value in compiled.params.items() if value is not None}
        places = getattr(compiled, "positiontup", None)
        if not places:
            return str(compiled), lambda rows: [{**fixed, **row} for row in rows]
        pick = itemgetter(*places)
        return str(compiled), lambda rows: [pick({**fixed, **row}) for row in rows]


def as_stored(connection: Connection, moment: datetime | None) -> Any:
    """A moment as the driver of this database takes it."""
    process = UTCDateTime().dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return process(moment) if process else moment


def _one_of(state: InstrumentedAttribute[str], *states: DeliveryState) -> ColumnElement[bool]:
    """IN, without a parameter for each."""
    return or_(*(state == literal_column(f"'{one.value}'") for one in states))


def going_out() -> Select[int]:
    """The issues of which copies may be sent."""
    return select(Issue.id).where(Issue.state.in_((IssueState.FILLING, IssueState.SENDING)))


# Not IN, or SQLite goes through all copies of the issues and sorts them, for each two hundred of a million.
_goes_out = exists().where(Issue.id == Delivery.issue_id, Issue.state.in_((IssueState.FILLING, IssueState.SENDING)))
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

_ours = (
    Delivery.issue_id == bindparam("issue"),
    Delivery.subscriber_id == bindparam("reader"),
    Delivery.run_id == bindparam("run"),
)
_wanted = exists().where(
    Subscriber.id == bindparam("reader"),
    Subscriber.state == literal_column(f"'{SubscriberState.ACTIVE.value}'"),
    or_(Delivery.watermark.is_(None), Subscriber.watermark == Delivery.watermark),
)
_another_digest = exists().where(
    _OTHER.subscriber_id == bindparam("reader"),
    _OTHER.issue_id != bindparam("issue"),
    _one_of(_OTHER.state, *MAYBE_SENT),
    _OTHER.watermark.is_not(None),
)
PASSING = Move(
    update(Delivery)
    .where(*_ours, _one_of(Delivery.state, DeliveryState.CLAIMED), _wanted)
    .where(or_(Delivery.watermark.is_(None), ~_another_digest))
    .values(state=DeliveryState.INFLIGHT.value)
)
PASSED = select(Delivery.issue_id, Delivery.subscriber_id).where(
    Delivery.run_id == bindparam("run"), Delivery.state == DeliveryState.INFLIGHT
)

RECORDING = Move(
    update(Delivery)
    .where(*_ours, _one_of(Delivery.state, DeliveryState.CLAIMED, *MAYBE_SENT))
    .values(
        state=bindparam("new"),
        code=bindparam("last_code"),
        reply=bindparam("last_reply"),
        queue_id=bindparam("queue"),
        not_before=bindparam("wait"),
        attempts=Delivery.attempts + bindparam("counted"),
        sent_at=bindparam("sent"),
        uncertain_at=func.coalesce(bindparam("unsure", type_=UTCDateTime()), Delivery.uncertain_at),
    )
)
_is_sent = exists().where(*_ours, _one_of(Delivery.state, DeliveryState.SENT))
SERVED = Move(
    update(Subscriber)
    .where(Subscriber.id == bindparam("reader"), Subscriber.watermark < bindparam("seq"), _is_sent)
    .values(watermark=bindparam("seq"))
)
