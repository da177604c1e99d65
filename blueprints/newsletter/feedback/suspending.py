"""Suspending: whom to write to no more, from what came back about them."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from blueprints.core.database import AnySession
from blueprints.newsletter.feedback.quarantine import domain_of, excuse, is_quarantined
from blueprints.newsletter.models import (
    Delivery,
    FeedbackKind,
    MailEvent,
    Subscriber,
    SubscriberEvent,
    SubscriberState,
)
from blueprints.newsletter.readers.history import note
from blueprints.newsletter.readers.suppressing import suppress
from blueprints.newsletter.sending.ledger import withdraw_untried

HARD_ISSUES, HARD_WITHIN = 2, timedelta(days=90)
SOFT_ISSUES, SOFT_WITHIN = 5, timedelta(days=14)


def consider(session: AnySession, subscriber_id: int, moment: datetime) -> bool:
    """Suspend a reader whose address came back for good from two issues in 90 days, or for now from five in 14 days;
    whether it did. To be called in the transaction that wrote the `MailEvent`; the caller commits.

    Issues are counted, not events, so that no number of tries of one copy can end a subscription. What was sent to an
    older address of theirs, or before they last confirmed, does not count. Refusals for policy never do, and nothing
    does while their domain is in quarantine.
    """
    session.flush()
    active = select(Subscriber).where(Subscriber.id == subscriber_id, Subscriber.state == SubscriberState.ACTIVE)
    subscriber = session.scalar(active.with_for_update().execution_options(populate_existing=True))
    if subscriber is None:
        return False
    if is_quarantined(session, domain_of(subscriber.email_norm), moment):
        excuse(session, subscriber_id, moment)
        return False
    began = _began(session, subscriber)
    if _issues(session, subscriber, FeedbackKind.HARD, max(began, moment - HARD_WITHIN)) >= HARD_ISSUES:
        suppress(session, subscriber.email_norm, FeedbackKind.HARD, moment)
        _suspend(session, subscriber, moment, "came back for good from two issues")
        return True
    if _issues(session, subscriber, FeedbackKind.SOFT, max(began, moment - SOFT_WITHIN)) >= SOFT_ISSUES:
        _suspend(session, subscriber, moment, "came back from five issues in 14 days")
        return True
    return False


def _suspend(session: AnySession, subscriber: Subscriber, moment: datetime, why: str) -> None:
    subscriber.state, subscriber.next_at = SubscriberState.SUSPENDED, None
    note(session, subscriber, "suspended", moment, why)
    withdraw_untried(session, [subscriber.id], "suspended")


def _began(session: AnySession, subscriber: Subscriber) -> datetime:
    """Since when mail goes to the address that it goes to now."""
    moved = select(func.max(SubscriberEvent.happened_at)).where(
        SubscriberEvent.subscriber_id == subscriber.id, SubscriberEvent.kind == "moved"
    )
    return max(subscriber.confirmed_at or subscriber.asked_at, session.scalar(moved) or subscriber.asked_at)


def _issues(session: AnySession, subscriber: Subscriber, kind: FeedbackKind, since: datetime) -> int:
    """From how many issues something of this kind came back, of those sent since then."""
    sent = (Delivery.issue_id == MailEvent.issue_id) & (Delivery.subscriber_id == MailEvent.subscriber_id)
    counted = (
        select(func.count(MailEvent.issue_id.distinct()))
        .outerjoin(Delivery, sent)
        .where(MailEvent.subscriber_id == subscriber.id, MailEvent.kind == kind, MailEvent.happened_at >= since)
        .where(or_(Delivery.sent_at.is_(None), Delivery.sent_at >= since))
    )
    return session.scalar(counted) or 0
