"""What readers were sent, and what comes back of it, for tests."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.models import (
    Delivery,
    DeliveryState,
    Edition,
    Issue,
    IssueState,
    MailEvent,
    Subscriber,
)
from blueprints.newsletter.readers.links import token_for
from blueprints.newsletter.sending.return_path import return_path

BOUNCES = "bounces@example.org"


def issue_for(*emails: str, state: str = DeliveryState.SENT, slot: str = "") -> int:
    """An issue of which these readers had, or wait for, a copy; its number."""
    moment = clock.now()
    count = len(db.session.scalars(select(Issue.id)).all())
    issue = Issue(
        kind="daily",
        language="en",
        slot=slot or f"slot-{count}",
        state=IssueState.SENDING,
        created_at=moment - timedelta(minutes=5),
    )
    db.session.add(issue)
    db.session.flush()
    edition = Edition(issue_id=issue.id, digest="x", message=b"")
    db.session.add(edition)
    db.session.flush()
    ids = db.session.scalars(select(Subscriber.id).where(Subscriber.email.in_(emails))).all()
    is_sent = state == DeliveryState.SENT
    db.session.add_all(
        Delivery(
            issue_id=issue.id,
            subscriber_id=number,
            edition_id=edition.id,
            state=state,
            sent_at=moment if is_sent else None,
            not_before=None if is_sent else moment,
        )
        for number in ids
    )
    number = issue.id
    db.session.commit()
    db.session.expunge_all()
    return number


def change(email: str, **fields: Any) -> None:
    """Make a reader what a test needs."""
    db.session.execute(update(Subscriber).where(Subscriber.email == email).values(**fields))
    db.session.commit()
    db.session.expunge_all()


def verp(issue: int, subscriber: Subscriber) -> str:
    """The envelope sender that this copy went out with."""
    return return_path(BOUNCES, issue, subscriber.id, subscriber.secret)


def forged(issue: int, subscriber: Subscriber) -> str:
    """What somebody would write who does not know the secret."""
    return return_path(BOUNCES, issue, subscriber.id, b"guessed")


def token(issue: int, subscriber: Subscriber) -> str:
    """What stands in the links of this copy."""
    return token_for(subscriber.id, subscriber.secret, issue)


def event(subscriber: Subscriber, kind: str, issue: int, **more: Any) -> MailEvent:
    """Something that came back, as the sender writes it down at a refusal."""
    made = MailEvent(
        fingerprint=f"{kind}-{issue}-{subscriber.id}-{more.pop('number', 1)}",
        kind=kind,
        subscriber_id=subscriber.id,
        issue_id=issue,
        happened_at=more.pop("happened_at", clock.now()),
        **more,
    )
    db.session.add(made)
    db.session.flush()
    return made


def events() -> list[tuple[str, str]]:
    """Kind and status of all that was noted, the oldest first."""
    db.session.rollback()
    rows = db.session.execute(select(MailEvent.kind, MailEvent.status).order_by(MailEvent.id))
    return [(kind, status) for kind, status in rows]
