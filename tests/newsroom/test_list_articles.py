"""The desk's first page."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from blueprints.newsroom import desk_pages
from tests.newsroom.writing import enter
from tests.visiting import visit
from tests.world import World


def headlines(client: FlaskClient, url: str) -> list[str]:
    return ["".join(heading.itertext()).strip() for heading in visit(client, url).all(".desk-row h2")]


@pytest.fixture
def some(world: World) -> None:
    world.article("Draft", draft=True)
    world.article("Coming", published=now() + timedelta(days=1))
    world.article("Out", published=now() - timedelta(hours=2))
    world.session.merge(world.article("Gone")).unpublish(now())
    world.session.commit()
    world.article("Of Ada", author=world.ada, published=now() - timedelta(days=2))


def test_articles_stand_by_state(client: FlaskClient, world: World, some: None) -> None:
    enter(client, world.ada)
    assert set(headlines(client, "/desk/")) == {"Draft", "Coming", "Out", "Gone", "Of Ada"}
    assert headlines(client, "/desk/?state=drafts") == ["Draft"]
    assert headlines(client, "/desk/?state=scheduled") == ["Coming"]
    assert headlines(client, "/desk/?state=published") == ["Out", "Of Ada"]
    assert headlines(client, "/desk/?state=withdrawn") == ["Gone"]
    assert headlines(client, "/desk/?whose=mine") == ["Of Ada"]


def test_an_author_sees_their_own(client: FlaskClient, world: World, some: None) -> None:
    enter(client, world.ben)
    assert "Of Ada" not in headlines(client, "/desk/")
    assert visit(client, "/desk/").all(".desk-nav a[href='/desk/people/']") == []


def test_long_lists_go_on(client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_pages, "PAGE", 2)
    for number in range(5):
        world.article(f"Story {number}", published=now() - timedelta(hours=number))
    enter(client, world.ada)
    for state in ("published", "all"):
        found, url = [], f"/desk/?state={state}"
        while url:
            page = visit(client, url)
            found += headlines(client, url)
            url = next((a.get("href") for a in page.all("a.button.quiet")), "")
        assert sorted(found) == [f"Story {number}" for number in range(5)]


@pytest.mark.parametrize("query", ["state=strange", "after=x", "after=1.2.3", "after=999999999999999999.1"])
def test_what_was_never_a_list_is_404(client: FlaskClient, world: World, query: str) -> None:
    enter(client, world.ada)
    assert client.get(f"/desk/?{query}").status_code == 404
