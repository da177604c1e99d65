"""Quarantine: a domain that suddenly knows nobody has an outage, and its readers are not to blame for it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import aliased

from blueprints.core.database import AnySession
from blueprints.newsletter.models import (
    Delivery,
    DeliveryState,
    DomainRate,
    FeedbackKind,
    Issue,
    MailEvent,
    Subscriber,
    SubscriberEvent,
    SubscriberState,
)
from blueprints.newsletter.readers.history import note
from blueprints.newsletter.readers.signing_up import set_turn
from blueprints.newsletter.readers.suppressing import reason_of, release

OUTAGE, AGAIN = timedelta(days=1), timedelta(days=7)
FEWEST = 10  # unknown readers; fewer say nothing about a domain
SHARE = 5  # one in so many of a domain's copies
UNTHROTTLED = 1_000_000  # copies a minute, for a domain that was never slowed down
BLAMELESS = "an outage of the domain"


def domain_of(email_norm: str) -> str:
    """What stands behind the @."""
    return email_norm.rpartition("@")[2]


def is_quarantined(session: AnySession, domain: str, moment: datetime) -> bool:
    """Whether nobody of this domain is to be suspended now."""
    until = session.scalar(select(DomainRate.quarantined_until).where(DomainRate.domain == domain))
    return until is not None and until > moment


def was_quarantined(session: AnySession, domain: str, moment: datetime) -> bool:
    """Whether it is, or was within a week: a domain that knows nobody twice so soon has no outage, those readers are
    gone."""
    return is_quarantined(session, domain, moment - AGAIN)


def suddenly_unknown(session: AnySession, issue_id: int, domain: str) -> int:
    """How many readers of a domain came back from an issue for good, who were reached before and never came back."""
    earlier, before = aliased(Delivery), aliased(MailEvent)
    reached = exists().where(
        earlier.subscriber_id == MailEvent.subscriber_id,
        earlier.issue_id < issue_id,
        earlier.state == DeliveryState.SENT,
    )
    came_back = exists().where(
        before.subscriber_id == MailEvent.subscriber_id, before.issue_id < issue_id, before.kind == FeedbackKind.HARD
    )
    unknown = (
        select(func.count(MailEvent.subscriber_id.distinct()))
        .join(Subscriber, Subscriber.id == MailEvent.subscriber_id)
        .where(MailEvent.issue_id == issue_id, MailEvent.kind == FeedbackKind.HARD, at_domain(domain))
        .where(reached, ~came_back)
    )
    return session.scalar(unknown) or 0


def copies_tried(session: AnySession, issue_id: int, domain: str) -> int:
    """How many copies of an issue were handed over to a domain, or refused there."""
    tried = (
        select(func.count())
        .select_from(Delivery)
        .join(Subscriber, Subscriber.id == Delivery.subscriber_id)
        .where(Delivery.issue_id == issue_id, Delivery.state.in_((DeliveryState.SENT, DeliveryState.FAILED)))
    )
    return session.scalar(tried.where(at_domain(domain))) or 0


def is_outage(unknown: int, copies: int) -> bool:
    """Whether so many unknown readers of so many copies are a domain's trouble, and not theirs."""
    return unknown >= FEWEST and unknown * SHARE > copies


def quarantine(session: AnySession, domain: str, moment: datetime) -> None:
    """Suspend nobody of this domain for a day, let nothing count that came back since a day, and write again to whom
    that was already held against. The caller commits."""
    _close(session, domain, moment + OUTAGE)
    recent = select(Issue.id).where(Issue.created_at > moment - 14 * OUTAGE)
    there = select(Subscriber.id).where(Subscriber.id == MailEvent.subscriber_id, at_domain(domain))
    blamed = update(MailEvent).where(
        MailEvent.issue_id.in_(recent),
        MailEvent.kind.in_((FeedbackKind.HARD, FeedbackKind.SOFT)),
        MailEvent.happened_at > moment - OUTAGE,
        there.exists(),
    )
    session.execute(blamed.values(kind=FeedbackKind.POLICY).execution_options(synchronize_session=False))
    _revive(session, domain, moment)


def excuse(session: AnySession, subscriber_id: int, moment: datetime) -> None:
    """Let what came back about one reader during the last day not count, now or later."""
    blamed = update(MailEvent).where(
        MailEvent.subscriber_id == subscriber_id,
        MailEvent.kind.in_((FeedbackKind.HARD, FeedbackKind.SOFT)),
        MailEvent.happened_at > moment - OUTAGE,
    )
    session.execute(blamed.values(kind=FeedbackKind.POLICY).execution_options(synchronize_session=False))


def at_domain(domain: str) -> ColumnElement[bool]:
    """Whose address is there."""
    return Subscriber.email_norm.endswith(f"@{domain}", autoescape=True)


def _close(session: AnySession, domain: str, until: datetime) -> None:
    rate = session.get(DomainRate, domain, with_for_update=True)
    if rate is None:
        moment = until - OUTAGE
        rate = DomainRate(
            domain=domain, per_minute=UNTHROTTLED, tokens=UNTHROTTLED, refilled_at=moment, changed_at=moment
        )
        session.add(rate)
    rate.quarantined_until = max(until, rate.quarantined_until or until)
    session.flush()


def _revive(session: AnySession, domain: str, moment: datetime) -> None:
    lately = select(SubscriberEvent.subscriber_id).where(
        SubscriberEvent.kind == "suspended", SubscriberEvent.happened_at > moment - OUTAGE
    )
    suspended = select(Subscriber).where(
        Subscriber.id.in_(lately), Subscriber.state == SubscriberState.SUSPENDED, at_domain(domain)
    )
    for subscriber in session.scalars(suspended.with_for_update()).all():
        reason = reason_of(session, subscriber.email_norm)
        if reason not in (None, FeedbackKind.HARD):
            continue  # no outage lifts what the desk or a complaint said
        release(session, subscriber.email_norm)
        subscriber.state = SubscriberState.ACTIVE
        set_turn(subscriber, moment)
        note(session, subscriber, "changed", moment, f"written to again: {BLAMELESS}")
