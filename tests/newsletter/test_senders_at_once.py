"""Several machines on one PostgreSQL: what one holds, and who waits for it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from time import sleep

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from blueprints.core.database import db
from blueprints.newsletter.models import Subscriber, SubscriberEvent
from blueprints.newsletter.sending.ledger import hold_readers
from blueprints.newsletter.sending.stock import Stock
from blueprints.newsletter.sending.throttling import Throttle, ensure_row
from tests.newsletter.readers import Readers

MOMENT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
DOMAINS = ["a.example", "b.example"]


@pytest.fixture
def machines(app: Flask) -> Iterator[tuple[Session, Session]]:
    """Two connections, each as another machine has it."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("it has one writer")
    with db.engine.connect() as one, db.engine.connect() as two:
        yield Session(one), Session(two)


def test_who_sends_to_readers_lets_others_write_what_refers_to_them(
    machines: tuple[Session, Session], readers: Readers
) -> None:
    """Else one who fills a letter and one who notes a reply to it would wait for each other."""
    readers.add()
    number = db.session.scalars(select(Subscriber.id)).one()
    db.session.commit()
    sender, composer = machines
    hold_readers(sender.connection(), [number])
    composer.execute(text("SET LOCAL lock_timeout = '1s'"))
    composer.add(SubscriberEvent(subscriber_id=number, kind="asked", happened_at=MOMENT))
    composer.commit()
    sender.rollback()


def test_one_who_slows_a_domain_and_one_who_takes_its_turns_do_not_wait_for_each_other(
    machines: tuple[Session, Session],
) -> None:
    for domain in DOMAINS:
        ensure_row(db.session, domain, 60, MOMENT)
    db.session.commit()
    one, two = machines
    throttle = Throttle(0, {})
    Stock(1, throttle).slow(one, DOMAINS[1:], MOMENT)
    one.flush()
    with ThreadPoolExecutor(1) as other:
        taking = other.submit(Throttle(0, {}).take, two, DOMAINS, MOMENT)
        sleep(0.3)
        throttle.take(one, DOMAINS, MOMENT)
        one.commit()
        assert taking.result(timeout=5)[0] is None
    two.rollback()
