"""The history of a subscription: a line for each thing that happened to it, in the transaction that did it."""

from datetime import datetime

from blueprints.core.database import AnySession
from blueprints.newsletter.models import Subscriber, SubscriberEvent


def note(session: AnySession, subscriber: Subscriber, kind: str, moment: datetime, detail: str = "") -> None:
    """Write down that this happened; the kinds stand at `SubscriberEvent`. The caller commits."""
    session.flush()
    session.add(SubscriberEvent(subscriber_id=subscriber.id, kind=kind, detail=detail, happened_at=moment))
