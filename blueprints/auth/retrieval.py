"""Password retrieval: a request is a row before it is a mail, and the same row for known and unknown addresses.

Whether somebody has this address is only looked at after the answer, so neither its words nor its time can tell.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import delete

from blueprints.auth.links import make_link
from blueprints.auth.mail import password_mail
from blueprints.auth.models import PasswordRequest, Purpose
from blueprints.auth.queries import account_with_email, links_made_since, oldest_password_request
from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import db, writing
from blueprints.core.outbox import deliver_soon

MOST_MAILS = 3
WITHIN = timedelta(hours=1)
_aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="password-requests")
log = logging.getLogger(__name__)


def answer_aside(app: Flask) -> Future[None]:
    """Answer what was asked for, beside the request; what fails here is done by cron."""
    return _aside.submit(_answer, app)


@job("password-requests", every=timedelta(seconds=0))
def answer_requests() -> str:
    """Send every person who asked their link; commits once for each request."""
    count = 0
    while _answer_oldest(now()):
        count += 1
    return f"{count} answered"


def _answer(app: Flask) -> None:
    with app.app_context():
        try:
            answer_requests()
            deliver_soon()
        except Exception:
            db.session.rollback()
            log.exception("password requests")


def _answer_oldest(at: datetime) -> bool:
    with writing():
        number = db.session.scalar(oldest_password_request())
        if number is None:
            db.session.rollback()
            return False
        taken = delete(PasswordRequest).where(PasswordRequest.id == number).returning(PasswordRequest.email_norm)
        email_norm = db.session.scalar(taken)
        if email_norm is not None:
            _send_link(email_norm, at)
        db.session.commit()
    return True


def _send_link(email_norm: str, at: datetime) -> None:
    account = db.session.scalar(account_with_email(email_norm))
    if account is None or not account.may_sign_in:
        return
    made = db.session.scalars(links_made_since(account.id, Purpose.RESET, at - WITHIN)).all()
    if len(made) < MOST_MAILS:
        db.session.add(password_mail(account, make_link(db.session, account.id, Purpose.RESET, at)))
