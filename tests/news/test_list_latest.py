"""Everything, the newest first, to the very last."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from tests.news.reading import BAD_CURSORS, headlines, walk, walk_with_htmx
from tests.visiting import read, visit
from tests.world import World


def test_it_goes_from_the_newest_to_the_oldest(client: FlaskClient, world: World) -> None:
    for hours in (3, 1, 2):
        world.article(f"{hours} hours old", published=now() - timedelta(hours=hours))
    page = visit(client, "/latest/")
    assert page.text("h1") == "Latest"
    assert headlines(page) == ["1 hours old", "2 hours old", "3 hours old"]
    assert page.all(".load-more") == []


def test_more_goes_on_to_the_last_without_gap_or_double(client: FlaskClient, world: World) -> None:
    moment = now() - timedelta(hours=1)
    expected = [world.article(f"Story {number}", published=moment) for number in range(43)][::-1]
    assert walk(client, "/latest/") == walk_with_htmx(client, "/latest/") == [each.headline for each in expected]


def test_twenty_are_one_page_and_the_next_is_no_empty_one(client: FlaskClient, world: World) -> None:
    for number in range(20):
        world.article(f"Story {number}")
    assert visit(client, "/latest/").all(".load-more") == []


def test_what_comes_out_meanwhile_shifts_nothing(client: FlaskClient, world: World) -> None:
    for number in range(25):
        world.article(f"Story {number:02}", published=now() - timedelta(hours=number + 1))
    more = visit(client, "/latest/").one(".load-more a").get("href")
    world.article("Just now")
    assert headlines(visit(client, more)) == [f"Story {number:02}" for number in range(20, 25)]


def test_a_fragment_has_an_address_of_its_own(client: FlaskClient, world: World) -> None:
    world.article("Alone")
    fragment = read(client.get("/latest/more/"), fragment=True)
    assert headlines(fragment) == ["Alone"] and "<main" not in fragment.html
    as_htmx = client.get("/latest/", headers={"HX-Request": "true"})
    assert "<main" in as_htmx.text and "HX-Request" not in as_htmx.headers.get("Vary", "")


@pytest.mark.parametrize("cursor", BAD_CURSORS)
@pytest.mark.parametrize("url", ["/latest/", "/latest/more/", "/more/", "/"])
def test_a_cursor_that_was_never_given_out_is_not_found(client: FlaskClient, url: str, cursor: str) -> None:
    assert client.get(f"{url}?after={cursor}").status_code == 404


def test_a_cursor_behind_the_last_is_an_empty_list(client: FlaskClient, world: World) -> None:
    world.article()
    assert headlines(visit(client, "/latest/?after=0.1")) == []
