"""A comment: shown at once to those we know, held for an editor otherwise, and never anything but text."""

import re
import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.models import Purge
from blueprints.news.addresses import url_of
from blueprints.news.models import Article, ArticleCounter, Comment
from tests.news.commenting import HTMX, post
from tests.visiting import read
from tests.world import World


@pytest.fixture
def article(world: World) -> Article:
    return world.article()


def known(world: World, article: Article, name: str = "Cleo") -> None:
    """Let somebody have an approved comment already, elsewhere."""
    world.comment(world.article("Another story"), "I was here before.", name=name)


def kept() -> Comment:
    db.session.expire_all()
    return db.session.scalars(select(Comment).order_by(Comment.id.desc())).first()


def test_the_first_comment_of_an_address_waits(client: FlaskClient, article: Article) -> None:
    answer = post(client, article)
    assert answer.status_code == 303
    assert kept().is_held
    waiting = client.get(answer.location)
    assert "after an editor has looked" in waiting.text and "Well said." in waiting.text
    assert waiting.headers["Cache-Control"] == "private, no-store"
    assert "cleo@example.org" not in waiting.text
    assert "Well said." not in client.get(url_of(article)).text


def test_a_known_reader_is_shown_at_once(client: FlaskClient, world: World, article: Article) -> None:
    known(world, article)
    client.get(url_of(article))
    answer = post(client, article)
    comment = kept()
    assert (answer.status_code, answer.location) == (303, f"{url_of(article)}#comment-{comment.id}")
    page = client.get(answer.location)
    assert f'id="comment-{comment.id}"' in page.text and "cleo@example.org" not in page.text
    assert db.session.get_one(ArticleCounter, article.id).comments == 1
    assert f"article:{article.id}" in db.session.scalars(select(Purge.tag))


def test_htmx_gets_the_comment_and_a_new_form(client: FlaskClient, world: World, article: Article) -> None:
    known(world, article)
    page = read(post(client, article, htmx=True), fragment=True)
    assert page.text(f"#comment-{kept().id} .comment-text") == "Well said."
    assert page.one("form textarea").text in (None, "", "\n", "\r\n")
    assert page.text("hx-partial[data-hx-target='#comments-title']") == "1 comment"


def test_htmx_is_told_that_it_waits(client: FlaskClient, article: Article) -> None:
    page = read(post(client, article, htmx=True), fragment=True)
    assert "after an editor has looked" in page.text(".comment-new")


def test_an_answer_hangs_below_its_parent(client: FlaskClient, world: World, article: Article) -> None:
    parent = world.comment(article, "First.", name="Dan")
    known(world, article)
    answer = post(client, article, htmx=True, parent_id=str(parent.id))
    assert answer.status_code == 200 and "<form" not in answer.text
    assert kept().parent_id == parent.id
    page = read(client.get(f"/articles/{article.id}/comments/"))
    assert page.text(f"#comment-{parent.id} .comment-answers .comment-text") == "Well said."


@pytest.mark.parametrize("parent", ["0", "-1", "99999999999999999999", "1' OR 1=1", "x", "77"])
def test_an_answer_to_nothing_is_refused(client: FlaskClient, article: Article, parent: str) -> None:
    answer = post(client, article, parent_id=parent)
    assert answer.status_code == 422 and "no longer here" in answer.text
    assert kept() is None


def test_an_answer_to_a_comment_elsewhere_or_hidden_is_refused(
    client: FlaskClient, world: World, article: Article
) -> None:
    elsewhere = world.comment(world.article("Elsewhere"), "Hm.", name="Dan")
    held = world.comment(article, "Held.", name="Eve", held=True)
    for parent in (elsewhere, held):
        assert post(client, article, parent_id=str(parent.id)).status_code == 422


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "your name"),
        ({"name": "   "}, "your name"),
        ({"name": "Cleo\nDan"}, "on one line"),
        ({"name": "x" * 81}, "to 80 letters"),
        ({"email": "nobody"}, "not an email address"),
        ({"email": ""}, "email address"),
        ({"email": "a@" + "b" * 400 + ".org"}, "too long"),
        ({"text": " a "}, "a little more"),
        ({"text": "x" * 4001}, "shorten"),
        ({"text": "a\0b"}, "cannot be kept"),
        ({"name": "a\0b"}, "cannot be kept"),
        ({"email": "a\0b@example.org"}, "cannot be kept"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_what_cannot_be_kept_comes_back_filled(
    client: FlaskClient, article: Article, typed: dict[str, str], said: str, htmx: bool
) -> None:
    page = read(post(client, article, htmx=htmx, **typed), 422, fragment=htmx)
    assert said in page.text(".comment-form")
    if "name" not in typed:
        assert page.one(".comment-form input[name=name]").get("value") == "Cleo"
    assert kept() is None


def test_five_thousand_letters_come_back_whole(client: FlaskClient, article: Article) -> None:
    page = read(post(client, article, text="é" * 5000), 422)
    assert len(page.one("textarea").text.strip()) == 5000


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><b hx-get="/x">bold</b>',
        "{{ 7 * 7 }}",
        "سلام عليكم",
        "👩🏾‍🌾 ẹ̀kọ́ ni o!",
        "one\r\n\r\ntwo",
        "\u202ereversed",
    ],
)
def test_a_comment_is_text(client: FlaskClient, world: World, article: Article, text: str) -> None:
    known(world, article)
    post(client, article, text=text)
    page = read(client.get(f"/articles/{article.id}/comments/"))
    shown = page.one(".comment-text")
    assert "".join(shown.itertext()) == text.replace("\r\n", "\n")
    assert len(shown) == 0 and shown.get("dir") == "auto"


@pytest.mark.parametrize(
    "text",
    [
        "See https://a.example http://b.example and www.c.example",
        "THIS IS ALL THE FAULT OF THE OTHERS",
        "heyyyyyyyyyyyyyyyyyyyyy",
        "buy buy buy buy buy buy buy now",
    ],
)
def test_what_looks_like_spam_waits(client: FlaskClient, world: World, article: Article, text: str) -> None:
    known(world, article)
    post(client, article, text=text)
    assert kept().is_held


@pytest.mark.parametrize(
    "text", ["OK", "See https://a.example and https://b.example.", "أهلا وسهلا بكم جميعا في هذا المكان"]
)
def test_what_people_say_does_not(client: FlaskClient, world: World, article: Article, text: str) -> None:
    known(world, article)
    post(client, article, text=text)
    assert kept().is_visible


def test_the_same_words_everywhere_wait(client: FlaskClient, world: World, article: Article) -> None:
    known(world, article)
    post(client, article)
    post(client, world.article("A third story"))
    assert kept().is_held


def test_bait_is_swallowed_without_a_word(client: FlaskClient, world: World, article: Article) -> None:
    known(world, article)
    answer = post(client, article, website="https://spam.example")
    assert "after an editor has looked" in client.get(answer.location).text
    assert kept().rejected_at is not None and not kept().is_visible


def test_posting_twice_is_posting_once(client: FlaskClient, world: World, article: Article) -> None:
    known(world, article)
    first, second = post(client, article), post(client, article)
    assert first.location == second.location
    assert db.session.scalar(select(func.count()).where(Comment.article_id == article.id)) == 1
    assert db.session.get_one(ArticleCounter, article.id).comments == 1


def test_two_at_the_same_moment_are_one(app: Flask, world: World, article: Article) -> None:
    known(world, article)
    db.session.remove()
    answers, start = [], threading.Barrier(4)

    def press() -> None:
        start.wait()
        with app.app_context():
            answers.append(post(app.test_client(), article.id).status_code)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert db.session.scalar(select(func.count()).where(Comment.article_id == article.id)) == 1
    assert db.session.get_one(ArticleCounter, article.id).comments == 1


def test_a_closed_article_takes_none_and_gives_the_words_back(client: FlaskClient, world: World) -> None:
    article = world.article(comments_closed_at=now())
    for htmx in (False, True):
        answer = post(client, article, htmx=htmx)
        assert answer.status_code == 422 and "are closed" in answer.text and "Well said." in answer.text
    assert kept() is None


def test_what_readers_cannot_see_cannot_be_commented_on(client: FlaskClient, world: World) -> None:
    draft, gone = world.article(draft=True), world.article("Gone")
    db.session.get_one(Article, gone.id).unpublish(now())
    db.session.commit()
    assert post(client, draft).status_code == 404
    assert post(client, gone).status_code == 410
    assert post(client, 99999).status_code == 404
    assert post(client, 99999999999999999999).status_code == 404


def test_another_site_cannot_post(client: FlaskClient, article: Article) -> None:
    answer = client.post(f"/articles/{article.id}/comments/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_flood_is_stopped(client: FlaskClient, article: Article) -> None:
    answers = [post(client, article, text=f"Number {n}").status_code for n in range(12)]
    assert answers[:10] == [303] * 10 and answers[10:] == [429] * 2


def test_a_strangers_token_opens_nothing(client: FlaskClient, article: Article) -> None:
    location = post(client, article).location
    assert client.get(re.sub(r"waiting/.{3}", "waiting/abc", location)).status_code == 404
    assert client.get("/comments/waiting/1/").status_code == 404
    assert client.get(location.replace("waiting/", "waiting/%00")).status_code == 404


def test_once_approved_the_waiting_page_leads_to_the_article(client: FlaskClient, article: Article) -> None:
    location = post(client, article).location
    comment = kept()
    number = comment.id
    comment.approve(now())
    db.session.commit()
    assert client.get(location).location == f"{url_of(article)}#comment-{number}"


def test_the_waiting_page_is_a_fragment_for_nobody(client: FlaskClient, article: Article) -> None:
    location = post(client, article).location
    assert client.get(location, headers=HTMX).data == client.get(location).data
