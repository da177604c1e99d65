"""Signing up and leaving: the steps of a reader that change more than their own row."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from blueprints.auth.tokens import hash_token, new_token
from blueprints.core.database import AnySession
from blueprints.core.email_addresses import EmailAddress, read_email
from blueprints.core.languages import speaking
from blueprints.core.models import OutboxMail
from blueprints.core.wording import lazy_gettext
from blueprints.news.models import Article
from blueprints.news.numbering import number_published
from blueprints.newsletter.composing.fresh import newest_number
from blueprints.newsletter.composing.schedule import APART, next_digest, zone_of
from blueprints.newsletter.messages.digest import confirmation_mail
from blueprints.newsletter.models import Cadence, Subscriber, SubscriberState
from blueprints.newsletter.readers.history import note
from blueprints.newsletter.readers.suppressing import BY_DESK, is_suppressed, reason_of, release_for_reader
from blueprints.newsletter.sending.ledger import give_again, withdraw_untried

CONSENT = lazy_gettext(
    "We write once a day, once a week or when news breaks, as you choose, and now and then a letter from our editors. "
    "You can leave with one click."
)
LEFT = "unsubscribed"  # why copies were withdrawn
REGRET = timedelta(days=7)  # so long somebody who left comes back with one press


def sign_up(
    session: AnySession,
    email: EmailAddress,
    language: str,
    article_id: int | None,
    moment: datetime,
    *,
    source: str = "",
    zone: str = "",
    cadence: str = "",
) -> OutboxMail | None:
    """Note the wish, and make the mail that asks to confirm it. The caller commits.

    None where the address may not be written to, or where another request had it at this moment.
    """
    if is_suppressed(session, email.norm):
        return None
    found = select(Subscriber).where(Subscriber.email_norm == email.norm).with_for_update()
    subscriber = session.scalar(found) or _new(session, email, language, article_id, moment)
    if subscriber is None:
        return None
    if subscriber.state == SubscriberState.PENDING:
        subscriber.zone, subscriber.cadence = zone, cadence or Cadence.DAILY
    return ask_to_confirm(session, subscriber, language, source, moment)


def ask_to_confirm(
    session: AnySession, subscriber: Subscriber, language: str, source: str, moment: datetime
) -> OutboxMail:
    """The mail with the link that confirms; who gets the newsletter already is told so instead."""
    token = new_token()
    if subscriber.is_active:
        subscriber.asked_at = moment
    else:
        with speaking(language):
            subscriber.ask(moment, str(CONSENT), hash_token(token))
        subscriber.language, subscriber.source, subscriber.new_email = language, source, None
        note(session, subscriber, "asked", moment, source)
    session.flush()
    mail = confirmation_mail(subscriber, token)
    session.add(mail)
    return mail


def confirm(session: AnySession, subscriber: Subscriber, moment: datetime) -> None:
    """Begin to send: what is published from here on, and nothing from before. Twice is fine."""
    if subscriber.is_active:
        return
    release_for_reader(session, subscriber.email_norm)
    number_published(session, moment)
    subscriber.confirm(moment, newest_number(session))
    subscriber.left_why = ""
    set_turn(subscriber, moment)
    note(session, subscriber, "confirmed", moment)


def set_turn(subscriber: Subscriber, moment: datetime) -> None:
    """Find out anew when their next digest is due: never so soon that two come close together, nor during a rest."""
    zone = zone_of(subscriber.zone, current_app.config["TIMEZONE"])
    after = max(moment, subscriber.last_at + APART) if subscriber.last_at else moment
    if subscriber.paused_until is not None:
        after = max(after, subscriber.paused_until)
    due = next_digest(subscriber.cadence, subscriber.weekday, subscriber.hour, zone, after)
    subscriber.next_at = due if subscriber.is_active else None


def leave(session: AnySession, subscriber: Subscriber, moment: datetime, issue_id: int = 0) -> None:
    """End it now: what waits for this reader is withdrawn, and the fence holds back what is on its way. Twice is fine.

    `issue_id` is the issue in which the link stood, for its statistics; 0 where it is not known.
    """
    if subscriber.state != SubscriberState.UNSUBSCRIBED:
        note(session, subscriber, "left", moment, str(issue_id or ""))
    subscriber.unsubscribe(moment)
    session.flush()
    withdraw_untried(session, [subscriber.id], LEFT)


def may_return(subscriber: Subscriber, moment: datetime) -> bool:
    """Whether one press brings them back as if nothing had been: they left themselves, and not long ago."""
    left = subscriber.unsubscribed_at
    return subscriber.state == SubscriberState.UNSUBSCRIBED and left is not None and moment - left < REGRET


def come_back(session: AnySession, subscriber: Subscriber, moment: datetime) -> None:
    """Take the leaving back. The watermark stays, so they miss nothing of the meantime and get nothing twice; and what
    waited for them waits again."""
    subscriber.state, subscriber.unsubscribed_at, subscriber.left_why = SubscriberState.ACTIVE, None, ""
    set_turn(subscriber, moment)
    note(session, subscriber, "confirmed", moment, "took the leaving back")
    session.flush()
    give_again(session, subscriber.id, LEFT, moment)


def wish_to_confirm(session: AnySession, token: str, moment: datetime) -> Subscriber | None:
    """Whose wish this token confirms, while it is valid and the desk did not close the address."""
    wish = select(Subscriber).where(Subscriber.confirm_hash == hash_token(token), Subscriber.confirm_until > moment)
    subscriber = session.scalar(wish.with_for_update())
    if subscriber is None:
        return None
    email_norm = read_email(subscriber.new_email).norm if subscriber.new_email else subscriber.email_norm
    return None if reason_of(session, email_norm) == BY_DESK else subscriber


def _new(
    session: AnySession, email: EmailAddress, language: str, article_id: int | None, moment: datetime
) -> Subscriber | None:
    known = article_id is not None and session.get(Article, article_id) is not None
    subscriber = Subscriber(
        email=email.ascii or email.written,
        email_norm=email.norm,
        language=language,
        article_id=article_id if known else None,
        consent="",
        asked_at=moment,
    )
    try:
        with session.begin_nested():
            session.add(subscriber)
    except IntegrityError:
        return None
    return subscriber
