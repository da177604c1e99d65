"""Writing a slice into the ledger: copies by the set, whatever the number of readers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import literal, null, select, update

from blueprints.core.database import AnySession, UTCDateTime
from blueprints.newsletter.composing.among import among
from blueprints.newsletter.composing.binding import unless_there
from blueprints.newsletter.composing.reading import UNTRIED
from blueprints.newsletter.models import Delivery, DeliveryState, Subscriber

FILLED = (
    Delivery.issue_id,
    Delivery.subscriber_id,
    Delivery.edition_id,
    Delivery.watermark,
    Delivery.state,
    Delivery.not_before,
    Delivery.attempts,
    Delivery.reply,
    Delivery.queue_id,
)


def add_copies(
    session: AnySession,
    issue_id: int,
    edition_id: int,
    subscriber_ids: Sequence[int],
    not_before: datetime,
    *,
    is_digest: bool,
) -> int:
    """One copy of an edition for each of these; who has one of this issue gets no second. How many were added."""
    watermark: Any = Subscriber.watermark if is_digest else null()
    copies = select(
        literal(issue_id),
        Subscriber.id,
        literal(edition_id),
        watermark,
        literal(DeliveryState.WAITING.value),
        literal(not_before, UTCDateTime()),
        literal(0),
        literal(""),
        literal(""),
    ).where(among(session, Subscriber.id, subscriber_ids))
    adding = unless_there(session, Delivery).from_select([column.key for column in FILLED], copies)
    counted = adding.execution_options(preserve_rowcount=True)
    return session.connection().execute(counted).rowcount


def served_already(session: AnySession, issue_id: int, subscriber_ids: Sequence[int]) -> set[int]:
    """Those who have a copy of this issue, whatever became of it."""
    there = select(Delivery.subscriber_id)
    return set(
        session.scalars(
            there.where(Delivery.issue_id == issue_id, among(session, Delivery.subscriber_id, subscriber_ids))
        )
    )


def withdraw_digests(session: AnySession, subscriber_ids: Sequence[int], reason: str) -> None:
    """Skip the digests of these subscribers that nobody has in hand."""
    waiting = update(Delivery).where(
        among(session, Delivery.subscriber_id, subscriber_ids),
        Delivery.state.in_(UNTRIED),
        Delivery.watermark.is_not(None),
    )
    values = waiting.values(state=DeliveryState.SKIPPED, not_before=null(), reply=reason)
    session.execute(values.execution_options(synchronize_session=False))


def withdraw_slice(session: AnySession, issue_id: int, reason: str, count: int) -> int:
    """Skip so many copies of an issue that nobody has in hand; how many there were."""
    untried = Delivery.issue_id == issue_id, Delivery.state.in_(UNTRIED)
    ids = session.scalars(select(Delivery.subscriber_id).where(*untried).limit(count)).all()
    waiting = update(Delivery).where(*untried, among(session, Delivery.subscriber_id, ids))
    values = waiting.values(state=DeliveryState.SKIPPED, not_before=null(), reply=reason)
    session.execute(values.execution_options(synchronize_session=False))
    return len(ids)


def take_turn(
    session: AnySession, subscriber_ids: Sequence[int], next_at: datetime | None, served_at: datetime | None
) -> None:
    """Move these on to their next turn, and note when they were served, where they were."""
    taking = update(Subscriber).where(among(session, Subscriber.id, subscriber_ids)).values(next_at=next_at)
    taking = taking.values(last_at=served_at) if served_at is not None else taking
    session.execute(taking.execution_options(synchronize_session=False))
