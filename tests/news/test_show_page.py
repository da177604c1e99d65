"""Standing pages such as About, at any depth."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from blueprints.core.database import db
from tests.visiting import visit
from tests.world import World


def test_it_shows_what_the_page_says(client: FlaskClient, world: World) -> None:
    page = db.session.merge(world.page("about", "About us", "<p>We are <em>new</em>.</p>"))
    page.standfirst = "Who makes this paper."
    db.session.commit()
    seen = visit(client, "/about/")
    assert seen.text("h1") == "About us" and seen.text(".prose") == "We are new."
    assert seen.one("meta[name=description]").get("content") == "Who makes this paper."
    assert seen.one("link[rel=canonical]").get("href") == "http://localhost/about/"
    assert str(now().year) in seen.text(".foot-end")


def test_a_page_below_another_has_its_whole_path(client: FlaskClient, world: World) -> None:
    world.page("about", "About")
    world.page("about/team/lagos", "The team in Lagos")
    assert visit(client, "/about/team/lagos/").text("h1") == "The team in Lagos"
    visit(client, "/about/team/", 404)


@pytest.mark.parametrize("asked", ["/about/team", "/about/team//"])
def test_other_spellings_lead_to_the_one_with_a_slash(client: FlaskClient, world: World, asked: str) -> None:
    world.page("about/team", "Team")
    answer = client.get(asked)
    assert answer.status_code in (301, 308)
    assert answer.headers["Location"].removeprefix("http://localhost") == "/about/team/"


def test_a_page_in_the_menu_stands_on_every_page(client: FlaskClient, world: World) -> None:
    page = db.session.merge(world.page("about", "About"))
    page.position = 1
    db.session.commit()
    world.page("imprint", "Imprint")
    front = visit(client, "/")
    assert len(front.all("a[href='/about/']")) >= 2 and front.all("a[href='/imprint/']") == []


@pytest.mark.parametrize(
    "path",
    ["/nowhere/", "/about/nowhere/", "/%00", "/about%00/", "/%F0%9F%98%80/", "/" + "a" * 3000, "/../about", "/%ff"],
)
def test_an_unknown_one_is_not_found(client: FlaskClient, world: World, path: str) -> None:
    world.page("about", "About")
    page = visit(client, path, 404)
    assert page.one("form[role=search]").get("action") == "/search/"


def test_one_that_is_not_out_is_not_found(client: FlaskClient, world: World) -> None:
    draft = db.session.merge(world.page("draft", "Draft"))
    draft.published_at = None
    later = db.session.merge(world.page("later", "Later"))
    later.published_at = now() + timedelta(days=1)
    db.session.commit()
    visit(client, "/draft/", 404)
    visit(client, "/later/", 404)
