"""An author says which article this is a version of; a section has a name in each language."""

import pytest
from flask.testing import FlaskClient

from blueprints.core.database import db
from blueprints.news.addresses import url_of
from blueprints.news.models import Article, Category
from tests.newsroom.writing import edit_url, enter, send, stored
from tests.signing_in import form_token
from tests.visiting import read, visit
from tests.world import World


@pytest.fixture
def versions(client: FlaskClient, world: World) -> tuple[Article, Article]:
    enter(client, world.ada)
    return world.article("The port"), world.article("Le port", slug="le-port", language="fr")


def test_a_version_is_joined_by_the_address_of_its_source(
    client: FlaskClient, versions: tuple[Article, Article]
) -> None:
    source, french = versions
    send(client, edit_url(french), source=f"http://localhost{url_of(source)}?utm=1")
    kept = stored(french.id)
    assert (kept.source_id, kept.source_version) == (source.id, stored(source.id).version)
    form = visit(client, edit_url(french))
    assert form.one("#source").get("value") == f"http://localhost{url_of(source)}"
    assert not form.all("#caught_up")
    send(client, edit_url(source), headline="The port, again")
    behind = visit(client, edit_url(french))
    now = stored(source.id).version
    assert f"version {kept.source_version} of its source, which is now at {now}." in behind.text("body")
    send(client, edit_url(french), caught_up="y")
    assert not visit(client, edit_url(french)).all("#caught_up")
    send(client, edit_url(french), source="")
    assert stored(french.id).source_id is None


@pytest.mark.parametrize("typed", ["http://[", "/2020/01/nowhere/", "nonsense", "x" * 1999])
def test_what_is_no_article_is_refused_and_kept(
    client: FlaskClient, versions: tuple[Article, Article], typed: str
) -> None:
    page = read(send(client, edit_url(versions[1]), source=typed), 422)
    assert page.one("#source").get("value") == typed and "no article at this address" in page.text("body")


def test_a_section_has_a_name_in_each_language(client: FlaskClient, world: World) -> None:
    enter(client, world.ada)
    world.article("Bonjour", language="fr")
    section = db.session.get_one(Category, world.news.id)
    url = f"/desk/sections/{section.id}/edit/"
    form = visit(client, url)
    assert "Name in Français" in form.text("body")
    filled = {"names-0": "Actualités", "names-1": "أخبار", "names-2": "", "names-3": "Labarai"}
    base = {"csrf_token": form_token(), "name": "News", "description": "", "slug": "news", "position": "1"}
    assert client.post(url, data={**base, "form": "list", "parent": "", **filled}).status_code in (302, 303)
    assert db.session.get_one(Category, section.id, populate_existing=True).names == {
        "fr": "Actualités",
        "ar": "أخبار",
        "ha": "Labarai",
    }
    assert visit(client, "/fr/category/news/").text("h1") == "Actualités"
    assert visit(client, "/category/news/").text("h1") == "News"
