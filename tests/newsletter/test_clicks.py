"""Clicks from letters: counted with the view, for what the issue told of, and by nobody's name."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select, text

from blueprints.core.database import db
from blueprints.news.models import Article, ArticleCounter
from blueprints.newsletter.models import IssueClick
from tests.newsletter.readers import Readers, body, parsed
from tests.smtp_sink import Sink
from tests.world import World

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile"}


@pytest.fixture
def article(world: World, readers: Readers, sink: Sink) -> Article:
    """An article that issue 1 told of."""
    article = world.article("Port opens")
    readers.add("dan@example.org")
    assert readers.send() == {"sent": 1}
    return article


def look(client: FlaskClient, number: int, letter: str | None = None, agent: str = PHONE["User-Agent"]) -> int:
    """Open an article as the script of its page does."""
    form = {} if letter is None else {"letter": letter}
    return client.post(f"/articles/{number}/views/", data=form, headers={"User-Agent": agent}).status_code


def clicks() -> list[tuple[int, int, int]]:
    db.session.rollback()
    return [(row.issue_id, row.article_id, row.count) for row in db.session.scalars(select(IssueClick))]


def test_links_of_a_letter_say_which_and_lead_straight_to_us(article: Article, sink: Sink) -> None:
    message = parsed(sink.accepted[0].content)
    for kind in ("plain", "html"):
        addresses = re.findall(r"http://localhost(/\d{4}/\d\d/[^\s\"<>]+)", body(message, kind))
        assert addresses and all(address.endswith("/port-opens/#letter-1") for address in addresses)


def test_a_view_from_a_letter_counts_as_both(client: FlaskClient, article: Article) -> None:
    for _ in range(2):
        assert look(client, article.id, "1") == 200
    assert clicks() == [(1, article.id, 2)]
    assert db.session.get_one(ArticleCounter, article.id).views == 2


@pytest.mark.parametrize("letter", [None, "", "0", "2", "99999999999", "9999999999", "1.2", "x", "١", "1 "])
def test_other_views_count_as_views_alone(client: FlaskClient, article: Article, letter: str | None) -> None:
    assert look(client, article.id, letter) == 200
    assert clicks() == []
    assert db.session.get_one(ArticleCounter, article.id).views == 1


def test_an_article_that_the_issue_did_not_tell_of_is_no_click(
    client: FlaskClient, world: World, article: Article
) -> None:
    other = world.article("Another story")
    assert look(client, other.id, "1") == 200
    assert clicks() == []


def test_machines_and_the_impatient_make_no_clicks(client: FlaskClient, article: Article) -> None:
    look(client, article.id, "1", agent="Googlebot/2.1")
    assert clicks() == []
    for _ in range(30):
        look(client, article.id, "1")
    assert clicks() == [(1, article.id, 6)]


def test_a_click_that_cannot_be_written_costs_nothing_else(
    client: FlaskClient, article: Article, database_url: str
) -> None:
    db.session.remove()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE issue_click RENAME TO away"))
    try:
        assert look(client, article.id, "1") == 200
    finally:
        db.session.remove()
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO issue_click"))
        engine.dispose()
    assert clicks() == []
    assert db.session.get_one(ArticleCounter, article.id).views == 1
