"""The ledger's moves as statements: made once, run for many copies at a time."""

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from blueprints.core.database import UTCDateTime
from blueprints.newsletter.models import Delivery, DeliveryState, Issue, IssueState, Subscriber, SubscriberState

UNTRIED = (DeliveryState.WAITING, DeliveryState.DEFERRED)
MAYBE_SENT = (DeliveryState.INFLIGHT, DeliveryState.UNCERTAIN)
_OTHER = aliased(Delivery)
_NO_SYNC = {"synchronize_session": False}


def _one_of(state: InstrumentedAttribute[str], *states: DeliveryState) -> ColumnElement[bool]:
    """IN, for statements that run for many rows at a time, where SQLAlchemy has none."""
    return or_(*(state == one for one in states))


def going_out() -> Select[int]:
    """The issues of which copies may be sent."""
    return select(Issue.id).where(Issue.state.in_((IssueState.FILLING, IssueState.SENDING)))


_due = (
    select(Delivery.issue_id, Delivery.subscriber_id)
    .where(Delivery.not_before <= bindparam("moment"), Delivery.state.in_(UNTRIED), Delivery.issue_id.in_(going_out()))
    .order_by(Delivery.not_before, Delivery.issue_id, Delivery.subscriber_id)
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
    .with_for_update()
)

GOING_OUT_AMONG = going_out().where(Issue.id.in_(bindparam("issues", expanding=True)))

_ours = (
    Delivery.issue_id == bindparam("issue"),
    Delivery.subscriber_id == bindparam("reader"),
    Delivery.run_id == bindparam("run"),
)
_wanted = exists().where(
    Subscriber.id == bindparam("reader"),
    Subscriber.state == SubscriberState.ACTIVE,
    or_(Delivery.watermark.is_(None), Subscriber.watermark == Delivery.watermark),
)
_another_digest = exists().where(
    _OTHER.subscriber_id == bindparam("reader"),
    _OTHER.issue_id != bindparam("issue"),
    _one_of(_OTHER.state, *MAYBE_SENT),
    _OTHER.watermark.is_not(None),
)
PASSING = (
    update(Delivery)
    .where(*_ours, Delivery.state == DeliveryState.CLAIMED, _wanted)
    .where(or_(Delivery.watermark.is_(None), ~_another_digest))
    .values(state=DeliveryState.INFLIGHT)
    .execution_options(**_NO_SYNC)
)
PASSED = select(Delivery.issue_id, Delivery.subscriber_id).where(
    Delivery.run_id == bindparam("run"), Delivery.state == DeliveryState.INFLIGHT
)

_moment = UTCDateTime()
RECORDING = (
    update(Delivery)
    .where(*_ours, _one_of(Delivery.state, DeliveryState.CLAIMED, *MAYBE_SENT))
    .values(
        state=bindparam("new"),
        code=bindparam("last_code"),
        reply=bindparam("last_reply"),
        queue_id=bindparam("queue"),
        not_before=bindparam("wait", type_=_moment),
        attempts=Delivery.attempts + bindparam("counted"),
        sent_at=bindparam("sent", type_=_moment),
        uncertain_at=func.coalesce(bindparam("unsure", type_=_moment), Delivery.uncertain_at),
    )
    .execution_options(**_NO_SYNC)
)
_is_sent = exists().where(*_ours, Delivery.state == DeliveryState.SENT)
SERVED = (
    update(Subscriber)
    .where(Subscriber.id == bindparam("reader"), Subscriber.watermark < bindparam("seq"), _is_sent)
    .values(watermark=bindparam("seq"))
    .execution_options(**_NO_SYNC)
)
