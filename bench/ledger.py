"""A ledger full of composed copies, for as long as a measure runs."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, insert, select

from app import create_app
from blueprints.core import clock
from blueprints.core.config import ROOT
from blueprints.core.database import db, writing
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.models import Edition, Subscriber, SubscriberState
from tests import databases
from tests.world import World

SLICE, STORIES = 10_000, 12


class Ledger(NamedTuple):
    """An application, the environment that gives a process the same, and how long one message is (bytes)."""

    app: Flask
    environment: dict[str, str]
    size: int


@contextmanager
def composed(copies: int, database: str, port: int, connections: int) -> Iterator[Ledger]:
    """A site with so many subscribers, a copy waiting for each."""
    with tempfile.TemporaryDirectory() as folder:
        server = (
            databases.postgresql(Path(folder)) if database == "postgresql" else nullcontext(f"sqlite:///{folder}/b.db")
        )
        with server as url:
            settings = {
                "INSTANCE_PATH": folder,
                "DATABASE_URL": url,
                "SITE_URL": "http://localhost",
                "SMTP_URL": f"smtp://127.0.0.1:{port}",
                "SENDING_CONNECTIONS": str(connections),
            }
            app = create_app(**settings)
            with app.app_context():
                upgrade(directory=str(ROOT / "migrations"))
                _fill(copies)
                compose_due()
                size = db.session.scalar(select(func.length(Edition.message))) or 0
                db.session.remove()
                db.engine.dispose()
                yield Ledger(app, settings, size)
                db.session.remove()
                db.engine.dispose()


def _fill(copies: int) -> None:
    """Everybody's turn was a moment ago, and a dozen articles are new to all."""
    with writing():
        world = World(db.session)
        for number in range(STORIES):
            world.article(f"Port number {number} opens")
        for first in range(0, copies, SLICE):
            db.session.execute(
                insert(Subscriber), [_subscriber(number) for number in range(first, min(copies, first + SLICE))]
            )
            db.session.commit()


def _subscriber(number: int) -> dict[str, object]:
    moment, email = clock.now(), f"reader{number}@example.org"
    return {
        "email": email,
        "email_norm": email,
        "state": SubscriberState.ACTIVE,
        "language": "en",
        "secret": secrets.token_bytes(16),
        "consent": "Yes.",
        "asked_at": moment,
        "confirmed_at": moment,
        "next_at": moment - timedelta(minutes=1),
    }
