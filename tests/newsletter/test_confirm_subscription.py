"""The link of the first mail: looking changes nothing, the button confirms."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.core import clock
from tests.newsletter.readers import Readers, body, link_in, parsed
from tests.smtp_sink import Sink
from tests.visiting import read, visit
from tests.world import World

EMAIL = "dan@example.org"


@pytest.fixture
def link(client: FlaskClient, sink: Sink) -> str:
    """What stands in the mail that asks."""
    client.post("/newsletter/subscribe/", data={"email": EMAIL})
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


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "../manage"])
def test_a_wrong_link_says_so(client: FlaskClient, token: str) -> None:
    assert client.get(f"/newsletter/confirm/{token}/").status_code == 404
