"""Did you mean: one slip is put right where it finds more; and what is asked in vain is counted."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.core.database import db
from blueprints.news import queries
from blueprints.news.editing import refresh_article
from blueprints.news.models import SearchMiss, SearchWord
from blueprints.news.search.suggesting import is_slip
from tests.news.searching import found, search
from tests.world import World

READER = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile)"}


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("hrabour", "Harbour"),
        ("harbur", "Harbour"),
        ("haarbour", "Harbour"),
        ("xarbour", "Harbour"),
        ("harbouq", "Harbour"),
        ("hrabour market", "Harbour market"),
        ("Ọ̀ṣnu", "Ọ̀ṣun"),
        ("አብባ", "አበባ"),
        ("المردسة", "المدرسة"),
    ],
)
def test_one_slip_is_put_right(client: FlaskClient, world: World, asked: str, meant: str) -> None:
    world.article("Harbour market", standfirst="At the Ọ̀ṣun. አዲስ አበባ. المدرسة")
    link = search(client, asked).one(".did-you-mean a")
    assert "".join(link.itertext()) == meant
    assert client.get(link.get("href")).status_code == 200 and found(client, meant) == ["Harbour market"]


@pytest.mark.parametrize("asked", ["harbour", "hraboru", "xyzzy", "a", "12345", "harb"])
def test_nothing_is_suggested_where_nothing_is_a_slip_away(client: FlaskClient, world: World, asked: str) -> None:
    world.article("Harbour market 12346")
    assert search(client, asked).all(".did-you-mean") == []


def test_words_of_what_is_not_out_are_not_suggested(client: FlaskClient, world: World) -> None:
    world.article("Harbour", draft=True)
    assert search(client, "hrabour").all(".did-you-mean") == []


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [("ab", "ba", True), ("abc", "ab", True), ("abc", "axc", True), ("abc", "abc", False), ("abcd", "badc", False)],
)
def test_what_a_slip_is(one: str, other: str, slip: bool) -> None:
    assert is_slip(one, other) is is_slip(other, one) is slip


def test_the_vocabulary_follows_its_articles(client: FlaskClient, world: World) -> None:
    world.article("Harbour")
    article = db.session.scalars(queries.whole_article(world.article("Harbour cranes").slug)).one()
    article.headline = "Cranes"
    refresh_article(db.session, article)
    db.session.commit()
    counts = dict(db.session.execute(select(SearchWord.word, SearchWord.articles)).all())
    assert (counts["harbour"], counts["cranes"]) == (1, 1)


def misses() -> list[tuple[str, int]]:
    return [tuple(row) for row in db.session.execute(select(SearchMiss.words, SearchMiss.times))]


def test_what_finds_nothing_is_counted_when_the_page_is_made(client: FlaskClient, world: World) -> None:
    world.article("Port")
    for asked in ("Zẹ́bra", "Zẹ́bra", "port"):
        client.get(f"/search/?q={asked}", headers=READER)
    assert misses() == [("zebra", 1)]
    client.application.wsgi_app._drop(None)
    client.get("/search/?q=ZEBRA", headers=READER)
    assert misses() == [("zebra", 2)]


def test_no_machine_no_person_and_no_half_typed_word_is_counted(client: FlaskClient, world: World) -> None:
    client.get("/search/?q=zebra", headers={"User-Agent": "Googlebot/2.1"})
    client.get("/search/results/?q=zeb", headers=READER)
    for asked in ("ada@example.org", "%2B234 803 555 0123", "zebra&language=xx", "x" * 150):
        client.get(f"/search/?q={asked}", headers=READER)
    assert misses() == []
