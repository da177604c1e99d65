"""Subscribers for tests, and the ways to send to them: in this process, or in one that can be killed."""

import os
import re
import subprocess
import sys
from collections import Counter
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from flask import Flask
from sqlalchemy import select

from blueprints.core import clock
from blueprints.core.config import ROOT
from blueprints.core.database import db, writing
from blueprints.news.models import Category
from blueprints.newsletter.composing.filling import compose_due, hurry
from blueprints.newsletter.models import Cadence, Delivery, Subscriber, SubscriberState
from blueprints.newsletter.readers.links import token_for
from blueprints.newsletter.sending.delivering import deliver
from blueprints.newsletter.sending.transport import Patience
from tests.conftest import KEY

QUICK = Patience(connect=5, command=1, body=1, dot=1, after_trouble=(0, 0))


class Readers:
    """Who subscribed."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._days = 0

    def add(self, email: str = "dan@example.org", *, categories: tuple[Category, ...] = (), **more: Any) -> Subscriber:
        """One confirmed subscriber who was sent nothing yet."""
        subscriber = _subscriber(email, **more)
        if categories:
            subscriber.choose({"categories": [str(category.id) for category in categories]})
        db.session.add(subscriber)
        db.session.commit()
        db.session.refresh(subscriber)
        db.session.expunge_all()
        return subscriber

    def add_many(self, count: int) -> list[str]:
        """So many, reader1@example.org and on."""
        emails = [f"reader{number}@example.org" for number in range(1, count + 1)]
        db.session.add_all(_subscriber(email) for email in emails)
        db.session.commit()
        db.session.expunge_all()
        return emails

    def get(self, email: str) -> Subscriber:
        """The row as it is now."""
        db.session.rollback()
        db.session.expire_all()
        return db.session.scalars(select(Subscriber).filter_by(email=email)).one()

    def key(self, email: str, issue: int = 0) -> str:
        """What stands in this reader's links, in the mails of this issue."""
        subscriber = self.get(email)
        return token_for(subscriber.id, subscriber.secret, issue)

    def states(self) -> Counter[str]:
        """How many deliveries are in each state."""
        db.session.rollback()
        return Counter(db.session.scalars(select(Delivery.state)))

    def compose(self, cadence: str = Cadence.DAILY) -> int:
        """Compose in this process, as if it were everybody's turn, a day later each time; how many copies."""
        self._days += 1
        with self.later():
            with writing():
                hurry(db.session, cadence)
                db.session.commit()
            copies = compose_due()
        db.session.expunge_all()
        return copies

    def deliver(self, after: timedelta = timedelta(0)) -> Counter[str]:
        """Deliver in this process, on the day of the last composing, to a server that is not waited for long."""
        with self.later(after):
            report = deliver(patience=QUICK)
        db.session.expunge_all()
        return report.counts

    def send(self, cadence: str = Cadence.DAILY) -> Counter[str]:
        """Compose and deliver."""
        self.compose(cadence)
        return self.deliver()

    def later(self, after: timedelta = timedelta(0)) -> AbstractContextManager[datetime]:
        """The clock on the day of the last composing."""
        return clock.at(clock.now() + timedelta(days=max(0, self._days - 1)) + after)

    def start(self, *command: str, group: str = "newsletter") -> "subprocess.Popen[str]":
        """`flask newsletter …`, or another command, in a process of its own, over the same database."""
        db.session.rollback()
        names = (
            "DATABASE_URL",
            "SMTP_URL",
            "SITE_URL",
            "MAIL_FROM",
            "SITE_NAME",
            "TIMEZONE",
            "BOUNCE_ADDRESS",
            "SENDING_CONNECTIONS",
        )
        own = {name: str(self._app.config[name]) for name in names}
        return subprocess.Popen(
            [sys.executable, "-m", "flask", *filter(None, (group,)), *command],
            cwd=ROOT,
            env={**os.environ, **own, "INSTANCE_PATH": self._app.instance_path, "SECRET_KEY": KEY},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


def parsed(content: bytes) -> EmailMessage:
    """The mail as a parser of the standard library reads it, without a defect."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    parts = list(message.walk())
    assert [defect for part in parts for defect in part.defects] == []
    return message


def body(message: EmailMessage, kind: str) -> str:
    """The decoded text of the `plain` or `html` part."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def link_in(text: str, path: str) -> str:
    """The path and key of the first link to /newsletter/<path>/ in a mail."""
    found = re.search(rf"https?://[^/\s]+(/newsletter/{path}/[^\s\"<>]+/)", text)
    assert found, text
    return found.group(1)


def _subscriber(email: str, **more: Any) -> Subscriber:
    moment = clock.now()
    usual = {"state": SubscriberState.ACTIVE, "language": "en", "watermark": 0, "confirmed_at": moment}
    return Subscriber(email=email, email_norm=email, consent="Yes.", asked_at=moment, **{**usual, **more})
