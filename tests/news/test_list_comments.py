"""Reading comments: threads three deep, the oldest first, and on from any place."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news import discussion
from blueprints.news.models import Article, Comment
from tests.news.commenting import post
from tests.visiting import read, visit
from tests.world import World


@pytest.fixture
def article(world: World) -> Article:
    return world.article()


def say(world: World, article: Article, text: str, parent: Comment | None = None, minute: int = 0) -> Comment:
    """A visible comment, so many minutes after an hour ago."""
    comment = world.comment(article, text, name=f"Reader {text}")
    at = now() - timedelta(hours=1) + timedelta(minutes=minute)
    changed = {"parent_id": parent.id if parent else None, "posted_at": at}
    db.session.execute(update(Comment).where(Comment.id == comment.id).values(**changed))
    db.session.commit()
    return comment


def test_answers_stand_below_and_the_deep_ones_name_whom_they_answer(
    client: FlaskClient, world: World, article: Article
) -> None:
    above: Comment | None = None
    for depth in range(5):
        above = say(world, article, f"depth {depth}", above, depth)
    say(world, article, "another", minute=9)
    page = visit(client, f"/articles/{article.id}/comments/")
    texts = ["".join(each.itertext()) for each in page.all(".comment-text")]
    assert texts == ["depth 0", "depth 1", "depth 2", "depth 3", "depth 4", "another"]
    assert len(page.all(".comment-answers .comment-answers .comment")) == 3
    assert not page.all(".comment-answers .comment-answers .comment-answers")
    assert "to Reader depth 2" in page.text(f"#comment-{above.id - 1} .comment-by")


def test_a_thousand_levels_are_no_trouble(client: FlaskClient, world: World, article: Article) -> None:
    first = say(world, article, "first")
    moment = now()
    for number in range(1, 1200):
        comment = Comment(
            article_id=article.id,
            parent_id=first.id + number - 1,
            name="Dan",
            email="dan@example.org",
            text=f"No, {number}",
            fingerprint=f"{number}",
            posted_at=moment,
            approved_at=moment,
        )
        db.session.add(comment)
        db.session.flush()
    db.session.commit()
    page = visit(client, f"/articles/{article.id}/comments/")
    assert len(page.all(".comment")) == 1001
    assert "more answers than this page can hold" in page.html


def test_an_answer_to_what_was_taken_off_goes_with_it(client: FlaskClient, world: World, article: Article) -> None:
    bad = say(world, article, "bad")
    say(world, article, "reply", bad, 1)
    db.session.get_one(Comment, bad.id).reject(now())
    db.session.commit()
    assert not visit(client, f"/articles/{article.id}/comments/").all(".comment")


def test_more_comments_come_without_gap_or_repeat(
    client: FlaskClient, world: World, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discussion, "THREADS", 3)
    for number in range(8):
        say(world, article, f"n{number}", minute=number // 3)
    seen, page = [], visit(client, f"/articles/{article.id}/comments/")
    while True:
        seen += ["".join(each.itertext()) for each in page.all(".comment-text")]
        if not page.all(".load-more a"):
            break
        more = page.one(".load-more a")
        assert visit(client, more.get("href")).status == 200
        page = read(client.get(more.get("data-hx-get")), fragment=True)
    assert seen == [f"n{number}" for number in range(8)]


def test_a_posted_comment_is_found_on_the_page_where_it_stands(
    client: FlaskClient, world: World, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discussion, "THREADS", 2)
    for number in range(5):
        say(world, article, f"n{number}", minute=number)
    answer = post(client, article, name="Reader n0", email="reader-n0@example.org", text="At the end")
    place, _, fragment = answer.location.partition("#")
    assert fragment in [each.get("id") for each in visit(client, place).all(".comment")]


@pytest.mark.parametrize("after", ["x", "0", "-1", "99999999999999999999", "12", "%00", ""])
def test_a_place_that_is_none_is_not_found(client: FlaskClient, article: Article, after: str) -> None:
    assert client.get(f"/articles/{article.id}/comments/?after={after}").status_code == 404
    assert client.get(f"/articles/{article.id}/comments/more/?after={after}").status_code == 404


def test_a_closed_article_shows_no_form(client: FlaskClient, world: World) -> None:
    article = world.article(comments_closed_at=now())
    say(world, article, "last word")
    page = visit(client, f"/articles/{article.id}/comments/")
    assert "are closed" in page.text("#comments")
    assert not page.all(".comment-form") and not page.all(".comment-acts")


def test_a_reply_form_comes_as_a_page_and_as_a_piece(client: FlaskClient, world: World, article: Article) -> None:
    parent = say(world, article, "first")
    page = visit(client, f"/articles/{article.id}/comments/{parent.id}/reply/")
    assert page.text("blockquote") == "first"
    piece = read(client.get(f"/articles/{article.id}/comments/{parent.id}/reply/form/"), fragment=True)
    for form in (page, piece):
        assert form.one("[name=parent_id]").get("value") == str(parent.id)
        assert form.one("textarea").get("id") == f"comment-text{parent.id}"


def test_no_reply_form_for_what_nobody_sees(client: FlaskClient, world: World, article: Article) -> None:
    held = world.comment(article, "Held", held=True)
    other = world.article("Other")
    said = say(world, article, "said")
    for path in ("reply/", "reply/form/"):
        assert client.get(f"/articles/{article.id}/comments/{held.id}/{path}").status_code == 404
        assert client.get(f"/articles/{other.id}/comments/{said.id}/{path}").status_code == 404
        assert client.get(f"/articles/{article.id}/comments/99999999999999/{path}").status_code == 404
