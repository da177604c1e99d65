"""Standing pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.database import db
from blueprints.news.models import Page
from tests.newsroom.writing import enter, send, values
from tests.signing_in import form_token
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


def test_a_page_is_added_hidden_and_moves_with_a_redirect(client: FlaskClient, app: Flask, world: World) -> None:
    reader = app.test_client()
    enter(client, world.ada)
    new = {"csrf_token": form_token(), "title": "Our team", "path": "About/The Team"}
    answer = client.post("/desk/pages/", data=new)
    assert answer.status_code == 303 and reader.get("/about/the-team/").status_code == 404
    place = answer.headers["Location"]
    assert send(client, place, published="y", takes_enquiries="y", position="3").status_code == 303
    page = visit(reader, "/about/the-team/")
    assert page.all("form.enquiry") and "Our team" in page.text(".masthead")
    assert send(client, place, path="team", position="").status_code == 303
    assert reader.get("/about/the-team/").headers["Location"] == "/team/"
    assert "Our team" not in visit(reader, "/team/").text(".masthead")


@pytest.mark.parametrize("path", ["", "///", "about", "desk", "search", "x" * 401, "a\0b", "2025/01/x", "feed"])
def test_a_page_cannot_live_just_anywhere(client: FlaskClient, world: World, path: str) -> None:
    world.page("about", "About us")
    other = world.page("team", "Team")
    enter(client, world.ada)
    added = client.post("/desk/pages/", data={"csrf_token": form_token(), "title": "Mine", "path": path})
    assert "Mine" in read(added, 422).one("#title").get("value")
    page = read(send(client, url(other), path=path, body="<p>New.</p>"), 422)
    assert "New." in page.text("#body")
    assert body(other) == "<p>About us.</p>"
