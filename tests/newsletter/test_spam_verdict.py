"""A mail server that takes the mail for spam, whoever it is for: the issue stops, and no reader is the worse for it."""

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.models import OutboxMail
from blueprints.newsletter.models import Issue, Subscriber
from blueprints.newsletter.sending.halting import resume
from tests.newsletter.readers import Readers
from tests.smtp_sink import Sink
from tests.world import World

EVERYBODY = 150


@pytest.fixture
def emails(world: World, readers: Readers) -> list[str]:
    """A hundred and fifty subscribers with something new to read."""
    world.article("Port opens")
    return readers.add_many(EVERYBODY)


def issue() -> Issue:
    db.session.rollback()
    return db.session.scalars(select(Issue)).one()


@pytest.mark.parametrize(
    ("stage", "reply"),
    [
        ("body", "554 5.7.1 This message looks like spam"),
        ("body", "550-5.7.26 This mail is unauthenticated"),
        ("rcpt", "550 5.7.1 [192.0.2.7] is on our block list"),
    ],
)
def test_a_verdict_for_all_stops_the_issue_within_sixty_copies(
    readers: Readers, sink: Sink, emails: list[str], stage: str, reply: str
) -> None:
    reply = reply.replace("550-5.7.26", "550 5.7.26")
    sink.plan = lambda at, count, recipient: reply if at == stage else None
    readers.send()
    assert issue().state == "halted"
    assert reply in issue().halted_for
    assert 20 <= sink.reached[stage] <= 60
    assert readers.states() == {"waiting": EVERYBODY}
    assert readers.deliver() == {}
    assert {subscriber.state for subscriber in db.session.scalars(select(Subscriber))} == {"active"}
    assert len(db.session.scalars(select(OutboxMail)).all()) == 1


def test_with_twenty_connections_and_ever_other_words_it_stops_as_soon(
    app: Flask, readers: Readers, sink: Sink, emails: list[str]
) -> None:
    app.config["SENDING_CONNECTIONS"] = 20
    sink.plan = lambda at, count, recipient: f"550 5.7.{count % 9} refused" if at == "rcpt" else None
    readers.send()
    assert issue().state == "halted"
    assert sink.reached["rcpt"] <= 60
    assert readers.states() == {"waiting": EVERYBODY}


def test_after_the_desk_lets_it_go_on_everybody_gets_one_copy(readers: Readers, sink: Sink, emails: list[str]) -> None:
    sink.plan = lambda at, count, recipient: "554 5.7.1 spam" if at == "body" else None
    readers.send()
    sink.plan = lambda at, count, recipient: None
    assert resume(db.session, issue().id, now())
    db.session.commit()
    assert readers.deliver() == {"sent": EVERYBODY}
    assert sink.copies() == dict.fromkeys(emails, 1)
    assert issue().state == "done"


def test_one_strict_domain_fails_and_the_others_get_theirs(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    emails = readers.add_many(100)
    readers.add("ada@strict.example")
    sink.plan = lambda at, count, recipient: (
        "554 5.7.1 not from you" if at == "rcpt" and recipient.endswith("@strict.example") else None
    )
    assert readers.send() == {"sent": 100, "failed": 1}
    assert sink.copies() == dict.fromkeys(emails, 1)
    assert readers.get("ada@strict.example").state == "active"


def test_a_body_refused_now_and_then_stops_nothing(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add_many(90)
    sink.plan = lambda at, count, recipient: "554 5.7.1 spam" if at == "body" and count % 40 == 0 else None
    assert readers.send() == {"sent": 88, "failed": 2}
