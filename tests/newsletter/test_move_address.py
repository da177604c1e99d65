"""Another address: it is asked first, the old one works until then, and is told."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.core.extensions import limiter
from blueprints.newsletter.models import Subscriber, SubscriberEvent
from blueprints.newsletter.readers.suppressing import suppress
from tests.newsletter.asking import answered
from tests.newsletter.readers import Readers, body, link_in, parsed
from tests.smtp_sink import Sink
from tests.visiting import read, visit
from tests.world import World

OLD, NEW = "dan@example.org", "dan@elsewhere.example"


@pytest.fixture(autouse=True)
def _unlimited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


@pytest.fixture
def path(readers: Readers) -> str:
    """Dan's own page."""
    readers.add(OLD)
    return f"/newsletter/manage/{readers.key(OLD)}/"


def move(client: FlaskClient, path: str, email: str = NEW) -> tuple[int, str]:
    answer = client.post(f"{path}move/", data={"email": email})
    answered(client)
    return answer.status_code, answer.headers.get("Location", "")


def asked(sink: Sink) -> str:
    return link_in(body(parsed(sink.accepted[-1].content), "plain"), "confirm")


def test_the_new_address_is_asked_and_the_old_one_told(
    client: FlaskClient, world: World, readers: Readers, sink: Sink, path: str
) -> None:
    assert move(client, path)[0] == 303
    assert sink.copies() == {NEW: 1}
    link = asked(sink)
    visit(client, link)
    assert readers.get(OLD).is_active, "until then it works"
    for _ in range(2):
        assert read(client.post(link)).status == 200
    answered(client)
    assert sink.copies() == {NEW: 1, OLD: 1}
    note = parsed(sink.accepted[-1].content)
    assert NEW not in body(note, "plain") and NEW not in body(note, "html")
    assert link_in(body(note, "plain"), "manage") == path
    world.article()
    assert readers.send() == {"sent": 1}
    assert sink.copies() == {NEW: 2, OLD: 1}
    assert db.session.scalars(select(SubscriberEvent.kind)).all() == ["moved"]
    assert visit(client, path).text(".page-head p") == f"For {NEW}"


def test_every_address_gets_the_same_answer(client: FlaskClient, readers: Readers, sink: Sink, path: str) -> None:
    readers.add("known@example.org")
    suppress(db.session, "closed@example.org", "hard", clock.now())
    db.session.commit()
    emails = (NEW, "known@example.org", "closed@example.org", OLD)
    assert len({move(client, path, email) for email in emails}) == 1
    assert sink.copies() == {NEW: 1, "known@example.org": 1}


def test_two_subscriptions_become_one_that_repeats_nothing(
    client: FlaskClient, world: World, readers: Readers, sink: Sink, path: str
) -> None:
    world.article("First story")
    readers.add("known@example.org")
    readers.send()
    assert sink.copies() == {OLD: 1, "known@example.org": 1}
    move(client, path, "known@example.org")
    link = asked(sink)
    for _ in range(2):
        assert read(client.post(link)).status == 200
    answered(client)
    assert not readers.get(OLD).is_active and readers.get("known@example.org").is_active
    world.article("Second story")
    assert readers.send() == {"sent": 1}
    assert b"First story" not in sink.accepted[-1].content


def test_who_left_meanwhile_is_not_brought_back(client: FlaskClient, readers: Readers, sink: Sink, path: str) -> None:
    move(client, path)
    link = asked(sink)
    client.post(path.replace("manage", "unsubscribe"))
    read(client.post(link), 404)
    assert [row.email for row in db.session.scalars(select(Subscriber))] == [OLD]


def test_a_move_confirms_who_was_suspended_at_the_old_address(
    client: FlaskClient, readers: Readers, sink: Sink, path: str
) -> None:
    move(client, path)
    db.session.query(Subscriber).update({"state": "suspended"})
    db.session.commit()
    client.post(asked(sink))
    assert readers.get(NEW).is_active


@pytest.mark.parametrize("typed", ["", "dan", "a@b@c", "x" * 400 + "@example.org", "d\0@e.org", "👋@example.org"])
def test_what_is_no_address_is_refused_in_words(client: FlaskClient, path: str, typed: str) -> None:
    page = read(client.post(f"{path}move/", data={"email": typed}), 422)
    assert page.all("[role=alert]")


def test_the_mail_repeats_nothing_that_was_typed(client: FlaskClient, sink: Sink, path: str) -> None:
    move(client, path, "win-a-prize@elsewhere.example")
    message = parsed(sink.accepted[-1].content)
    assert not [kind for kind in ("plain", "html") if re.search("prize|dan@", body(message, kind))]
