"""Keeping the index: it follows every change, and can be made anew while the site answers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text

from blueprints.auth.models import Account
from blueprints.core.cron import JOBS
from blueprints.core.database import db
from blueprints.news.models import Article, SearchEntry, Tag
from blueprints.news.search import reindexing
from tests.news.reading import picture
from tests.news.searching import found
from tests.world import World


def empty_the_index() -> None:
    db.session.execute(text("DELETE FROM article_search"))
    db.session.execute(delete(SearchEntry))
    db.session.commit()


def test_names_tags_and_captions_are_followed(client: FlaskClient, world: World) -> None:
    shown = picture(caption="A quay")
    article = world.article("One", tags=("Ships",), lead_picture=db.session.merge(shown))
    assert found(client, "ben ships quay") == ["One"]
    db.session.get_one(Account, article.author_id).name = "Benedikta"
    db.session.scalars(select(Tag)).one().name = "Vessels"
    db.session.merge(shown).caption = "A jetty"
    db.session.commit()
    assert found(client, "benedikta vessels jetty") == ["One"]
    assert found(client, "ships ") == found(client, "quay ") == []


def test_what_is_undone_is_not_indexed(client: FlaskClient, world: World) -> None:
    world.article("One", tags=("Ships",))
    db.session.scalars(select(Tag)).one().name = "Vessels"
    db.session.flush()
    db.session.rollback()
    assert found(client, "ships") == ["One"] and found(client, "vessels") == []


def test_reindexing_brings_all_back(app: Flask, client: FlaskClient, world: World) -> None:
    for number in range(7):
        world.article(f"Port {number}")
    world.article("Port draft", draft=True)
    empty_the_index()
    assert found(client, "port") == []
    outcome = app.test_cli_runner().invoke(args=["news", "reindex"])
    assert outcome.exit_code == 0 and "8 articles indexed." in outcome.output
    assert len(found(client, "port")) == 7


def test_an_interrupted_one_keeps_what_is_done_and_goes_on(
    app: Flask, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        world.article(f"Port {number}")
    empty_the_index()
    monkeypatch.setattr(reindexing, "BATCH", 2)
    index, calls = reindexing.index_batch, []

    def interrupted(session: object, ids: list[int]) -> None:
        calls.append(ids)
        if len(calls) == 3:
            raise KeyboardInterrupt
        index(session, ids)

    monkeypatch.setattr(reindexing, "index_batch", interrupted)
    outcome = app.test_cli_runner().invoke(args=["news", "reindex"])
    assert outcome.exit_code == 1 and "Stopped after 4." in outcome.output
    assert len(found(client, "port")) == 4
    again = outcome.output.strip().rpartition("flask ")[2].split()
    assert app.test_cli_runner().invoke(args=again).exit_code == 0
    assert len(found(client, "port")) == 6


def test_cron_finds_what_is_missing(client: FlaskClient, world: World) -> None:
    world.article("Port")
    empty_the_index()
    job = next(each for each in JOBS if each.name == "search")
    assert (job.run(), job.run()) == ("1 were missing", "0 were missing")
    assert found(client, "port") == ["Port"]


def test_a_deleted_article_leaves_nothing_that_breaks(client: FlaskClient, world: World) -> None:
    article = world.article("Port")
    world.article("Port again")
    for table in ("byline", "article_counter"):
        db.session.execute(text(f"DELETE FROM {table} WHERE article_id = :id"), {"id": article.id})
    db.session.execute(delete(Article).where(Article.id == article.id))
    db.session.commit()
    assert found(client, "port") == ["Port again"]
