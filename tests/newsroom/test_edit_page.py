"""Standing pages."""

from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.database import db
from blueprints.news.models import Page
from tests.newsroom.writing import enter, send, values
from tests.visiting import read, visit
from tests.world import World


def url(page: Page) -> str:
    return f"/desk/pages/{page.id}/edit/"


def body(page: Page) -> str:
    db.session.expunge_all()
    return db.session.get_one(Page, page.id).body


def test_a_change_is_seen_at_once(client: FlaskClient, app: Flask, world: World) -> None:
    page, reader = world.page("about", "About us"), app.test_client()
    assert "About us" in reader.get("/about/").text
    enter(client, world.ada)
    assert "About us" in visit(client, "/desk/pages/").text(".desk-list")
    assert send(client, url(page), body="New words.<script>x</script>").status_code == 303
    assert "New words." in reader.get("/about/").text
    assert "<script" not in body(page)


def test_a_hidden_page_is_gone(client: FlaskClient, app: Flask, world: World) -> None:
    page = world.page("about", "About us")
    enter(client, world.ada)
    form = {name: value for name, value in values(visit(client, url(page))).items() if name != "published"}
    assert client.post(url(page), data=form).status_code == 303
    assert app.test_client().get("/about/").status_code == 404


def test_an_older_tab_is_told(client: FlaskClient, world: World) -> None:
    page = world.page("about", "About us")
    enter(client, world.ada)
    tab = values(visit(client, url(page)))
    send(client, url(page), body="<p>Theirs.</p>")
    answer = read(client.post(url(page), data={**tab, "body": "<p>Mine.</p>"}), 422)
    assert "Mine." in answer.text("#body")
    assert "Theirs." in answer.text(".desk-theirs")
    assert body(page) == "<p>Theirs.</p>"


def test_authors_do_not_edit_them(client: FlaskClient, world: World) -> None:
    page = world.page("about", "About us")
    enter(client, world.ben)
    assert client.get("/desk/pages/").status_code == 403
    assert client.post(url(page), data={"title": "x"}).status_code == 403
