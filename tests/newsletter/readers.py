"""Subscribers for tests, and the ways to send to them: in this process, or in one that can be killed."""

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import Flask
from sqlalchemy import select

from blueprints.core import clock
from blueprints.core.config import ROOT
from blueprints.core.database import db
from blueprints.news.models import Category
from blueprints.newsletter.composing import compose
from blueprints.newsletter.delivery import deliver
from blueprints.newsletter.links import token_for
from blueprints.newsletter.models import Delivery, Period, Subscriber
from blueprints.newsletter.transport import Patience, SmtpTransport
from tests.conftest import KEY

QUICK = Patience(connect=5, command=1, dot=1)


class Readers:
    """Who subscribed."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def add(
        self, email: str = "dan@example.org", *, cadence: str = Period.DAILY, categories: tuple[Category, ...] = ()
    ) -> Subscriber:
        """One confirmed subscriber who was sent nothing yet."""
        subscriber = _subscriber(email, cadence)
        subscriber.categories = [db.session.get_one(Category, category.id) for category in categories]
        db.session.add(subscriber)
        db.session.commit()
        db.session.refresh(subscriber)
        db.session.expunge_all()
        return subscriber

    def add_many(self, count: int) -> list[str]:
        """So many, reader1@example.org and on."""
        emails = [f"reader{number}@example.org" for number in range(1, count + 1)]
        db.session.add_all(_subscriber(email, Period.DAILY) for email in emails)
        db.session.commit()
        db.session.expunge_all()
        return emails

    def get(self, email: str) -> Subscriber:
        """The row as it is now."""
        db.session.rollback()
        db.session.expire_all()
        return db.session.scalars(select(Subscriber).filter_by(email=email)).one()

    def key(self, email: str) -> str:
        """What stands in this reader's links."""
        subscriber = self.get(email)
        return token_for(subscriber.id, subscriber.secret)

    def states(self) -> Counter[str]:
        """How many deliveries are in each state."""
        db.session.rollback()
        return Counter(db.session.scalars(select(Delivery.state)))

    def compose(self, period: Period = Period.DAILY) -> int | None:
        """Compose in this process."""
        number = compose(period)
        db.session.expunge_all()
        return number

    def deliver(self, after: timedelta = timedelta(0)) -> Counter[str]:
        """Deliver in this process, at a later time if told so, to a server that is not waited for long."""
        transport = SmtpTransport(self._app.config["SMTP_URL"], self._app.config["MAIL_FROM"], QUICK)
        with clock.at(clock.now() + after):
            outcomes = deliver(transport)
        db.session.expunge_all()
        return outcomes

    def send(self, period: Period = Period.DAILY) -> Counter[str]:
        """Compose and deliver."""
        self.compose(period)
        return self.deliver()

    def start(self, *command: str) -> "subprocess.Popen[str]":
        """`flask newsletter …` in a process of its own, over the same database."""
        db.session.rollback()
        names = ("DATABASE_URL", "SMTP_URL", "SITE_URL", "MAIL_FROM", "SITE_NAME", "TIMEZONE")
        own = {name: self._app.config[name] for name in names}
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "newsletter", *command],
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


def _subscriber(email: str, cadence: str) -> Subscriber:
    moment = clock.now()
    return Subscriber(
        email=email,
        email_norm=email,
        language="en",
        cadence=cadence,
        watermark=0,
        consent="Yes.",
        asked_at=moment,
        confirmed_at=moment,
    )
