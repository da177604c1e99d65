"""Curating the front page: order, end, removal, preview, and two editors at once."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.addresses import url_of
from blueprints.news.models import Pick
from tests.news.reading import headlines
from tests.newsroom.writing import enter
from tests.signing_in import form_token
from tests.visiting import Visit, read, visit
from tests.world import World

FRONT = "/desk/front/"


def held(page: Visit) -> dict[str, list[str]]:
    """What a browser would send of the form."""
    sent: dict[str, list[str]] = {}
    for field in page.all(".front-form input"):
        if field.get("type") != "checkbox" or field.get("checked") is not None:
            sent.setdefault(field.get("name"), []).append(field.get("value") or "")
    return sent


def picked() -> list[tuple[int | None, int]]:
    db.session.expire_all()
    rows = db.session.scalars(select(Pick).order_by(Pick.position, Pick.id))
    return [(pick.category_id, pick.article_id) for pick in rows]


def test_an_editor_picks_orders_and_removes(client: FlaskClient, app: Flask, world: World) -> None:
    reader = app.test_client()
    old = world.article("Old one", published=now() - timedelta(days=20))
    world.article("New one")
    other = world.article("Other one", published=now() - timedelta(days=30))
    assert headlines(visit(reader, "/"))[0] == "New one"
    enter(client, world.ada)
    client.post(FRONT, data={**held(visit(client, FRONT)), "top-add": url_of(old)})
    assert headlines(visit(reader, "/"))[0] == "Old one"
    whole = f"https://news.example.org{url_of(other)}"
    answer = client.post(FRONT, data={**held(visit(client, FRONT)), "top-add": whole, "top-position": "1"})
    assert answer.status_code == 303 and picked() == [(None, other.id), (None, old.id)]
    assert headlines(visit(reader, "/"))[:2] == ["Other one", "Old one"]
    client.post(FRONT, data={**held(visit(client, FRONT)), f"top-{other.id}-remove": "y"})
    assert picked() == [(None, old.id)]
    assert "Old one" in visit(client, FRONT).text(".front-pick")


def test_a_band_has_picks_of_its_own(client: FlaskClient, world: World) -> None:
    article, place = world.article("Old one"), f"c{world.news.id}"
    enter(client, world.ada)
    client.post(FRONT, data={**held(visit(client, FRONT)), f"{place}-add": url_of(article)})
    assert picked() == [(world.news.id, article.id)]


def test_a_pick_ends_and_is_cleaned_on_save(client: FlaskClient, world: World) -> None:
    world.pick(world.article("Over"), until=now() - timedelta(hours=1))
    lasting = world.article("Lasting")
    world.pick(lasting, 1)
    enter(client, world.ada)
    page = visit(client, FRONT)
    assert "Ended" in page.text(".front-pick")
    tomorrow = f"{now() + timedelta(days=2):%Y-%m-%d}"
    answer = client.post(
        FRONT,
        data={**held(page), f"top-{lasting.id}-until_on": tomorrow, f"top-{lasting.id}-until_at": "08:30"},
    )
    assert answer.status_code == 303 and picked() == [(None, lasting.id)]
    assert db.session.scalars(select(Pick)).one().until.second == 0
    assert visit(client, FRONT).one(f"#top-{lasting.id}-until_at").get("value") == "08:30"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("top-{}-position", "", "number"),
        ("top-{}-position", "-99999999999999999999", "from 1 to 99"),
        ("top-{}-position", "one", "valid integer"),
        ("top-{}-until_on", "2001-01-01", "has passed"),
        ("top-{}-until_on", "9999-12-31", "out of reach"),
        ("top-{}-until_at", "10:00", "which day"),
        ("top-add", "/2020/01/nothing/", "No article"),
        ("top-add", "https://[", "No article"),
        ("top-add", "a\0b", "cannot be kept"),
        ("top-add", "🦁" * 1001, "longer than 1000"),
        ("c{1}-add", "/idea/", "publish it first"),
        ("top-add", "/chosen/", "already"),
        ("top-position", "1000", "from 1 to 99"),
    ],
)
def test_what_is_wrong_comes_back_filled(client: FlaskClient, world: World, name: str, typed: str, said: str) -> None:
    article = world.article("Chosen", slug="chosen")
    world.article("Idea", draft=True, slug="idea")
    world.pick(article)
    enter(client, world.ada)
    name = name.replace("{1}", str(world.news.id)).format(article.id)
    page = read(client.post(FRONT, data={**held(visit(client, FRONT)), name: typed}), 422)
    assert said in page.text(".front-form")
    assert picked() == [(None, article.id)]


def test_a_link_brings_an_article_along(client: FlaskClient, world: World) -> None:
    article = world.article("Chosen")
    enter(client, world.ada)
    assert f"{FRONT}?add={article.id}" in visit(client, f"/desk/articles/{article.id}/edit/").html
    assert visit(client, f"{FRONT}?add={article.id}").one("#top-add").get("value") == url_of(article)
    for bad in ("0", "-1", "x", "9" * 30):
        assert visit(client, f"{FRONT}?add={bad}").one("#top-add").get("value") == ""
    assert picked() == []


def test_the_preview_keeps_nothing(client: FlaskClient, app: Flask, world: World) -> None:
    old = world.article("Old one", published=now() - timedelta(days=20))
    world.article("New one")
    enter(client, world.ada)
    sent = {**held(visit(client, FRONT)), "top-add": url_of(old)}
    page = read(client.post(f"{FRONT}preview/", data=sent))
    assert "PREVIEW" in page.text("main") and headlines(page)[0] == "Old one"
    assert page.answer.headers["Cache-Control"] == "private, no-store"
    assert picked() == [] and headlines(visit(app.test_client(), "/"))[0] == "New one"
    assert read(client.post(f"{FRONT}preview/", data={**sent, "top-add": "x"}), 422).all(".error")


def test_an_older_tab_is_told_and_loses_nothing(client: FlaskClient, world: World) -> None:
    mine, theirs = world.article("Mine"), world.article("Theirs")
    enter(client, world.ada)
    tab = held(visit(client, FRONT))
    client.post(FRONT, data={**tab, "top-add": url_of(theirs)})
    page = read(client.post(FRONT, data={**tab, "top-add": url_of(mine)}), 422)
    assert "Theirs" in page.text(".desk-theirs") and page.one("#top-add").get("value") == url_of(mine)
    assert picked() == [(None, theirs.id)]
    assert client.post(FRONT, data=held(page)).status_code == 303
    assert picked() == [(None, mine.id)]


def test_sending_the_same_twice_is_no_conflict(client: FlaskClient, world: World) -> None:
    article = world.article("Chosen")
    enter(client, world.ada)
    sent = {**held(visit(client, FRONT)), "top-add": url_of(article)}
    assert [client.post(FRONT, data=sent).status_code for _ in "ab"] == [303, 303]
    assert picked() == [(None, article.id)]


def test_strange_rows_are_left_out(client: FlaskClient, world: World) -> None:
    article = world.article("Chosen")
    enter(client, world.ada)
    sent = {**held(visit(client, FRONT)), "top-article": ["²", "x", "-1", "9" * 30, "77", str(article.id)]}
    assert client.post(FRONT, data={**sent, f"top-{article.id}-position": "1"}).status_code == 303
    assert picked() == [(None, article.id)]


def test_authors_do_not_curate(client: FlaskClient, world: World) -> None:
    enter(client, world.ben)
    assert client.get(FRONT).status_code == 403
    for url in (FRONT, f"{FRONT}preview/"):
        assert client.post(url, data={"csrf_token": form_token()}).status_code == 403


def test_without_its_token_nothing_is_saved(client: FlaskClient, world: World) -> None:
    article = world.article("Chosen")
    enter(client, world.ada)
    sent = {**held(visit(client, FRONT)), "top-add": url_of(article), "csrf_token": ""}
    assert "open for too long" in read(client.post(FRONT, data=sent), 422).text(".front-form")
    assert picked() == []
