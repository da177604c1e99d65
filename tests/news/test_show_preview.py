"""Lists and standing pages have a picture to share too: a card with their name."""

import pytest
from flask.testing import FlaskClient

from blueprints.core.database import db
from blueprints.news.models import Page
from tests.news.previewing import address, meta, shown
from tests.visiting import visit
from tests.world import World


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/latest/",
        "/category/news/",
        "/tag/ships/",
        "/author/ben-diallo/",
        "/about/",
        "/corrections/",
        "/newsletter/",
    ],
)
def test_every_page_has_a_card(client: FlaskClient, world: World, path: str) -> None:
    world.article(tags=("ships",))
    world.page("about", "About us")
    page = visit(client, path)
    assert meta(page, "og:url") == page.one("link[rel=canonical]").get("href") == f"http://localhost{path}"
    assert meta(page, "twitter:card") == "summary_large_image"
    shown(client, meta(page, "og:image").removeprefix("http://localhost"))


def test_its_mark_follows_the_name(client: FlaskClient, world: World) -> None:
    page = world.page("about", "About us")
    old = address(client, "/about/")
    db.session.get_one(Page, page.id).title = "Who we are"
    db.session.commit()
    assert client.get(old).status_code == 302


def test_nobody_s_name_is_given_away(client: FlaskClient, world: World) -> None:
    reader, number = world.cleo.id, world.page("plan", "Secret plan").id
    db.session.get_one(Page, number).published_at = None
    db.session.commit()
    for name in (
        f"author/{reader}",
        f"page/{number}",
        "author/999",
        "tag/1",
        "category/2147483648",
        "site/1",
        "evil/1",
    ):
        assert client.get(f"/previews/{name}-000000000000.jpg").status_code == 404


@pytest.mark.parametrize("name", ["x" * 200, "🔥", "ⵜⵉⴼⵉⵏⴰⵖ", "\u0301", "أخبار " * 20])
def test_any_name_can_be_set(client: FlaskClient, world: World, name: str) -> None:
    world.page("about", name)
    shown(client, address(client, "/about/"))
