"""What one gets, and the issues to read on the web."""

from datetime import timedelta

from flask.testing import FlaskClient

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.news.models import Article
from tests.newsletter.readers import Readers
from tests.visiting import visit
from tests.world import World


def test_it_invites_and_lists_the_latest_issues(client: FlaskClient, world: World, readers: Readers) -> None:
    assert visit(client, "/newsletter/").all(".issue-list") == []
    readers.add()
    world.article("Port opens")
    readers.compose()
    page = visit(client, "/newsletter/?again")
    assert page.text(".issue-list a") == "Port opens"
    assert page.one(".issue-list a").get("href") == "/newsletter/issues/1/"
    assert page.answer.headers["Cache-Control"].startswith("public")


def test_an_issue_shows_its_articles_and_nobodys_name(client: FlaskClient, world: World, readers: Readers) -> None:
    readers.add("dan@example.org")
    world.article("Long ago", published=clock.now() - timedelta(days=20))
    world.article("Port opens")
    readers.compose()
    world.article("Too late for this one")
    page = visit(client, "/newsletter/issues/1/")
    assert [link.text for link in page.all("main h2 a")] == ["Port opens"]
    assert "dan@example.org" not in page.html


def test_a_withdrawn_article_leaves_the_issue(client: FlaskClient, world: World, readers: Readers) -> None:
    readers.add()
    article = world.article("Port opens")
    readers.compose()
    db.session.get_one(Article, article.id).unpublish(clock.now())
    db.session.commit()
    assert visit(client, "/newsletter/issues/1/").all("main h2 a") == []


def test_there_is_no_other_issue(client: FlaskClient) -> None:
    assert client.get("/newsletter/issues/7/").status_code == 404
