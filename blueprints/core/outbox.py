"""The outbox: mails tried at once after commit, and again by cron until they are through."""

import logging
import smtplib
import time
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from flask import current_app
from sqlalchemy import select, update

from blueprints.core.clock import now
from blueprints.core.database import db, writing
from blueprints.core.mail import as_message
from blueprints.core.models import OutboxMail
from blueprints.core.smtp import MailServerAway, connection, write_eml

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
LEASE = timedelta(minutes=5)
PAUSE = 60.0  # seconds
AWAY = (OSError, smtplib.SMTPServerDisconnected)
log = logging.getLogger(__name__)


def deliver_outbox(limit: int = 100, seconds: float = 15) -> int:
    """Send what is due, each under a lease of its own; how many went out. Commits once per mail.

    Where the server is away it ends, since each further mail would wait as long and lose one of its tries.
    """
    sent = 0
    for _ in range(limit):
        mail = _claim()
        if mail is None:
            break
        failure = _send(mail, seconds)
        sent += failure is None
        if isinstance(failure, AWAY):
            current_app.extensions["mail_pause"] = time.monotonic() + PAUSE
            break
    return sent


def deliver_soon() -> None:
    """Try at once, briefly, after a commit; whatever fails stays for cron, and the page goes on.

    For a minute after the server was away nobody's page waits for it: those who sign up must not hold up who reads.
    """
    if time.monotonic() < current_app.extensions.get("mail_pause", 0.0):
        return
    try:
        deliver_outbox(limit=3, seconds=4)
    except Exception:  # the person's own work is done; a mail must not spoil the answer
        db.session.rollback()
        log.exception("outbox")


def _claim() -> OutboxMail | None:
    """Take the oldest due mail, and push its next try past our lease so that nobody else takes it."""
    moment = now()
    due = (
        select(OutboxMail.id)
        .where(OutboxMail.sent_at.is_(None), OutboxMail.failed_at.is_(None), OutboxMail.not_before <= moment)
        .order_by(OutboxMail.not_before, OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with writing():
        number = db.session.scalar(due)
        if number is not None:
            lease = {"not_before": moment + LEASE, "attempts": OutboxMail.attempts + 1}
            db.session.execute(update(OutboxMail).where(OutboxMail.id == number).values(**lease))
        db.session.commit()
    return db.session.get(OutboxMail, number) if number is not None else None


def _send(mail: OutboxMail, seconds: float) -> Exception | None:
    message, recipient, name = as_message(mail), mail.recipient, f"{mail.created_at:%Y%m%d-%H%M%S}-{mail.id}"
    db.session.rollback()  # nobody waits for the database while a mail server takes its time
    moment, failure = now(), _hand_over(message, recipient, name, seconds)
    with writing():
        db.session.refresh(mail)
        _note_outcome(mail, moment, failure)
        db.session.commit()
    return failure


def _hand_over(message: EmailMessage, recipient: str, name: str, seconds: float) -> Exception | None:
    """Why the server, or the folder that stands for one, did not take it; None when it did."""
    url = current_app.config["SMTP_URL"]
    try:
        if not url:
            path = write_eml(Path(current_app.instance_path) / "outbox", name, message.as_bytes(policy=SMTP))
            log.warning("SMTP_URL is not set: the mail is in %s", path)
            return None
        with connection(url, seconds) as server:
            server.send_message(message, from_addr=current_app.config["MAIL_FROM"], to_addrs=[recipient])
    except (MailServerAway, smtplib.SMTPException, OSError) as error:
        return error
    return None


def _note_outcome(mail: OutboxMail, moment: datetime, failure: Exception | None) -> None:
    match failure:
        case None:
            mail.sent_at = moment
            mail.text = mail.html = ""  # it may hold a link that signs somebody in
        case smtplib.SMTPRecipientsRefused():
            _refused(mail, *next(iter(failure.recipients.values())))
        case smtplib.SMTPResponseException():
            _refused(mail, failure.smtp_code, failure.smtp_error)
        case _:
            _put_off(mail, str(failure))


def _refused(mail: OutboxMail, code: int, reply: bytes | str) -> None:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    if 500 <= code < 600:
        mail.failed_at, mail.reply = now(), f"{code} {words}"
    else:
        _put_off(mail, f"{code} {words}")


def _put_off(mail: OutboxMail, reason: str) -> None:
    mail.reply = reason[:500]
    if mail.attempts > len(WAITS):
        mail.failed_at = now()
    else:
        mail.not_before = now() + WAITS[mail.attempts - 1]
    log.warning("mail %s waits: %s", mail.id, mail.reply)
