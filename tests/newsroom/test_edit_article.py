"""Changing an article: by those who may, without overwriting anybody unseen."""

import threading
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.clock import at, now
from blueprints.news.addresses import url_of
from tests.newsroom.writing import article_of, edit_url, enter, send, stored, values
from tests.visiting import read, visit
from tests.world import World


def test_an_author_edits_their_own_and_nobody_elses(client: FlaskClient, world: World) -> None:
    other = world.account("Efe Obi")
    mine, theirs = world.article("Mine"), world.article("Theirs", author=other)
    enter(client, world.ben)
    assert article_of(send(client, edit_url(mine), headline="Still mine")).headline == "Still mine"
    for path in ("edit", "unpublish", "preview"):
        assert client.get(f"/desk/articles/{theirs.id}/{path}/").status_code == 403
        assert client.post(f"/desk/articles/{theirs.id}/{path}/", data={"headline": "x"}).status_code == 403
    assert stored(theirs.id).headline == "Theirs"


def test_an_editor_edits_all_and_a_missing_one_is_404(client: FlaskClient, world: World) -> None:
    article = world.article("Ben wrote it")
    enter(client, world.ada)
    saved = article_of(send(client, edit_url(article), headline="Ada edited it"))
    assert (saved.headline, saved.author_id) == ("Ada edited it", world.ben.id)
    assert client.get(edit_url(9999)).status_code == 404


def test_readers_are_refused(client: FlaskClient, world: World) -> None:
    article = world.article()
    enter(client, world.cleo)
    assert client.get("/desk/").status_code == 403
    assert client.post(edit_url(article), data={"headline": "x"}).status_code == 403


def test_an_older_tab_is_told_and_keeps_its_words(client: FlaskClient, world: World) -> None:
    article = world.article("First", body="<p>Old text.</p>")
    enter(client, world.ada)
    tab = values(visit(client, edit_url(article)))
    send(client, edit_url(article), body="<p>Theirs.</p>")
    page = read(client.post(edit_url(article), data={**tab, "body": "<p>Mine.</p>"}), 422)
    assert "changed in another window" in page.text("[role=alert]")
    assert "Mine." in page.text("#body")
    assert "Theirs." in page.text(".desk-theirs")
    assert stored(article.id).body == "<p>Theirs.</p>"
    assert article_of(client.post(edit_url(article), data=values(page))).body == "<p>Mine.</p>"


def test_pressing_save_twice_is_no_conflict(client: FlaskClient, world: World) -> None:
    article = world.article("First")
    enter(client, world.ada)
    form = {**values(visit(client, edit_url(article))), "headline": "Second"}
    answers = [client.post(edit_url(article), data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]


def test_of_two_tabs_at_once_one_is_told(client: FlaskClient, app: Flask, world: World) -> None:
    article = world.article("First")
    enter(client, world.ada)
    form = values(visit(client, edit_url(article)))
    with client.session_transaction() as opened:
        cookie = dict(opened)
    answers: list[int] = []
    start = threading.Barrier(3)

    def press(number: int) -> None:
        with app.app_context():
            browser = app.test_client()
            browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
            with browser.session_transaction() as session:
                session.update(cookie)
            start.wait()
            answers.append(browser.post(edit_url(article), data={**form, "headline": f"Tab {number}"}).status_code)

    presses = [threading.Thread(target=press, args=(number,)) for number in range(3)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert sorted(answers) == [303, 422, 422]


def test_a_changed_address_leaves_a_redirect(client: FlaskClient, app: Flask, world: World) -> None:
    article = world.article("River port opens")
    old = url_of(article)
    enter(client, world.ben)
    saved = article_of(send(client, edit_url(article), slug="Port on the river"))
    assert saved.slug == "port-on-the-river"
    answer = app.test_client().get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, url_of(saved))


def test_a_published_headline_changes_without_its_address(client: FlaskClient, world: World) -> None:
    article = world.article("River port opens")
    enter(client, world.ben)
    assert article_of(send(client, edit_url(article), headline="New words")).slug == "river-port-opens"


def test_a_correction_and_an_update_stand_on_the_page(client: FlaskClient, app: Flask, world: World) -> None:
    article = world.article("River port opens", published=now() - timedelta(days=1))
    enter(client, world.ben)
    saved = article_of(send(client, edit_url(article), correction="It was Tuesday.\nNot Monday.", is_update="y"))
    assert saved.updated_at is not None
    assert "It was Tuesday." in visit(client, edit_url(article)).text(".desk-side")
    assert "It was Tuesday." in app.test_client().get("/corrections/").text


def test_breaking_lasts_six_hours_from_when_it_was_ticked(client: FlaskClient, world: World) -> None:
    article = world.article("Bridge opens")
    enter(client, world.ada)
    start = now()
    with at(start):
        saved = article_of(send(client, edit_url(article), breaking="y"))
    assert saved.breaking_until == start + timedelta(hours=6)
    page = visit(client, edit_url(article))
    assert page.one("#breaking").get("checked") is not None
    form = {name: value for name, value in values(page).items() if name != "breaking"}
    assert article_of(client.post(edit_url(article), data=form)).breaking_until is None


def test_comments_are_closed_and_opened(client: FlaskClient, world: World) -> None:
    article = world.article()
    enter(client, world.ben)
    assert article_of(send(client, edit_url(article), comments_closed="y")).comments_closed_at is not None
    form = {
        name: value for name, value in values(visit(client, edit_url(article))).items() if name != "comments_closed"
    }
    assert article_of(client.post(edit_url(article), data=form)).comments_closed_at is None


def test_a_moved_article_leaves_its_old_category_at_once(client: FlaskClient, app: Flask, world: World) -> None:
    article, sports = world.article("Ferry race"), world.category("Sports", position=2)
    reader = app.test_client()
    assert "Ferry race" in reader.get("/category/news/").text
    enter(client, world.ben)
    send(client, edit_url(article), category=str(sports.id))
    assert "Ferry race" not in reader.get("/category/news/").text
    assert "Ferry race" in reader.get("/category/sports/").text


def test_saving_needs_a_headline_once_readers_see_it(client: FlaskClient, world: World) -> None:
    article = world.article("Bridge opens")
    enter(client, world.ben)
    read(send(client, edit_url(article), headline=""), 422)
    assert stored(article.id).headline == "Bridge opens"
