"""A new article: as a draft, at once, and never twice."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.clock import now
from blueprints.news.models import ArticleState
from tests.newsroom.writing import NEW, all_articles, article_of, enter, send, values
from tests.visiting import read, visit
from tests.world import World


@pytest.fixture(autouse=True)
def ben_writes(client: FlaskClient, world: World) -> None:
    enter(client, world.ben)


@pytest.fixture
def category(world: World) -> str:
    return str(world.news.id)


def test_a_draft_is_kept_with_all_that_was_typed(client: FlaskClient, category: str, world: World) -> None:
    answer = send(
        client,
        NEW,
        headline="  Bridge \n opens ",
        standfirst="At last.",
        body="<p>It is <b>open</b>.</p>",
        category=category,
        tags="Bridges, Lagos ,, bridges",
        language="yo",
        country="Nigeria",
        video_url="https://www.youtube.com/watch?v=abc",
    )
    article = article_of(answer)
    assert (article.headline, article.slug) == ("Bridge opens", "bridge-opens")
    assert article.body == "<p>It is <b>open</b>.</p>"
    assert article.state(now()) is ArticleState.DRAFT
    page = visit(client, answer.headers["Location"])
    assert page.one("#tags").get("value") == "Bridges, Lagos"
    assert "Saved as a draft" in page.text(".desk-flash")
    assert values(page)["language"] == "yo"
    assert client.get("/2026/11/bridge-opens/").status_code == 404


def test_plain_text_becomes_paragraphs(client: FlaskClient, category: str) -> None:
    body = "First of all.\r\nA line.\r\n\r\n\r\n5 < 6 & so on."
    article = article_of(send(client, NEW, headline="Plain", category=category, body=body))
    assert article.body == "<p>First of all.<br>A line.</p>\n<p>5 &lt; 6 &amp; so on.</p>"


def test_publishing_puts_it_before_readers_at_once(client: FlaskClient, app: Flask, category: str) -> None:
    reader = app.test_client()
    assert "River rises" not in reader.get("/").text
    answer = send(client, NEW, "publish", headline="River rises", body="Slowly.", category=category)
    article_of(answer)
    assert "River rises" in reader.get("/").text
    assert "Readers see it" in visit(client, answer.headers["Location"]).text(".desk-flash")


def test_publishing_asks_for_what_readers_need(client: FlaskClient, category: str) -> None:
    page = read(send(client, NEW, "publish", standfirst="Only this", category=category), 422)
    assert "Readers need a headline" in page.html
    assert "There is no text yet" in page.html
    assert page.text("#standfirst").strip() == "Only this"
    assert all_articles() == []


def test_a_draft_needs_a_category_and_says_so(client: FlaskClient) -> None:
    page = read(send(client, NEW, headline="Homeless", category=""), 422)
    assert "Choose a category" in page.html
    assert page.text("#headline").strip() == "Homeless"


def test_a_draft_without_a_headline_takes_its_address_later(client: FlaskClient, category: str) -> None:
    answer = send(client, NEW, body="Begun in the dark.", category=category)
    article_of(answer)
    article = article_of(send(client, answer.headers["Location"], headline="Lights out"))
    assert article.slug == "lights-out"


def test_sent_twice_it_is_one_article(client: FlaskClient, category: str) -> None:
    form = {
        **values(visit(client, NEW)),
        "headline": "Once",
        "body": "Only.",
        "category": category,
        "action": "publish",
    }
    first, second = client.post(NEW, data=form), client.post(NEW, data=form)
    assert first.headers["Location"] == second.headers["Location"]
    assert [article.headline for article in all_articles()] == ["Once"]


def test_sent_by_two_impatient_presses_at_once_it_is_one_article(
    client: FlaskClient, app: Flask, category: str
) -> None:
    form = {**values(visit(client, NEW)), "headline": "Once", "body": "Only.", "category": category}
    with client.session_transaction() as opened:
        cookie = dict(opened)
    places: list[str] = []
    start = threading.Barrier(3)

    def press() -> None:
        with app.app_context():
            browser = app.test_client()
            browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
            with browser.session_transaction() as session:
                session.update(cookie)
            start.wait()
            places.append(browser.post(NEW, data=form).headers["Location"])

    presses = [threading.Thread(target=press) for _ in range(3)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert (len(places), len(set(places))) == (3, 1)
    assert [article.headline for article in all_articles()] == ["Once"]


def test_sent_again_with_other_words_it_asks(client: FlaskClient, category: str) -> None:
    form = {**values(visit(client, NEW)), "headline": "Once", "category": category, "action": "save"}
    client.post(NEW, data=form)
    page = read(client.post(NEW, data={**form, "headline": "Twice"}), 422)
    assert page.text("#headline").strip() == "Twice"
    assert "Once" in page.text(".desk-theirs")
    assert [article.headline for article in all_articles()] == ["Once"]


def test_two_articles_with_one_headline_have_two_addresses(client: FlaskClient, category: str) -> None:
    slugs = [article_of(send(client, NEW, headline="Rain", category=category)).slug for _ in range(2)]
    assert slugs == ["rain", "rain-2"]


def test_a_form_without_its_token_is_not_saved_and_loses_nothing(client: FlaskClient, category: str) -> None:
    page = read(send(client, NEW, headline="Kept", category=category, csrf_token="old"), 422)
    assert "open for too long" in page.text("[role=alert]")
    assert page.text("#headline").strip() == "Kept"
    assert all_articles() == []


def test_after_the_session_ended_the_door_leads_back_to_the_form(
    client: FlaskClient, app: Flask, category: str
) -> None:
    form = {**values(visit(client, NEW)), "headline": "Late", "category": category}
    stranger = app.test_client()
    answer = stranger.post(NEW, data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in/?next=/desk/articles/new/")
    assert all_articles() == []


def test_the_category_of_the_last_article_is_offered(client: FlaskClient, world: World) -> None:
    sports = world.category("Sports", position=2)
    world.article(category=sports)
    assert values(visit(client, NEW))["category"] == str(sports.id)


def test_an_author_cannot_break_news(client: FlaskClient, category: str) -> None:
    article = article_of(send(client, NEW, headline="Not so fast", category=category, breaking="y"))
    assert article.breaking_until is None
