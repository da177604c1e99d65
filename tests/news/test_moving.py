"""What moves to another address leaves none behind that leads nowhere."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from blueprints.core.database import db
from blueprints.core.models import Purge
from blueprints.core.purging import EVERYTHING
from blueprints.news.models import Category, OldAddress, Page, Tag, Target
from blueprints.news.moving import MoveRefused, hand_over, move_author, move_category, move_page, move_tag
from tests.visiting import visit
from tests.world import World


def place(client: FlaskClient, path: str) -> str:
    """Where one step leads."""
    answer = client.get(path)
    assert answer.status_code == 301, answer.status
    return str(answer.headers["Location"])


def test_a_section_that_moves_is_found_at_every_address_that_it_had(client: FlaskClient, world: World) -> None:
    world.article("Port")
    number = world.news.id
    for slug in ("Home news", "nation"):
        move_category(db.session, db.session.get_one(Category, number), slug)
        db.session.commit()
    for old in ("/category/news/", "/category/home-news/"):
        assert place(client, old) == "/category/nation/"
    assert place(client, "/category/news/feed/") == "/category/nation/feed/"
    assert place(client, "/category/news/feed/atom/") == "/category/nation/feed/atom/"
    assert place(client, "/category/news/feed/rss2/") == "/category/nation/feed/"
    assert client.get("/category/nation/feed/atom/").status_code == 200
    assert "Port" in visit(client, "/category/nation/").html
    assert EVERYTHING in db.session.scalars(select(Purge.tag)).all()
    assert "/category/nation/" in visit(client, "/").html


def test_a_tag_and_an_author_move_too(client: FlaskClient, world: World) -> None:
    article = world.article("Port", tags=("ships",), author=world.ben)
    move_tag(db.session, db.session.scalars(select(Tag)).one(), "boats")
    move_author(db.session, db.session.merge(world.ben), "benjamin-diallo")
    db.session.commit()
    assert place(client, "/tag/ships/") == "/tag/boats/"
    assert place(client, "/author/ben-diallo/") == "/author/benjamin-diallo/"
    assert place(client, "/author/ben-diallo/feed/") == "/author/benjamin-diallo/feed/"
    assert article.headline in visit(client, "/tag/boats/").html


def test_a_page_moves_with_its_path(client: FlaskClient, world: World) -> None:
    page = world.page("about", "About us")
    move_page(db.session, db.session.get_one(Page, page.id), "/Who we are/The Team/")
    db.session.commit()
    assert place(client, "/about/") == "/who-we-are/the-team/"
    assert visit(client, "/who-we-are/the-team/").text("h1") == "About us"


def test_what_moves_back_leads_nowhere_else(client: FlaskClient, world: World) -> None:
    number = world.news.id
    for slug in ("nation", "news"):
        move_category(db.session, db.session.get_one(Category, number), slug)
        db.session.commit()
    visit(client, "/category/news/")
    assert place(client, "/category/nation/") == "/category/news/"


def test_staying_where_it_is_leaves_nothing(world: World) -> None:
    move_category(db.session, db.session.get_one(Category, world.news.id), " News ")
    assert db.session.scalar(select(func.count(OldAddress.id))) == 0
    assert db.session.scalar(select(func.count(Purge.id))) == 0


@pytest.mark.parametrize("wanted", ["sport", "SPORT!", "", "…", "   "])
def test_a_taken_or_empty_slug_is_refused(world: World, wanted: str) -> None:
    world.category("Sport")
    news = db.session.get_one(Category, world.news.id)
    with pytest.raises(MoveRefused):
        move_category(db.session, news, wanted)
    assert news.slug == "news"


@pytest.mark.parametrize("wanted", ["", "/", "contact", "search", "desk", "category/news", "2026/11/port", "x/" * 400])
def test_a_page_does_not_take_the_place_of_anything_else(world: World, wanted: str) -> None:
    world.page("contact", "Contact")
    page = db.session.merge(world.page("about", "About us"))
    with pytest.raises(MoveRefused):
        move_page(db.session, page, wanted)
    assert page.path == "about"


def test_what_is_merged_away_hands_its_addresses_over(client: FlaskClient, world: World) -> None:
    heir, number = world.news.id, world.category("Sport").id
    move_category(db.session, db.session.get_one(Category, number), "games")
    db.session.commit()
    gone = db.session.get_one(Category, number)
    hand_over(db.session, Target.CATEGORY, gone, heir)
    db.session.delete(gone)
    db.session.commit()
    assert place(client, "/category/sport/") == place(client, "/category/games/") == "/category/news/"
