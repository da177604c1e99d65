"""Labels, figures and names at the desk."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.core.clock import at, now
from blueprints.core.database import db
from blueprints.news.models import Article, Byline
from tests.newsroom.writing import NEW, all_articles, article_of, edit_url, enter, send, values
from tests.visiting import read, visit
from tests.world import World


def names(article: Article) -> list[tuple[int | None, str]]:
    rows = select(Byline).where(Byline.article_id == article.id).order_by(Byline.position)
    return [(byline.account_id, byline.guest) for byline in db.session.scalars(rows)]


def test_an_editor_says_for_how_long_it_breaks(client: FlaskClient, world: World) -> None:
    article, start = world.article(), now()
    with at(start):
        enter(client, world.ada)
        saved = article_of(send(client, edit_url(article), breaking="y", breaking_hours="48"))
        assert saved.breaking_until == start + timedelta(hours=48)
        page = visit(client, edit_url(article))
        assert "Until" in page.text(".desk-side") and not page.one("#breaking_hours").get("value")
        assert (
            article_of(send(client, edit_url(article), headline="Still breaking")).breaking_until
            == saved.breaking_until
        )
        again = article_of(send(client, edit_url(article), breaking_hours="2"))
        assert again.breaking_until == start + timedelta(hours=2)


@pytest.mark.parametrize("hours", ["0", "169", "-3", "six", "9" * 30])
def test_impossible_hours_are_refused(client: FlaskClient, world: World, hours: str) -> None:
    article = world.article()
    enter(client, world.ada)
    page = read(send(client, edit_url(article), breaking="y", breaking_hours=hours), 422)
    assert page.one("#breaking_hours").get("aria-invalid") == "true"


def test_a_scheduled_article_breaks_from_when_it_comes_out(client: FlaskClient, world: World) -> None:
    out = now() + timedelta(days=3)
    article = world.article(published=out)
    enter(client, world.ada)
    saved = article_of(send(client, edit_url(article), breaking="y"))
    assert saved.breaking_until == out + timedelta(hours=6)


def test_a_draft_that_was_to_break_breaks_when_it_is_published(client: FlaskClient, world: World) -> None:
    article, start = world.article(draft=True), now()
    enter(client, world.ada)
    send(client, edit_url(article), breaking="y")
    with at(start + timedelta(hours=4)):
        enter(client, world.ada)
        saved = article_of(send(client, edit_url(article), "publish"))
    assert saved.breaking_until == start + timedelta(hours=10)


def test_sending_labels_twice_is_no_conflict(client: FlaskClient, world: World) -> None:
    article = world.article()
    enter(client, world.ada)
    form = {**values(visit(client, edit_url(article))), "breaking": "y", "live": "y", "bylines": "Amina Bello"}
    assert [client.post(edit_url(article), data=form).status_code for _ in range(2)] == [303, 303]
    assert client.post(edit_url(article), data={**form, "breaking_hours": "99"}).status_code == 422


def test_an_author_sets_all_but_the_alarms(client: FlaskClient, world: World) -> None:
    article = world.article(live_at=now())
    enter(client, world.ben)
    assert not visit(client, edit_url(article)).all("#breaking, #breaking_hours, #live")
    told = {"breaking": "y", "developing": "y", "is_opinion": "y", "is_video": "y", "figure": "62 %"}
    saved = article_of(send(client, edit_url(article), **told, figure_caption="of the  boats"))
    assert (saved.breaking_until, saved.live_at is None) == (None, False)
    assert saved.developing_at is not None and saved.is_opinion and saved.is_video
    assert (saved.figure, saved.figure_caption) == ("62 %", "of the boats")


def test_names_are_of_the_staff_or_of_guests_in_their_order(client: FlaskClient, world: World) -> None:
    article, ada = world.article(), world.ada
    enter(client, world.ben)
    assert visit(client, edit_url(article)).one("#bylines").get("value") == "Ben Diallo"
    saved = article_of(send(client, edit_url(article), bylines="Prof.  Zainab Ọ̀ṣun،ada okoro, Ben Diallo, ADA OKORO"))
    assert names(saved) == [(None, "Prof. Zainab Ọ̀ṣun"), (ada.id, ""), (world.ben.id, "")]
    assert saved.author_id == world.ben.id
    assert visit(client, edit_url(article)).one("#bylines").get("value") == "Prof. Zainab Ọ̀ṣun, Ada Okoro, Ben Diallo"
    listed = set(db.session.scalars(select(Byline.published_at).where(Byline.article_id == article.id)))
    assert listed == {saved.published_at}


def test_no_name_means_the_author(client: FlaskClient, world: World) -> None:
    enter(client, world.ben)
    made = article_of(send(client, NEW, headline="New", category=world.news.id, bylines=" , "))
    assert names(made) == [(world.ben.id, "")]


def test_two_people_of_one_name_are_told_apart(client: FlaskClient, world: World) -> None:
    first, article = world.account("Musa Kane"), world.article()
    second = world.account("Musa Kane 2")
    db.session.merge(second).name = "Musa Kane"
    db.session.commit()
    enter(client, world.ben)
    page = read(send(client, edit_url(article), bylines="Musa Kane"), 422)
    assert "Musa Kane (musa-kane-2)" in page.text(".desk-side")
    saved = article_of(send(client, edit_url(article), bylines="Musa Kane (musa-kane-2), Musa Kane (musa-kane)"))
    assert names(saved) == [(second.id, ""), (first.id, "")]
    assert names(article_of(send(client, edit_url(article), headline="Same names"))) == [
        (second.id, ""),
        (first.id, ""),
    ]


@pytest.mark.parametrize("typed", [", ".join(f"Guest {number}" for number in range(11)), "x" * 201, "a\0b"])
def test_too_much_of_a_name_is_refused(client: FlaskClient, world: World, typed: str) -> None:
    enter(client, world.ben)
    form = {**values(visit(client, NEW)), "headline": "New", "category": world.news.id, "bylines": typed}
    assert client.post(NEW, data=form).status_code == 422
    assert not all_articles()


def test_new_names_reach_the_pages_of_old_and_new_authors(client: FlaskClient, world: World) -> None:
    article, ada = world.article("Shared"), world.ada
    for slug in ("ben-diallo", ada.slug):
        visit(client, f"/author/{slug}/")
    enter(client, world.ben)
    article_of(send(client, edit_url(article), bylines="Ada Okoro, Kofi of Accra"))
    assert "Shared" in visit(client, "/author/ada-okoro/").text("main")
    assert "Shared" not in visit(client, "/author/ben-diallo/").text("main")


def test_only_the_tick_moves_updated(client: FlaskClient, world: World) -> None:
    article = world.article("Ferry retruns")
    enter(client, world.ben)
    told = {"headline": "Ferry returns", "tags": "Ferries", "country": "Mali", "developing": "y", "bylines": "Amina"}
    assert article_of(send(client, edit_url(article), **told)).updated_at is None
    assert article_of(send(client, edit_url(article), is_update="y")).updated_at is not None
