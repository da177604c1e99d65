"""A preview: as readers will see it, for the writer alone, and saved nowhere."""

import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from blueprints.core.database import db, writing
from blueprints.news.models import Article
from tests.newsroom.writing import NEW, all_articles, edit_url, enter, stored, values
from tests.visiting import read, visit
from tests.world import World


def test_a_draft_is_seen_as_readers_will(client: FlaskClient, app: Flask, world: World) -> None:
    article = world.article("Not yet", draft=True, body="<p>Inside.</p>")
    enter(client, world.ben)
    page = visit(client, f"/desk/articles/{article.id}/preview/")
    assert "PREVIEW" in page.text(".preview-banner")
    assert page.text("h1") == "Not yet"
    assert page.answer.headers["Cache-Control"] == "private, no-store"
    assert stored(article.id).published_at is None
    assert app.test_client().get(f"/desk/articles/{article.id}/preview/").status_code == 303


def test_looking_waits_for_nobody_who_writes(client: FlaskClient, world: World) -> None:
    article = world.article("Not yet", draft=True)
    enter(client, world.ben)
    with db.engine.connect() as other:
        with writing():
            other.execute(update(Article).values(country="Ghana"))
        began = time.monotonic()
        assert client.get(f"/desk/articles/{article.id}/preview/").status_code == 200
        assert time.monotonic() - began < 5


def test_an_open_form_is_previewed_without_being_saved(client: FlaskClient, world: World) -> None:
    article = world.article("As it was")
    enter(client, world.ben)
    form = {**values(visit(client, edit_url(article))), "headline": "As it may be"}
    page = read(client.post(f"/desk/articles/{article.id}/preview/", data=form))
    assert page.text("h1") == "As it may be"
    assert stored(article.id).headline == "As it was"


def test_a_new_form_is_previewed_without_being_saved(client: FlaskClient, world: World) -> None:
    enter(client, world.ben)
    form = {**values(visit(client, NEW)), "headline": "Only thought", "category": str(world.news.id), "body": "Maybe."}
    assert "Maybe." in read(client.post(f"{NEW}preview/", data=form)).text("main")
    assert all_articles() == []
