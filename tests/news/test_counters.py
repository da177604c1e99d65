"""Counting: every look and press once, machines never, and no page that fails for it."""

import sqlite3
import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select, text

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.counting import count_view
from blueprints.news.models import Article, ArticleCounter, ViewHour
from tests.visiting import read
from tests.world import World

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile"}


@pytest.fixture
def article(world: World) -> Article:
    return world.article()


def counted(article: Article) -> tuple[int, int, int]:
    db.session.rollback()
    counter = db.session.get_one(ArticleCounter, article.id, populate_existing=True)
    return counter.views, counter.shares, counter.comments


def test_a_view_counts_in_all_and_in_its_hour(client: FlaskClient, article: Article) -> None:
    page = read(client.post(f"/articles/{article.id}/views/", headers=PHONE), fragment=True)
    assert page.text(".counters") == "1 view"
    assert page.one(".counters").get("data-views") is None
    assert counted(article) == (1, 0, 0)
    hour = db.session.scalars(select(ViewHour)).one()
    assert (hour.article_id, hour.views, hour.hour.minute) == (article.id, 1, 0)


def test_only_what_is_above_zero_is_told(client: FlaskClient, world: World, article: Article) -> None:
    db.session.get_one(ArticleCounter, article.id).comments = 2
    db.session.commit()
    answer = client.post(f"/articles/{article.id}/views/", headers={"User-Agent": "Googlebot"})
    assert read(answer, fragment=True).text(".counters") == "2 comments"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("agent", ["", "Googlebot/2.1", "facebookexternalhit/1.1", "curl/8", "HeadlessChrome"])
def test_machines_are_not_counted(client: FlaskClient, article: Article, agent: str) -> None:
    assert client.post(f"/articles/{article.id}/views/", headers={"User-Agent": agent}).status_code == 200
    assert counted(article)[0] == 0


def test_a_prefetch_is_not_counted(client: FlaskClient, article: Article) -> None:
    client.post(f"/articles/{article.id}/views/", headers={**PHONE, "Sec-Purpose": "prefetch;prerender"})
    assert counted(article)[0] == 0


def test_loading_over_and_over_does_not_inflate(client: FlaskClient, article: Article) -> None:
    for _ in range(30):
        assert client.post(f"/articles/{article.id}/views/", headers=PHONE).status_code == 200
    assert counted(article)[0] == 6


def test_a_missing_counter_is_made(client: FlaskClient, article: Article) -> None:
    db.session.delete(db.session.get_one(ArticleCounter, article.id))
    db.session.commit()
    client.post(f"/articles/{article.id}/views/", headers=PHONE)
    assert counted(article) == (1, 0, 0)


def test_many_at_once_are_all_counted(app: Flask, article: Article) -> None:
    number, engine = article.id, db.engine
    db.session.remove()
    threads = [threading.Thread(target=count_view, args=(engine, number, now())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(article)[0] == 8


def test_a_locked_table_costs_the_count_and_nothing_else(
    app: Flask, client: FlaskClient, article: Article, database_url: str
) -> None:
    db.session.remove()
    engine = create_engine(database_url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA user_version")
            connection.rollback()
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.execute("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT * FROM article_counter FOR UPDATE"))
        answer = client.post(f"/articles/{article.id}/views/", headers=PHONE)
        pressed = client.post(f"/articles/{article.id}/shares/whatsapp/", headers=PHONE)
        raw.rollback() if engine.dialect.name == "sqlite" else connection.rollback()
    engine.dispose()
    assert (answer.status_code, pressed.status_code) == (200, 303)
    assert counted(article) == (0, 0, 0)
    client.post(f"/articles/{article.id}/views/", headers=PHONE)
    assert counted(article) == (1, 0, 0)


def test_what_readers_cannot_see_is_not_counted(client: FlaskClient, world: World) -> None:
    draft = world.article(draft=True)
    assert client.post(f"/articles/{draft.id}/views/").status_code == 404
    assert client.post("/articles/99999999999999/views/").status_code == 404
