"""The database locked, full or gone while sending: an error that is told plainly, and the next run ends it."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from blueprints.core.database import db
from tests.newsletter.readers import Readers
from tests.smtp_sink import Sink
from tests.world import World

COUNT, LINES, LATER = 80, 4, timedelta(minutes=11)


@pytest.fixture
def emails(app: Flask, world: World, readers: Readers) -> list[str]:
    """Subscribers with something new to read; their copies are composed."""
    app.config["SENDING_CONNECTIONS"] = LINES
    world.article("Port opens")
    emails = readers.add_many(COUNT)
    readers.compose()
    db.session.remove()
    return emails


@pytest.fixture
def pragmas(app: Flask) -> Iterator[list[str]]:
    """What each new connection to SQLite is told besides."""
    told: list[str] = []

    def tell(connection: Any, record: Any) -> None:
        for pragma in told:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(Engine, "connect", tell)
    yield told
    event.remove(Engine, "connect", tell)


@pytest.fixture
def on_sqlite(app: Flask) -> str:
    """The path of the database file."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a trouble of SQLite")
    return str(db.engine.url.database)


def test_a_locked_database(readers: Readers, sink: Sink, emails: list[str], on_sqlite: str, pragmas: list[str]) -> None:
    pragmas.append("busy_timeout=50")
    db.engine.dispose()
    other = sqlite3.connect(on_sqlite, isolation_level=None, check_same_thread=False)
    sink.plan = lambda stage, count, recipient: lock(other) if stage == "body" and count == 20 else None

    def lock(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA busy_timeout=10000")
        connection.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError, match="locked"):
        readers.deliver()
    assert COUNT > len(sink.accepted) >= 20
    other.execute("ROLLBACK")
    pragmas.clear()
    assert_the_next_run_ends_it(readers, sink, emails)


def test_a_full_disk(readers: Readers, sink: Sink, emails: list[str], on_sqlite: str, pragmas: list[str]) -> None:
    with db.engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
    pragmas.append(f"max_page_count={pages}")
    db.engine.dispose()
    words = "250 2.0.0 Ok: queued as " + "A" * 400
    sink.plan = lambda stage, count, recipient: words if stage == "accepted" else None
    with pytest.raises(OperationalError, match="full"):
        readers.deliver()
    assert COUNT > len(sink.accepted) > 0
    pragmas.clear()
    assert_the_next_run_ends_it(readers, sink, emails)


def test_a_database_that_restarts(readers: Readers, sink: Sink, emails: list[str]) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("a trouble of PostgreSQL")
    engine = db.engine
    sink.plan = lambda stage, count, recipient: break_all() if stage == "body" and count == 20 else None

    def break_all() -> None:
        """What a restart does to us: every connection is gone, and the lock of the run with its own."""
        with engine.connect() as connection:
            connection.execute(text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ))  # fmt: skip

    with pytest.raises(OperationalError):
        readers.deliver()
    assert COUNT > len(sink.accepted) >= 20
    assert_the_next_run_ends_it(readers, sink, emails)


def assert_the_next_run_ends_it(readers: Readers, sink: Sink, emails: list[str]) -> None:
    """Everybody has a copy, and a second only who was in the window, over one of the lines."""
    db.session.remove()
    db.engine.dispose()
    readers.deliver()
    readers.deliver(after=LATER)
    assert readers.states() == {"sent": COUNT}
    copies = sink.copies()
    doubled = [email for email in emails if copies[email] > 1]
    assert set(copies) == set(emails) and len(doubled) <= LINES and set(copies.values()) <= {1, 2}
    for email in doubled:
        assert len({mail.content for mail in sink.accepted if mail.recipient == email}) == 1
