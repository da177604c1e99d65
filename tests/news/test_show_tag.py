"""Everything about one subject."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from tests.news.reading import BAD_CURSORS, headlines, walk, walk_with_htmx
from tests.visiting import visit
from tests.world import World


def test_it_shows_what_carries_the_tag(client: FlaskClient, world: World) -> None:
    world.article("Port", tags=("Harbour works",))
    world.article("Market", tags=("Trade",))
    world.article("Both", tags=("Harbour works", "Trade"))
    page = visit(client, "/tag/harbour-works/")
    assert page.text("h1") == "Harbour works"
    assert sorted(headlines(page)) == ["Both", "Port"]


def test_a_tag_in_any_script_has_an_address(client: FlaskClient, world: World) -> None:
    article = world.article("Story", tags=("القاهرة", "Ọ̀ṣun"))
    links = visit(client, f"/{now():%Y/%m}/{article.slug}/").all(".tags a")
    assert len(links) == 2
    for link in links:
        assert headlines(visit(client, link.get("href"))) == ["Story"]


def test_more_goes_on_to_the_last_without_gap_or_double(client: FlaskClient, world: World) -> None:
    moment = now() - timedelta(hours=2)
    made = [world.article(f"Story {number}", tags=("port",), published=moment) for number in range(41)]
    expected = [each.headline for each in reversed(made)]
    assert walk(client, "/tag/port/") == walk_with_htmx(client, "/tag/port/") == expected


@pytest.mark.parametrize("cursor", BAD_CURSORS)
@pytest.mark.parametrize("url", ["/tag/port/", "/tag/port/more/"])
def test_a_cursor_that_was_never_given_out_is_not_found(
    client: FlaskClient, world: World, url: str, cursor: str
) -> None:
    world.article(tags=("port",))
    assert client.get(f"{url}?after={cursor}").status_code == 404


def test_an_unknown_one_is_not_found(client: FlaskClient) -> None:
    visit(client, "/tag/nothing/", 404)
    assert client.get("/tag/nothing/more/").status_code == 404


def test_what_is_not_out_is_not_seen(client: FlaskClient, world: World) -> None:
    world.article("Idea", draft=True, tags=("port",))
    world.article("Tomorrow", published=now() + timedelta(days=1), tags=("port",))
    assert headlines(visit(client, "/tag/port/")) == []


def test_the_menu_names_no_section_as_the_current_one(client: FlaskClient, world: World) -> None:
    world.article(tags=("news",))
    assert visit(client, "/tag/news/").all("[aria-current]") == []
