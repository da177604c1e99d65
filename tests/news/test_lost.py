"""A lost address gets a page that searches for its words, in bounded work, with a database or without."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from blueprints.core.database import db
from blueprints.news.addresses import url_of
from blueprints.news.search import lost_words
from blueprints.news.views import lost
from tests.news.reading import counted_questions
from tests.visiting import visit
from tests.world import World


def found(client: FlaskClient, path: str) -> list[str]:
    return [link.text for link in visit(client, path, 404).all(".headlines a")]


def test_it_searches_for_the_words_of_the_address(client: FlaskClient, world: World) -> None:
    article = world.article("River port opens at last", slug="a")
    world.article("Something else", body="<p>Nothing of the kind.</p>")
    page = visit(client, "/2019/03/river-port-opens/", 404)
    assert page.one("input[name=q]").get("value") == "river port opens"
    assert [link.get("href") for link in page.all(".headlines a")] == [url_of(article)]
    assert page.all(".section-row a"), "the masthead has its sections"


def test_when_no_article_has_all_words_the_longest_counts(client: FlaskClient, world: World) -> None:
    world.article("Harbourmaster resigns")
    assert found(client, "/harbourmaster-xyz-qqq/") == ["Harbourmaster resigns"]
    assert found(client, "/zebra-xyz-qqq/") == []


def test_it_shows_five_at_most_and_none_that_is_hidden(client: FlaskClient, world: World) -> None:
    for number in range(7):
        world.article(f"Port {number}")
    world.article("Port secret", draft=True)
    listed = found(client, "/old/port/")
    assert len(listed) == 5 and "Port secret" not in listed


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/2019/03/port-opens/amp/", "port opens"),
        ("/category/خبر-عاجل/", "خبر عاجل"),
        ("/ọ̀ṣun-state/", "ọ̀ṣun state"),
        ("/port_opens.html", "port opens html"),
        ("/2019/03/", ""),
        ("/👋🏾/!!/", ""),
        ("/category/feed/", ""),
        ("/" + "long-" * 1000, "long long long long long long"),
    ],
)
def test_the_words_of_an_address(path: str, words: str) -> None:
    assert lost_words(path) == words


def test_nothing_is_searched_for_files_and_other_peoples_pages(client: FlaskClient, world: World) -> None:
    world.article("Wp login")
    for path in ("/wp-login.php", "/media/login.jpg", "/newsletter/confirm/login/", "/assets/0/login"):
        assert found(client, path) == []
    assert "<html" not in client.get("/login/", headers={"HX-Request": "true"}).text


def test_a_storm_gets_the_page_without_the_search(client: FlaskClient, world: World) -> None:
    world.article("Harbour")
    with counted_questions() as asked:
        assert found(client, "/the-harbour/") == ["Harbour"]
    assert len(asked) <= 7, asked
    assert lost.PLACES.acquire(blocking=False) and lost.PLACES.acquire(blocking=False)
    try:
        assert found(client, "/the-harbour/") == []
    finally:
        lost.PLACES.release()
        lost.PLACES.release()
    assert found(client, "/the-harbour/") == ["Harbour"]


def test_it_needs_no_database(app: Flask, client: FlaskClient, world: World) -> None:
    db.session.execute(text("ALTER TABLE article_search RENAME TO article_search_away"))
    db.session.commit()
    try:
        assert visit(client, "/lost-port/", 404).text("h1") == "We have no page at this address"
    finally:
        db.session.execute(text("ALTER TABLE article_search_away RENAME TO article_search"))
        db.session.commit()


def test_a_word_cannot_break_out_of_the_page(client: FlaskClient) -> None:
    page = visit(client, "/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E/", 404)
    assert not page.all("main script")
    visit(client, "/' OR 1=1 AND * NEAR(x) -- &|!:/", 404)


def test_only_the_head_of_a_lost_page_is_lost_too(client: FlaskClient) -> None:
    answer = client.head("/lost-port/")
    assert (answer.status_code, answer.data) == (404, b"")
    assert answer.headers["Cache-Control"] == "private, no-store"
