"""The link of the first mail: looking changes nothing, the button confirms."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.models import Subscriber, SubscriberEvent, SubscriberState
from blueprints.newsletter.readers.suppressing import is_suppressed, suppress
from tests.newsletter.asking import ask
from tests.newsletter.readers import Readers, body, link_in, parsed
from tests.smtp_sink import Sink
from tests.visiting import read, visit
from tests.world import World

EMAIL = "dan@example.org"


@pytest.fixture
def link(client: FlaskClient, sink: Sink) -> str:
    """What stands in the mail that asks."""
    ask(client, EMAIL)
    return link_in(body(parsed(sink.accepted[-1].content), "html"), "confirm")


def test_a_scanner_that_follows_the_link_confirms_nothing(client: FlaskClient, readers: Readers, link: str) -> None:
    page = visit(client, link)
    assert page.text("main form button") == "Confirm"
    client.head(link)
    assert not readers.get(EMAIL).is_active


def test_the_button_confirms_and_twice_is_fine(client: FlaskClient, readers: Readers, link: str) -> None:
    for _ in range(2):
        assert read(client.post(link)).text("h1") == "You are subscribed"
    assert readers.get(EMAIL).is_active
    assert readers.get(EMAIL).next_at > clock.now()
    assert db.session.scalars(select(SubscriberEvent.kind)).all() == ["asked", "confirmed"]


def test_only_the_hash_of_the_key_is_kept(readers: Readers, link: str) -> None:
    key = link.split("/")[-2]
    assert readers.get(EMAIL).confirm_hash not in (key, None)


def test_it_begins_with_what_is_published_from_then_on(
    client: FlaskClient, world: World, readers: Readers, sink: Sink, link: str
) -> None:
    world.article("Old story")
    client.post(link)
    assert readers.send() == {}
    world.article("New story")
    assert readers.send() == {"sent": 1}
    assert b"New story" in sink.accepted[-1].content and b"Old story" not in sink.accepted[-1].content


def test_a_link_ends_after_seven_days(client: FlaskClient, readers: Readers, link: str) -> None:
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        page = read(client.post(link), 404)
    assert page.one("main input[name=email]") is not None
    assert not readers.get(EMAIL).is_active


def test_a_link_does_not_bring_back_who_left(client: FlaskClient, readers: Readers, link: str) -> None:
    client.post(link)
    client.post(f"/newsletter/unsubscribe/{readers.key(EMAIL)}/")
    read(client.post(link), 404)
    assert not readers.get(EMAIL).is_active


@pytest.mark.parametrize("state", [SubscriberState.SUSPENDED, SubscriberState.COMPLAINED])
def test_who_was_suspended_or_complained_comes_back_by_a_new_link(
    client: FlaskClient, readers: Readers, link: str, state: str
) -> None:
    db.session.execute(update(Subscriber).values(state=state))
    db.session.commit()
    assert not readers.get(EMAIL).is_active
    client.post(link)
    assert readers.get(EMAIL).is_active


def test_a_bounce_from_before_does_not_outlast_the_readers_own_word(
    client: FlaskClient, readers: Readers, link: str
) -> None:
    suppress(db.session, EMAIL, "hard", clock.now())
    db.session.commit()
    client.post(link)
    assert readers.get(EMAIL).is_active
    assert not is_suppressed(db.session, EMAIL)


def test_what_the_desk_closed_stays_closed(client: FlaskClient, readers: Readers, link: str) -> None:
    suppress(db.session, EMAIL, "desk", clock.now())
    db.session.commit()
    read(client.post(link), 404)
    assert not readers.get(EMAIL).is_active and is_suppressed(db.session, EMAIL)


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "../manage", "%F0%9F%91%8B", "a" * 9000])
def test_a_wrong_link_says_so(client: FlaskClient, token: str) -> None:
    for method in ("GET", "POST"):
        assert client.open(f"/newsletter/confirm/{token}/", method=method).status_code in (404, 405)
