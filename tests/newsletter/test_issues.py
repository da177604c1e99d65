"""Issues to read on the web: those that went out, and nobody's name."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select, update

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.news.models import Article, Correction
from blueprints.newsletter.models import Delivery, Issue, IssueState
from tests.newsletter.readers import Readers
from tests.visiting import visit
from tests.world import World

ATOM = "{http://www.w3.org/2005/Atom}"


def issue(**fields: Any) -> int:
    """An issue in the database; its number."""
    plain = {
        "kind": "manual",
        "language": "en",
        "slot": str(len(fields)),
        "created_at": clock.now(),
        "title": "A letter",
    }
    made = Issue(**{**plain, "state": IssueState.DONE, "picks": [], "dropped": [], **fields})
    db.session.add(made)
    db.session.commit()
    number = made.id
    db.session.expunge_all()
    return number


def headlines(client: FlaskClient, path: str) -> list[str]:
    return [link.text for link in visit(client, path).all("main h2 a")]


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
    assert headlines(client, "/newsletter/issues/1/") == []


def test_articles_stand_in_the_editors_order_with_the_note(client: FlaskClient, world: World, readers: Readers) -> None:
    articles = [world.article(name) for name in ("First", "Second", "Third", "Fourth")]
    readers.add()
    readers.compose()
    decided = {"picks": [articles[2].id, articles[0].id], "dropped": [articles[3].id]}
    db.session.execute(update(Issue).values(**decided, note="Good morning.\n\n<b>Two</b> things."))
    db.session.commit()
    page = visit(client, "/newsletter/issues/1/")
    assert [link.text for link in page.all("main h2 a")] == ["Third", "First", "Second"]
    assert [paragraph.text for paragraph in page.all(".issue-words > p")][:2] == ["Good morning.", "<b>Two</b> things."]


def test_a_letter_shows_its_body(client: FlaskClient) -> None:
    number = issue(title="", subject="From our editor", body="<p>Dear <strong>readers</strong></p>")
    page = visit(client, f"/newsletter/issues/{number}/")
    assert page.text("h1") == "From our editor" and page.text(".letter strong") == "readers"


def test_a_correction_shows_what_was_wrong(client: FlaskClient, world: World) -> None:
    article = world.article("Port opens")
    correction = Correction(article_id=article.id, text="It opened on Tuesday.", corrected_at=clock.now())
    db.session.add(correction)
    db.session.commit()
    number = issue(kind="correction", correction_id=correction.id)
    page = visit(client, f"/newsletter/issues/{number}/")
    assert "It opened on Tuesday." in page.text(".issue-words")
    assert "Port opens" in page.text(".issue-words")


@pytest.mark.parametrize("state", [IssueState.PLANNED, IssueState.HALTED, IssueState.CANCELLED])
def test_what_did_not_go_out_is_not_shown(client: FlaskClient, state: str) -> None:
    number = issue(state=state)
    assert client.get(f"/newsletter/issues/{number}/").status_code == 404
    assert visit(client, "/newsletter/issues/").all(".issue-list") == []
    assert "A friend" not in visit(client, f"/newsletter/?from={number}").text("main")


def test_what_was_stopped_half_way_can_be_read_by_who_got_it(
    client: FlaskClient, world: World, readers: Readers
) -> None:
    readers.add()
    world.article("Port opens")
    readers.compose()
    db.session.execute(update(Issue).values(state=IssueState.HALTED))
    db.session.execute(update(Delivery).values(sent_at=clock.now()))
    db.session.commit()
    assert headlines(client, "/newsletter/issues/1/") == ["Port opens"]


def test_there_is_no_other_issue(client: FlaskClient) -> None:
    assert client.get("/newsletter/issues/7/").status_code == 404


def test_a_long_archive_is_read_page_by_page(client: FlaskClient) -> None:
    moment = clock.now()
    for number in range(25):
        issue(title=f"Letter {number}", slot=f"s{number}", created_at=moment - timedelta(hours=number // 2))
    seen, path = [], "/newsletter/issues/"
    while path:
        page = visit(client, path)
        seen += [link.text for link in page.all(".issue-list a")]
        after = page.all("main a.button.quiet")
        path = after[0].get("href") if after else ""
    assert len(seen) == len(set(seen)) == 25
    assert client.get("/newsletter/issues/?after=x").status_code == 404


def test_a_language_has_its_own_shelf(client: FlaskClient) -> None:
    issue(title="Bonjour", language="fr", slot="a")
    issue(title="Hello", slot="b")
    assert [link.text for link in visit(client, "/fr/newsletter/issues/").all(".issue-list a")] == ["Bonjour"]
    page = visit(client, "/newsletter/issues/")
    assert [link.text for link in page.all(".issue-list a")] == ["Hello", "Bonjour"]
    assert page.one(".issue-list li[lang=fr] a").get("href") == "/fr/newsletter/issues/1/"
    assert visit(client, "/newsletter/issues/1/").one("h1").get("lang") == "fr"


def test_the_feed_tells_of_each_issue(client: FlaskClient, world: World, readers: Readers) -> None:
    readers.add()
    article = world.article("Port & quay <open>", standfirst="At last.")
    readers.compose()
    page = visit(client, "/newsletter/issues/")
    [link] = [each for each in page.all("link[rel=alternate]") if each.get("type") == "application/atom+xml"]
    answer = client.get(link.get("href"))
    assert answer.mimetype == "application/atom+xml" and answer.headers["Cache-Control"].startswith("public")
    feed = etree.fromstring(answer.data)
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Port & quay <open>"
    assert entry.findtext(f"{ATOM}id") == "http://localhost/newsletter/issues/1/"
    content = entry.findtext(f"{ATOM}content")
    assert f'href="http://localhost/{article.published_at:%Y/%m}' in content and "At last." in content
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}") and entry.findtext(f"{ATOM}{name}")
    assert db.session.scalar(select(Issue.id)) == 1


def test_an_issue_can_be_passed_on_by_a_plain_link(client: FlaskClient) -> None:
    number = issue()
    links = [link.get("href") for link in visit(client, f"/newsletter/issues/{number}/").all("main section a")]
    assert links[0] == f"http://localhost/newsletter/?from={number}"
    assert links[1].startswith("mailto:?subject=A%20letter&body=http%3A")
