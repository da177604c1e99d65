"""Short links: they lead to where an article lives, whatever becomes of it, and count nothing."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import selectinload

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.addresses import url_of
from blueprints.news.models import Article, ArticleCounter
from blueprints.news.moving import publish_article
from blueprints.news.shares import article_id_in, short_path
from tests.newsroom.writing import edit_url, enter, image_file, send, stored
from tests.visiting import visit
from tests.world import World


def place(client: FlaskClient, path: str) -> str:
    """Where one step leads."""
    answer = client.get(path)
    assert answer.status_code == 301, answer.status
    assert "Set-Cookie" not in answer.headers
    return str(answer.headers["Location"])


@pytest.mark.parametrize("spelling", ["/s/1/", "/s/1", "/s/1-2/", "/s/1-999999999/", "/s/01/", "/s/1-0/", "/s/1/?x=1"])
def test_every_version_of_a_link_leads_to_the_article(client: FlaskClient, world: World, spelling: str) -> None:
    article = world.article()
    assert place(client, spelling) == url_of(article)
    assert db.session.get_one(ArticleCounter, article.id).views == 0


@pytest.mark.parametrize(
    "code", ["0", "2", "zzzzzz", "zzzzzzz", "1-", "-1", "1-x", "1-1-1", "%00", "١", "４", "é", "1.1", "..", "1%0A"]
)
def test_what_no_article_has_is_not_found(client: FlaskClient, world: World, code: str) -> None:
    world.article()
    assert client.get(f"/s/{code}/").status_code == 404


def test_codes_are_short_and_read_back() -> None:
    for number in (1, 35, 36, 1295, 1296, 2**31 - 1):
        assert article_id_in(short_path(Article(id=number, share_version=1)).split("/")[2]) == number
        assert article_id_in(short_path(Article(id=number, share_version=7)).split("/")[2].upper()) == number
    assert article_id_in("zik0zk") is None


def test_it_outlives_another_slug_another_date_and_a_withdrawal(client: FlaskClient, app: Flask, world: World) -> None:
    article = world.article("First name", author=world.ben, published=now() - timedelta(days=90))
    author, old = app.test_client(), url_of(article)
    enter(author, world.ben)
    send(author, edit_url(article), slug="second-name")
    assert place(client, "/s/1/").endswith("/second-name/")
    between = url_of(stored(1))
    listed = [selectinload(Article.tags), selectinload(Article.bylines)]
    publish_article(db.session, db.session.get_one(Article, 1, options=listed), now() - timedelta(days=1))
    db.session.commit()
    today = place(client, "/s/1/")
    assert today == url_of(stored(1)) != between
    for known in (old, between):
        assert place(client, known) == today
    stored(1).unpublish(now(), "It was wrong.")
    db.session.commit()
    assert "It was wrong." in visit(client, "/s/1/", 410).text()
    stored(1).publish(now() - timedelta(days=1))
    db.session.commit()
    assert place(client, "/s/1-5/") == today


def test_what_is_not_out_is_not_given_away(client: FlaskClient, world: World) -> None:
    world.article("Secret plan", draft=True)
    world.article("Tomorrow", published=now() + timedelta(days=1))
    for code in ("1", "2"):
        assert client.get(f"/s/{code}/").status_code == 404


def test_a_new_headline_or_picture_of_what_is_out_makes_a_new_link(
    client: FlaskClient, app: Flask, world: World
) -> None:
    article, author = world.article("Port opens", author=world.ben), app.test_client()
    enter(author, world.ben)
    for changes, version in (
        ({"standfirst": "At last."}, 1),
        ({"headline": "Port opens late"}, 2),
        ({"picture_file": (image_file(), "port.jpg"), "picture_alt": "The port"}, 3),
        ({"picture_alt": "The port at dawn"}, 3),
        ({"remove_picture": "y"}, 4),
    ):
        assert send(author, edit_url(article), **changes).status_code == 303
        assert stored(article.id).share_version == version
    assert visit(client, place(client, "/s/1/")).one(".share-row").get("data-address") == "http://localhost/s/1-4/"
    draft = world.article("Idea", draft=True, author=world.ben)
    send(author, edit_url(draft), headline="A better idea")
    assert stored(draft.id).share_version == 1


def test_another_article_does_not_take_an_address_that_readers_know(app: Flask, world: World) -> None:
    author = app.test_client()
    first = world.article("Port opens", author=world.ben)
    old = url_of(first)
    enter(author, world.ben)
    send(author, edit_url(first), slug="harbour-opens")
    second = world.article("Port opens")
    assert second.slug == "port-opens-2"
    assert place(app.test_client(), old).endswith("/harbour-opens/")
    send(author, edit_url(first), slug="port-opens")
    assert url_of(stored(first.id)) == old


def test_the_desk_has_the_message_ready(client: FlaskClient, world: World) -> None:
    article = world.article("Port opens", standfirst="<At last>.", author=world.ben)
    enter(client, world.ben)
    page = visit(client, edit_url(article))
    assert page.one("#whatsapp-message").text == "*Port opens*\n\n<At last>.\n\nhttp://localhost/s/1/"
    draft = world.article("Idea", draft=True, author=world.ben)
    assert not visit(client, edit_url(draft)).all("#whatsapp-message")
