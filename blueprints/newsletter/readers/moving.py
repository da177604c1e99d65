"""Moving a subscription to another address: nothing changes before a mail to the new one was answered."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from blueprints.auth.tokens import hash_token, new_token
from blueprints.core.database import AnySession
from blueprints.core.email_addresses import EmailAddress, read_email
from blueprints.core.models import OutboxMail
from blueprints.newsletter.models import Subscriber
from blueprints.newsletter.models.subscriber import TO_CONFIRM
from blueprints.newsletter.readers.history import note
from blueprints.newsletter.readers.mails import move_mail, moved_mail
from blueprints.newsletter.readers.signing_up import confirm, leave
from blueprints.newsletter.readers.suppressing import is_suppressed


def ask_to_move(session: AnySession, subscriber_id: int, email: EmailAddress, moment: datetime) -> OutboxMail | None:
    """The mail to the new address; None where it is the present one or may not be written to. The caller commits."""
    subscriber = session.get(Subscriber, subscriber_id, with_for_update=True)
    if subscriber is None or email.norm == subscriber.email_norm or is_suppressed(session, email.norm):
        return None
    token = new_token()
    subscriber.new_email = email.ascii or email.written
    subscriber.confirm_hash, subscriber.confirm_until = hash_token(token), moment + TO_CONFIRM
    mail = move_mail(subscriber, token)
    session.add(mail)
    return mail


def move(session: AnySession, subscriber: Subscriber, moment: datetime) -> Subscriber:
    """Write to the new address from here on, and tell the old one; whose subscription it is then. The caller commits.

    Where the new address has a subscription of its own, the two become that one, which knows what either was sent.
    """
    email = read_email(subscriber.new_email or "")
    subscriber.new_email = None
    if not is_suppressed(session, subscriber.email_norm):
        session.add(moved_mail(subscriber))
    kept = _other(session, email.norm)
    if kept is None and not _rename(session, subscriber, email):
        kept = _other(session, email.norm)  # it signed up at this moment
    if kept is not None:
        _join(session, subscriber, kept, moment)
        return kept
    note(session, subscriber, "moved", moment)
    confirm(session, subscriber, moment)
    return subscriber


def _other(session: AnySession, email_norm: str) -> Subscriber | None:
    return session.scalar(select(Subscriber).where(Subscriber.email_norm == email_norm).with_for_update())


def _rename(session: AnySession, subscriber: Subscriber, email: EmailAddress) -> bool:
    try:
        with session.begin_nested():
            subscriber.email, subscriber.email_norm = email.ascii or email.written, email.norm
    except IntegrityError:
        session.refresh(subscriber)
        return False
    return True


def _join(session: AnySession, subscriber: Subscriber, kept: Subscriber, moment: datetime) -> None:
    subscriber.confirm_hash, token_hash = None, subscriber.confirm_hash
    until, watermark = subscriber.confirm_until, subscriber.watermark
    note(session, subscriber, "moved", moment)
    leave(session, subscriber, moment)
    session.flush()
    confirm(session, kept, moment)
    kept.watermark = max(kept.watermark, watermark)
    kept.confirm_hash, kept.confirm_until = token_hash, until  # so that pressing twice is fine
    note(session, kept, "moved", moment)
