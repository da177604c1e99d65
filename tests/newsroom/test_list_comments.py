"""Moderation: what waits, and what an editor says about it."""

import threading
import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import db, writing
from blueprints.news.addresses import url_of
from blueprints.news.comments import approve_comment
from blueprints.news.models import ArticleCounter, Comment
from blueprints.newsroom.queries import comment_to_judge
from tests.newsroom.writing import enter
from tests.signing_in import form_token
from tests.visiting import read, visit
from tests.world import World


def count(article_id: int) -> int:
    db.session.expunge_all()
    return db.session.get_one(ArticleCounter, article_id).comments


def test_an_approved_comment_stands_under_the_article_at_once(client: FlaskClient, app: Flask, world: World) -> None:
    article, reader = world.article(), app.test_client()
    comment = world.comment(article, "I was there.", held=True)
    assert "I was there." not in reader.get(url_of(article)).text
    enter(client, world.ada)
    assert "I was there." in visit(client, "/desk/comments/").text(".held-comment")
    answer = client.post(f"/desk/comments/{comment.id}/approve/", data={"csrf_token": form_token()})
    assert answer.status_code == 303
    assert "None waits" in visit(client, "/desk/comments/").text("main")
    assert count(article.id) == 1
    assert "I was there." in reader.get(url_of(article)).text


def test_two_editors_at_once_count_once(app: Flask, client: FlaskClient, world: World) -> None:
    article = world.article()
    number = world.comment(article, held=True).id
    enter(client, world.ada)
    token = form_token()
    with client.session_transaction() as opened:
        cookie = dict(opened)

    def press() -> None:
        with app.app_context():
            browser = app.test_client()
            browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
            with browser.session_transaction() as session:
                session.update(cookie)
            browser.post(f"/desk/comments/{number}/approve/", data={"csrf_token": token})

    with writing():
        approve_comment(db.session, db.session.scalars(comment_to_judge(number)).one(), now())
        db.session.flush()
        other = threading.Thread(target=press)
        other.start()
        time.sleep(0.5)  # it has read by now what it can
        db.session.commit()
        other.join()
    assert count(article.id) == 1


def test_approving_twice_counts_once(client: FlaskClient, world: World) -> None:
    article = world.article()
    comment = world.comment(article, held=True)
    enter(client, world.ada)
    for _ in range(2):
        client.post(f"/desk/comments/{comment.id}/approve/", data={"csrf_token": form_token()})
    assert count(article.id) == 1


def test_a_rejected_comment_leaves_the_list_by_a_fragment(client: FlaskClient, world: World) -> None:
    article = world.article()
    comment = world.comment(article, held=True)
    enter(client, world.ada)
    url = f"/desk/comments/{comment.id}/reject/"
    answer = client.post(url, data={"csrf_token": form_token()}, headers={"HX-Request": "true"})
    assert "Rejected" in read(answer, fragment=True).text("p")
    db.session.expunge_all()
    assert db.session.scalars(select(Comment.rejected_at)).one() is not None
    assert count(article.id) == 0


def test_authors_do_not_moderate(client: FlaskClient, world: World) -> None:
    comment = world.comment(world.article(), held=True)
    enter(client, world.ben)
    assert client.get("/desk/comments/").status_code == 403
    answer = client.post(f"/desk/comments/{comment.id}/approve/", data={"csrf_token": form_token()})
    assert answer.status_code == 403


def test_without_the_token_nothing_is_judged(client: FlaskClient, world: World) -> None:
    comment = world.comment(world.article(), held=True)
    enter(client, world.ada)
    assert client.post(f"/desk/comments/{comment.id}/approve/").status_code == 400
