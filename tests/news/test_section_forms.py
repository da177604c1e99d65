"""A section's page has the form that its name promises, to its last article."""

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.models import Article, Byline, Category, CategoryForm
from tests.news.reading import counted_questions, headlines, picture, walk, walk_with_htmx
from tests.visiting import visit
from tests.world import World

CARDS = {"wall": ".card-wall", "figures": ".figure-card", "faces": ".opinion-card", "places": ".place-row"}


def shape(world: World, form: str) -> None:
    db.session.get_one(Category, world.news.id).form = form
    db.session.commit()


def write_with(article: Article, *writers: Byline) -> None:
    """Put others beside who filed it."""
    written = db.session.get_one(Article, article.id)
    for place, writer in enumerate(writers, start=1):
        writer.article_id, writer.position, writer.published_at = written.id, place, written.published_at
        db.session.add(writer)
    db.session.commit()


@pytest.mark.parametrize("form", CategoryForm)
def test_more_keeps_the_form_and_goes_on_to_the_last(client: FlaskClient, world: World, form: str) -> None:
    moment = now()
    made = [world.article(f"Story {number}", published=moment, country="Ghana") for number in range(41)]
    shape(world, form)
    expected = [each.headline for each in reversed(made)]
    assert walk(client, "/category/news/") == walk_with_htmx(client, "/category/news/") == expected
    page = visit(client, "/category/news/")
    if form in CARDS:
        assert len(page.all(CARDS[form])) == 20
        assert client.get(page.one(".load-more a").get("data-hx-get")).text.count(CARDS[form][1:]) == 20


@pytest.mark.parametrize("form", CategoryForm)
def test_an_empty_one_and_one_without_pictures_are_pages_too(client: FlaskClient, world: World, form: str) -> None:
    shape(world, form)
    assert "Nothing here yet." in visit(client, "/category/news/").text("main")
    world.article("مدينة 🌍", language="ar")
    assert headlines(visit(client, "/category/news/?one")) == ["مدينة 🌍"]


def test_a_wall_shows_pictures_and_figures_their_figure(client: FlaskClient, world: World) -> None:
    world.article("Port", lead_picture_id=picture().id, figure="62 %", figure_caption="of ships wait")
    shape(world, "wall")
    assert len(visit(client, "/category/news/").all(".listing-wall .card-picture img")) == 1
    shape(world, "figures")
    page = visit(client, "/category/news/?figures")
    assert page.text(".figure") == "62 %" and "of ships wait" in page.text(".figure-card")


def test_faces_name_all_who_wrote(client: FlaskClient, world: World) -> None:
    article = world.article("We should talk")
    write_with(article, Byline(account_id=world.ada.id), Byline(guest="Grace Guest"))
    shape(world, "faces")
    page = visit(client, "/category/news/")
    assert page.text(".opinion-card .kicker") == "Ben Diallo, Ada Okoro, Grace Guest"
    assert page.text(".opinion-card q") == "We should talk"


def test_a_guest_alone_has_a_letter(client: FlaskClient, world: World) -> None:
    article = world.article("A letter")
    written = db.session.query(Byline).filter_by(article_id=article.id).one()
    written.account_id, written.guest = None, "Grace Guest"
    db.session.commit()
    shape(world, "faces")
    assert visit(client, "/category/news/").text(".face-letter") == "G"
    assert headlines(visit(client, "/author/ben-diallo/")) == []


def test_faces_cost_as_much_for_many_as_for_one(client: FlaskClient, world: World) -> None:
    write_with(world.article("One"), Byline(account_id=world.ada.id))
    shape(world, "faces")
    with counted_questions() as few:
        visit(client, "/category/news/?few")
    for number in range(15):
        write_with(world.article(f"Story {number}"), Byline(account_id=world.account(f"Author {number}").id))
    shape(world, "faces")  # the factory put back the section as it knew it
    with counted_questions() as many:
        visit(client, "/category/news/?many")
    assert len(many) == len(few), "\n".join(many)


def test_what_several_wrote_stands_on_the_page_of_each(client: FlaskClient, world: World) -> None:
    article = world.article("Together")
    write_with(article, Byline(account_id=world.ada.id), Byline(guest="Grace Guest"))
    assert headlines(visit(client, "/author/ada-okoro/")) == ["Together"]
    assert headlines(visit(client, "/author/ben-diallo/")) == ["Together"]
