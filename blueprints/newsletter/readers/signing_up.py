"""Signing up and leaving: the steps of a reader that change more than their own row."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from blueprints.auth.tokens import hash_token, new_token
from blueprints.core.database import AnySession
from blueprints.core.email_addresses import EmailAddress
from blueprints.core.models import OutboxMail
from blueprints.core.wording import lazy_gettext
from blueprints.news.models import Article
from blueprints.news.numbering import number_published
from blueprints.newsletter.composing.fresh import newest_number
from blueprints.newsletter.composing.schedule import APART, next_digest, zone_of
from blueprints.newsletter.messages.digest import confirmation_mail
from blueprints.newsletter.models import Subscriber
from blueprints.newsletter.sending.ledger import withdraw_untried

CONSENT = lazy_gettext(
    "We write once a day or once a week, as you choose, and for nothing else. You can leave with one click."
)
BETWEEN_MAILS = timedelta(minutes=10)


def sign_up(
    session: AnySession, email: EmailAddress, language: str, article_id: int | None, moment: datetime
) -> OutboxMail | None:
    """Note the wish, and the mail that asks to confirm it; None while the last such mail is fresh, so that nobody can
    fill another's inbox. Whether the address was known shows in neither the answer nor its time."""
    found = select(Subscriber).where(Subscriber.email_norm == email.norm).with_for_update()
    subscriber = session.scalar(found)
    if subscriber is None:
        subscriber = _new(session, email, language, article_id, moment)
        if subscriber is None:  # the same address, in another request, at this moment
            return None
    elif moment - subscriber.asked_at < BETWEEN_MAILS:
        return None
    token = new_token()
    if subscriber.is_active:
        subscriber.asked_at = moment
    else:
        subscriber.ask(moment, str(CONSENT), hash_token(token))
    session.flush()
    mail = confirmation_mail(subscriber, token)
    session.add(mail)
    return mail


def confirm(session: AnySession, subscriber: Subscriber, moment: datetime) -> None:
    """Begin to send: what is published from here on, and nothing from before."""
    number_published(session, moment)
    subscriber.confirm(moment, newest_number(session))
    set_turn(subscriber, moment)


def set_turn(subscriber: Subscriber, moment: datetime) -> None:
    """Find out anew when their next digest is due: never so soon that two come close together."""
    zone = zone_of(subscriber.zone, current_app.config["TIMEZONE"])
    after = max(moment, subscriber.last_at + APART) if subscriber.last_at else moment
    subscriber.next_at = next_digest(subscriber.cadence, subscriber.weekday, subscriber.hour, zone, after)


def leave(session: AnySession, subscriber: Subscriber, moment: datetime) -> None:
    """End it now: what waits for this reader is withdrawn, and the fence holds back what is on its way."""
    subscriber.unsubscribe(moment)
    session.flush()
    withdraw_untried(session, [subscriber.id], "unsubscribed")


def wish_to_confirm(session: AnySession, token: str, moment: datetime) -> Subscriber | None:
    """Whose wish this token confirms, while it is valid."""
    wish = select(Subscriber).where(Subscriber.confirm_hash == hash_token(token), Subscriber.confirm_until > moment)
    return session.scalar(wish.with_for_update())


def _new(
    session: AnySession, email: EmailAddress, language: str, article_id: int | None, moment: datetime
) -> Subscriber | None:
    known = article_id is not None and session.get(Article, article_id) is not None
    subscriber = Subscriber(
        email=email.ascii or email.written,
        email_norm=email.norm,
        language=language,
        article_id=article_id if known else None,
        consent=str(CONSENT),
        asked_at=moment,
    )
    try:
        with session.begin_nested():
            session.add(subscriber)
    except IntegrityError:
        return None
    return subscriber
