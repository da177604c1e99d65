"""A section: its articles and those of its children."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.models import Category
from tests.news.reading import BAD_CURSORS, counted_questions, headlines, picture, walk, walk_with_htmx
from tests.visiting import read, visit
from tests.world import World


def test_it_shows_its_own_and_its_childrens(client: FlaskClient, world: World) -> None:
    football = world.category("Football", parent=world.news)
    world.article("Own")
    world.article("Child's", category=football)
    world.article("Another's", category=world.category("Travel", position=2))
    page = visit(client, "/category/news/")
    assert page.text("h1") == "News" and page.text("title") == "News · AAN TV"
    assert sorted(headlines(page)) == ["Child's", "Own"]
    assert page.all(".page-head-links a")[0].get("href") == "/category/football/"
    assert page.one(".section-row [aria-current=page]").text == "News"
    assert page.one("link[rel=canonical]").get("href") == "http://localhost/category/news/"
    assert page.all("link[type='application/rss+xml'][href='/category/news/feed/']")


def test_it_shows_what_lies_two_levels_below_and_a_loop_ends(client: FlaskClient, world: World) -> None:
    football = world.category("Football", parent=world.news)
    cup = world.category("Cup", parent=football)
    world.article("Final", category=cup)
    assert headlines(visit(client, "/category/news/")) == ["Final"]
    assert "Final" in client.get("/category/news/feed/").text
    db.session.get_one(Category, world.news.id).parent_id = cup.id
    db.session.commit()
    assert headlines(visit(client, "/category/football/")) == ["Final"]


def test_a_child_leads_to_its_parent(client: FlaskClient, world: World) -> None:
    football = world.category("Football", parent=world.news)
    world.article("Cup", category=football)
    world.article("Elsewhere")
    page = visit(client, "/category/football/")
    assert headlines(page) == ["Cup"]
    assert page.one(".page-head-over a").get("href") == "/category/news/"


def test_more_goes_on_to_the_last_without_gap_or_double(client: FlaskClient, world: World) -> None:
    football = world.category("Football", parent=world.news)
    moment = now() - timedelta(hours=2)
    made = [
        world.article(f"Story {number}", category=football if number % 2 else world.news, published=moment)
        for number in range(45)
    ]
    world.article("Another's", category=world.category("Travel"))
    expected = [each.headline for each in reversed(made)]
    assert walk(client, "/category/news/") == walk_with_htmx(client, "/category/news/") == expected


def test_a_fragment_has_an_address_of_its_own(client: FlaskClient, world: World) -> None:
    for number in range(21):
        world.article(f"Story {number}")
    more = visit(client, "/category/news/").one(".load-more a")
    assert more.get("href").startswith("/category/news/?after=")
    assert more.get("data-hx-get").startswith("/category/news/more/?after=")
    assert headlines(read(client.get(more.get("data-hx-get")), fragment=True)) == headlines(
        visit(client, more.get("href"))
    )


@pytest.mark.parametrize("cursor", BAD_CURSORS)
@pytest.mark.parametrize("url", ["/category/news/", "/category/news/more/"])
def test_a_cursor_that_was_never_given_out_is_not_found(
    client: FlaskClient, world: World, url: str, cursor: str
) -> None:
    world.article()
    assert client.get(f"{url}?after={cursor}").status_code == 404


@pytest.mark.parametrize("slug", ["nowhere", "NEWS", "news%00", "%F0%9F%98%80", "a" * 3000])
def test_an_unknown_one_is_not_found(client: FlaskClient, world: World, slug: str) -> None:
    world.article()
    visit(client, f"/category/{slug}/", 404)
    assert client.get(f"/category/{slug}/more/").status_code == 404


def test_an_empty_one_says_so(client: FlaskClient, world: World) -> None:
    assert world.news.slug == "news"
    assert "Nothing here yet." in visit(client, "/category/news/").text("main")


def test_what_is_not_out_is_not_seen(client: FlaskClient, world: World) -> None:
    world.article("Idea", draft=True)
    world.article("Tomorrow", published=now() + timedelta(days=1))
    assert headlines(visit(client, "/category/news/")) == []


def test_a_missing_slash_is_added(client: FlaskClient, world: World) -> None:
    world.article()
    answer = client.get("/category/news")
    assert answer.status_code in (301, 308) and answer.headers["Location"].endswith("/category/news/")


def test_the_database_is_asked_as_often_for_one_as_for_many(client: FlaskClient, world: World) -> None:
    world.article("One")
    with counted_questions() as few:
        visit(client, "/category/news/?few")
    shown = picture().id
    for number in range(19):
        author = world.account(f"Author {number}")
        world.article(f"Story {number}", author=author, lead_picture_id=shown)
    with counted_questions() as many:
        visit(client, "/category/news/?many")
    assert len(many) == len(few), "\n".join(many)
