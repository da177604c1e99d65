"""What the desk does about one subscriber. The caller commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from blueprints.core.database import AnySession
from blueprints.core.languages import language_name
from blueprints.core.models import OutboxMail
from blueprints.news.models import Category
from blueprints.newsletter.composing.fresh import begin_digests
from blueprints.newsletter.models import Subscriber, SubscriberState, SubscriptionWish
from blueprints.newsletter.readers.history import note
from blueprints.newsletter.readers.queries import authors_numbered, tags_numbered
from blueprints.newsletter.readers.signing_up import set_turn
from blueprints.newsletter.readers.suppressing import BY_DESK, release, suppress
from blueprints.newsletter.sending.ledger import withdraw_untried


def subscriber_with(session: AnySession, email_norm: str) -> Subscriber | None:
    """Whose address this is, nobody else changing it until the transaction ends."""
    return session.scalar(select(Subscriber).where(Subscriber.email_norm == email_norm).with_for_update())


def wished_names(session: AnySession, subscriber: Subscriber) -> list[str]:
    """What they chose, by name: sections, subjects, writers, languages; empty where they want everything."""
    chosen = subscriber.chosen
    sections = select(Category.id, Category.name).where(Category.id.in_(_ids(chosen, "categories")))
    tags, authors = tags_numbered(_ids(chosen, "tags")), authors_numbered(_ids(chosen, "authors"))
    names = [name for query in (sections, tags, authors) for _, name in session.execute(query)]
    return [*names, *(language_name(each) for each in chosen.get("languages", ()))]


def close_address(session: AnySession, subscriber: Subscriber, moment: datetime) -> None:
    """Never write to them again, whatever they click: what waits for them is withdrawn. Twice is fine."""
    suppress(session, subscriber.email_norm, BY_DESK, moment)
    subscriber.next_at = subscriber.confirm_hash = subscriber.confirm_until = None
    if subscriber.state in (SubscriberState.ACTIVE, SubscriberState.PENDING):
        subscriber.state = SubscriberState.SUSPENDED
        note(session, subscriber, "suspended", moment, "the desk closed the address")
    session.flush()
    withdraw_untried(session, [subscriber.id], "suspended")


def open_address(session: AnySession, subscriber: Subscriber, moment: datetime) -> None:
    """Let them be written to again. Who was suspended goes on, if they ever confirmed, with what is new from now on;
    who left or complained comes back by their own hand only."""
    release(session, subscriber.email_norm)
    if subscriber.state != SubscriberState.SUSPENDED:
        return
    if subscriber.confirmed_at is None:
        subscriber.state = SubscriberState.PENDING
        return
    subscriber.state = SubscriberState.ACTIVE
    begin_digests(session, subscriber, moment)
    set_turn(subscriber, moment)
    note(session, subscriber, "confirmed", moment, "the desk opened the address again")


def erase(session: AnySession, subscriber: Subscriber) -> None:
    """Remove somebody for good, with their copies, history and mails of ours to them. That their address is never
    written to, if it is so, stays known as a hash."""
    session.execute(delete(OutboxMail).where(OutboxMail.recipient == subscriber.email))
    session.execute(delete(SubscriptionWish).where(SubscriptionWish.email_norm == subscriber.email_norm))
    session.execute(delete(Subscriber).where(Subscriber.id == subscriber.id))
    session.expunge(subscriber)


def _ids(chosen: Mapping[str, Sequence[str]], kind: str) -> list[int]:
    return [int(each) for each in chosen.get(kind, ())]
