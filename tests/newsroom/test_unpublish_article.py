"""Taking an article off the site, and putting it back."""

from flask import Flask
from flask.testing import FlaskClient

from blueprints.news.addresses import url_of
from tests.newsroom.writing import article_of, edit_url, enter, send, stored
from tests.signing_in import form_token
from tests.visiting import visit
from tests.world import World


def test_it_asks_and_then_readers_are_told_that_it_is_gone(client: FlaskClient, app: Flask, world: World) -> None:
    article, reader = world.article("Too early"), app.test_client()
    assert reader.get(url_of(article)).status_code == 200
    enter(client, world.ben)
    ask = f"/desk/articles/{article.id}/unpublish/"
    assert "told that it was withdrawn" in visit(client, ask).text("main")
    assert stored(article.id).withdrawn_at is None
    assert client.post(ask, data={"csrf_token": form_token()}).status_code == 303
    assert reader.get(url_of(article)).status_code == 410
    assert "Too early" not in reader.get("/").text


def test_readers_are_told_the_reason(client: FlaskClient, app: Flask, world: World) -> None:
    article = world.article("Too early")
    enter(client, world.ben)
    ask = f"/desk/articles/{article.id}/unpublish/"
    long = client.post(ask, data={"csrf_token": form_token(), "reason": "x" * 601})
    assert long.status_code == 422 and stored(article.id).withdrawn_at is None
    client.post(ask, data={"csrf_token": form_token(), "reason": " The figures\nwere old. "})
    assert visit(app.test_client(), url_of(article), 410).text("blockquote") == "The figures were old."
    send(client, edit_url(article), "publish")
    assert stored(article.id).withdrawn_reason == ""


def test_published_again_it_keeps_its_date(client: FlaskClient, app: Flask, world: World) -> None:
    article = world.article("Back soon")
    enter(client, world.ben)
    client.post(f"/desk/articles/{article.id}/unpublish/", data={"csrf_token": form_token()})
    again = article_of(send(client, edit_url(article), "publish"))
    assert again.published_at == article.published_at
    assert app.test_client().get(url_of(again)).status_code == 200


def test_without_the_token_nothing_happens(client: FlaskClient, world: World) -> None:
    article = world.article()
    enter(client, world.ben)
    client.post(f"/desk/articles/{article.id}/unpublish/", data={})
    assert stored(article.id).withdrawn_at is None
