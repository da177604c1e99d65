"""Enquiries: what a reader writes under a standing page goes to the desk by mail, once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.exc import IntegrityError

from blueprints.core.database import AnySession
from blueprints.core.email_addresses import EmailAddress
from blueprints.core.languages import speaking
from blueprints.core.mail import compose
from blueprints.news.models import Page


@dataclass(frozen=True)
class Enquiry:
    """What a reader typed, already clean."""

    name: str
    email: EmailAddress
    organisation: str
    message: str


def send_enquiry(session: AnySession, page: Page, enquiry: Enquiry, moment: datetime) -> None:
    """Queue a mail to the desk; the same words again on the same day are the same mail. The caller commits."""
    desk = current_app.config["DESK_EMAIL"]
    with speaking(current_app.config["LANGUAGE"]):  # whatever the reader speaks
        mail = compose(desk, "enquiry", reply_to=enquiry.email.ascii or "", page=page, enquiry=enquiry)
    host = urlsplit(current_app.config["SITE_URL"]).hostname
    mail.message_id = f"<enquiry.{_fingerprint(page, enquiry, moment)}@{host}>"
    try:
        with session.begin_nested():
            session.add(mail)
    except IntegrityError:
        return  # it is on its way already


def _fingerprint(page: Page, enquiry: Enquiry, moment: datetime) -> str:
    told = (str(page.id), f"{moment:%Y-%m-%d}", enquiry.email.norm, enquiry.name, enquiry.organisation, enquiry.message)
    return hashlib.blake2b("\0".join(told).encode(), digest_size=16).hexdigest()
