"""A domain that throttles, or that may get only so many in a minute: the others do not wait for it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints.core.database import db
from blueprints.newsletter.models import Delivery, DomainRate
from blueprints.newsletter.sending.throttling import slowed
from tests.newsletter.readers import Readers
from tests.smtp_sink import Sink
from tests.world import World

THROTTLED = "421 4.7.28 an unusual rate of mail, please slow down"


@pytest.fixture
def slow(world: World, readers: Readers) -> list[str]:
    """Forty readers at a slow domain, who come before all others, and forty elsewhere."""
    world.article("Port opens")
    emails = [f"reader{number}@slow.example" for number in range(40)]
    for email in emails:
        readers.add(email)
    readers.add_many(40)
    return emails


def at_slow(recipient: str) -> bool:
    return recipient.endswith("@slow.example")


def test_a_throttling_domain_waits_and_nobody_else(readers: Readers, sink: Sink, slow: list[str]) -> None:
    sink.plan = lambda stage, count, recipient: (
        "451 4.7.28 an unusual rate of mail, slow down" if stage == "rcpt" and at_slow(recipient) else None
    )
    outcomes = readers.send()
    assert outcomes["sent"] == 40
    assert not [email for email in sink.copies() if at_slow(email)]
    assert readers.states() == {"sent": 40, "waiting": 40}
    assert set(db.session.scalars(select(Delivery.attempts).where(Delivery.state == "waiting"))) == {0}
    assert 0 < slowed(db.session)["slow.example"] <= 60
    assert "example.org" not in slowed(db.session)


def test_a_domain_that_throttled_gets_all_in_the_end_and_is_free_again(
    readers: Readers, sink: Sink, slow: list[str]
) -> None:
    sink.plan = lambda stage, count, recipient: (
        "451 4.7.28 slow down" if stage == "rcpt" and at_slow(recipient) and sink.reached["rcpt"] < 60 else None
    )
    readers.send()
    for minutes in range(5, 130, 5):
        readers.deliver(after=timedelta(minutes=minutes))
    assert readers.states() == {"sent": 80}
    assert set(sink.copies().values()) == {1}


def test_a_rate_that_is_set_holds_for_its_domain_only(
    app: Flask, readers: Readers, sink: Sink, slow: list[str]
) -> None:
    app.config["DOMAIN_RATES"] = {"slow.example": 10}
    assert readers.send()["sent"] == 50
    assert len([email for email in sink.copies() if at_slow(email)]) == 10
    assert readers.states() == {"sent": 50, "waiting": 30}
    assert readers.deliver(after=timedelta(minutes=1, seconds=5))["sent"] == 10
    readers.deliver(after=timedelta(minutes=2, seconds=5))
    readers.deliver(after=timedelta(minutes=3, seconds=5))
    assert readers.states() == {"sent": 80}
    assert set(sink.copies().values()) == {1}


def test_a_rate_for_all_is_kept(app: Flask, readers: Readers, sink: Sink, slow: list[str]) -> None:
    app.config["SENDING_RATE"] = 25
    assert readers.send()["sent"] == 25
    for minutes in range(1, 6):
        readers.deliver(after=timedelta(minutes=minutes, seconds=2))
    assert readers.states() == {"sent": 80}
    assert max(len(sink.accepted), 80) == 80


def test_without_rates_and_throttles_nothing_is_remembered(readers: Readers, sink: Sink, slow: list[str]) -> None:
    assert readers.send() == {"sent": 80}
    assert db.session.scalars(select(DomainRate)).all() == []
