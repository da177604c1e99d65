"""The ledger's moves: claim, fence, outcome, and what a dead run leaves behind. The caller commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, Update, case, exists, false, null, or_, select, true, tuple_, update
from sqlalchemy.orm import aliased

from blueprints.core.database import AnySession
from blueprints.newsletter.models import (
    DIGESTS,
    Delivery,
    DeliveryState,
    Edition,
    Issue,
    IssueState,
    Subscriber,
    SubscriberState,
)

# A server that still held the body when the connection broke has given up or answered by then (RFC 5321 §4.5.3.2.6).
GRACE = timedelta(minutes=10)
MAYBE_SENT = (DeliveryState.INFLIGHT, DeliveryState.UNCERTAIN)
IN_HAND = (DeliveryState.CLAIMED, *MAYBE_SENT)
UNTRIED = (DeliveryState.WAITING, DeliveryState.DEFERRED)


@dataclass(frozen=True)
class Copy:
    """A claimed delivery, with all that sending it needs."""

    issue_id: int
    subscriber_id: int
    edition_id: int
    email: str
    secret: bytes
    watermark: int | None
    to_seq: int
    attempts: int

    @property
    def number(self) -> str:
        """What its Message-ID and its file are named by: the same however often it is tried."""
        return f"digest-{self.issue_id}-{self.subscriber_id}"


@dataclass(frozen=True)
class Outcome:
    """What became of a try; `counts` says whether it was a try of this copy or only the server's trouble."""

    state: DeliveryState
    reply: str
    not_before: datetime | None = None
    counts: bool = True


def claim(session: AnySession, run_id: int, moment: datetime, count: int) -> Sequence[Copy]:
    """Take so many due copies that nobody else holds."""
    due = (
        select(Delivery.issue_id, Delivery.subscriber_id)
        .where(Delivery.not_before <= moment, Delivery.issue_id.in_(_going_out()))
        .order_by(Delivery.not_before, Delivery.issue_id, Delivery.subscriber_id)
        .limit(count)
        .with_for_update(skip_locked=True)
        .cte("due")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    taking = (
        update(Delivery)
        .where(tuple_(Delivery.issue_id, Delivery.subscriber_id).in_(select(due.c.issue_id, due.c.subscriber_id)))
        .values(state=DeliveryState.CLAIMED, run_id=run_id, not_before=None)
        .returning(Delivery.issue_id, Delivery.subscriber_id)
        .execution_options(synchronize_session=False)
    )
    taken = session.execute(taking).all()
    return _copies(session, [(row.issue_id, row.subscriber_id) for row in taken])


def _copies(session: AnySession, keys: Sequence[tuple[int, int]]) -> Sequence[Copy]:
    rows = session.execute(
        select(
            Delivery.issue_id,
            Delivery.subscriber_id,
            Delivery.edition_id,
            Subscriber.email,
            Subscriber.secret,
            Delivery.watermark,
            Edition.to_seq,
            Delivery.attempts,
        )
        .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
        .join(Edition, Edition.id == Delivery.edition_id)
        .where(tuple_(Delivery.issue_id, Delivery.subscriber_id).in_(keys))
        .order_by(Delivery.issue_id, Delivery.subscriber_id)
    )
    return [Copy(*row) for row in rows]


def busy_among(subscriber_ids: Sequence[int]) -> Select[int]:
    """Those of these subscribers who have a copy that may be on its way just now."""
    return select(Delivery.subscriber_id).where(Delivery.subscriber_id.in_(subscriber_ids), Delivery.state.in_(IN_HAND))


def already_served(issue_ids: Sequence[int], subscriber_ids: Sequence[int]) -> Select[int, int]:
    """(issue, subscriber) of the copies that there are already, whatever became of them."""
    return select(Delivery.issue_id, Delivery.subscriber_id).where(
        Delivery.issue_id.in_(issue_ids), Delivery.subscriber_id.in_(subscriber_ids)
    )


def fence(session: AnySession, copy: Copy, run_id: int) -> bool:
    """The last step before the body: it is still ours, and still wanted. The subscriber's row is held meanwhile, so
    that copies of two issues cannot pass here at once."""
    wanted = select(Subscriber.id).where(
        Subscriber.id == copy.subscriber_id,
        Subscriber.state == SubscriberState.ACTIVE,
        or_(true() if copy.watermark is None else false(), Subscriber.watermark == copy.watermark),
    )
    if session.scalar(wanted.with_for_update()) is None:
        return False
    other = aliased(Delivery)
    another = exists().where(
        other.subscriber_id == copy.subscriber_id,
        other.issue_id != copy.issue_id,
        other.state.in_(MAYBE_SENT),
        other.watermark.is_not(None),
    )
    free = or_(true() if copy.watermark is None else false(), ~another)
    passing = _mine(copy, run_id, DeliveryState.CLAIMED).where(free).values(state=DeliveryState.INFLIGHT)
    return session.scalar(passing.returning(Delivery.issue_id)) is not None


def record(session: AnySession, copy: Copy, run_id: int, outcome: Outcome, moment: datetime) -> None:
    """Write down what became of a copy; when it was sent, the subscriber's watermark moves with it."""
    sent = outcome.state is DeliveryState.SENT
    held = _mine(copy, run_id, DeliveryState.CLAIMED, *MAYBE_SENT).values(
        state=outcome.state,
        reply=outcome.reply[:500],
        not_before=outcome.not_before,
        attempts=Delivery.attempts + int(outcome.counts),
        sent_at=moment if sent else None,
        uncertain_at=moment if outcome.state is DeliveryState.UNCERTAIN else Delivery.uncertain_at,
    )
    if session.scalar(held.returning(Delivery.issue_id)) is not None and sent:
        served = update(Subscriber).where(Subscriber.id == copy.subscriber_id, Subscriber.watermark < copy.to_seq)
        session.execute(served.values(watermark=copy.to_seq).execution_options(synchronize_session=False))


def give_back(session: AnySession, run_id: int, moment: datetime) -> tuple[int, int]:
    """Free what a run holds: claims return at once, what was in flight becomes uncertain; how many of each."""
    inflight = Delivery.state == DeliveryState.INFLIGHT
    freeing = (
        update(Delivery)
        .where(Delivery.run_id == run_id, Delivery.state.in_((DeliveryState.CLAIMED, DeliveryState.INFLIGHT)))
        .values(
            state=case((inflight, DeliveryState.UNCERTAIN.value), else_=DeliveryState.WAITING.value),
            not_before=case((inflight, moment + GRACE), else_=moment),
            uncertain_at=case((inflight, moment), else_=Delivery.uncertain_at),
        )
        .returning(Delivery.state)
        .execution_options(synchronize_session=False)
    )
    states = session.scalars(freeing).all()
    uncertain = states.count(DeliveryState.UNCERTAIN)
    return len(states) - uncertain, uncertain


def withdraw_untried(
    session: AnySession, subscriber_ids: Sequence[int], reason: str, *, only_digests: bool = False
) -> None:
    """Skip the copies of these subscribers that nobody has in hand."""
    waiting = update(Delivery).where(Delivery.subscriber_id.in_(subscriber_ids), Delivery.state.in_(UNTRIED))
    if only_digests:
        waiting = waiting.where(Delivery.watermark.is_not(None))
    values = waiting.values(state=DeliveryState.SKIPPED, not_before=null(), reply=reason)
    session.execute(values.execution_options(synchronize_session=False))


def close_finished(session: AnySession, moment: datetime) -> None:
    """Note the issues of which no copy is open any more, and that get no others. They are held first, so that the
    second look sees what composing added to one meanwhile."""
    filled = or_(Issue.kind.in_(DIGESTS), Issue.filled_at.is_not(None))
    going_out = select(Issue.id).where(Issue.state.in_((IssueState.FILLING, IssueState.SENDING)), filled)
    ids = session.scalars(going_out.order_by(Issue.id).with_for_update()).all()
    over = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED)
    still_open = exists().where(Delivery.issue_id == Issue.id, Delivery.state.not_in(over))
    finished = update(Issue).where(Issue.id.in_(ids), ~still_open)
    session.execute(
        finished.values(state=IssueState.DONE, finished_at=moment).execution_options(synchronize_session=False)
    )


def _going_out() -> Select[int]:
    return select(Issue.id).where(Issue.state.in_((IssueState.FILLING, IssueState.SENDING)))


def _mine(copy: Copy, run_id: int, *states: DeliveryState) -> Update:
    held = update(Delivery).where(
        Delivery.issue_id == copy.issue_id,
        Delivery.subscriber_id == copy.subscriber_id,
        Delivery.run_id == run_id,
        Delivery.state.in_(states),
    )
    return held.execution_options(synchronize_session=False)
