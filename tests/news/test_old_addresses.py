"""Addresses of another time lead, in one step, to where their thing lives now."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.auth.models import Account
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.addresses import url_of
from blueprints.news.editing import leave_redirect
from blueprints.news.models import Article, Target
from tests.news.reading import picture
from tests.newsroom.writing import edit_url, enter, send
from tests.visiting import visit
from tests.world import World


def leave(path: str, target: Target, number: int) -> None:
    leave_redirect(db.session, path, target, number)
    db.session.commit()


def place(client: FlaskClient, path: str) -> str:
    """Where one step leads."""
    answer = client.get(path)
    assert answer.status_code == 301, answer.status
    return str(answer.headers["Location"])


def test_everything_can_have_been_elsewhere(client: FlaskClient, world: World) -> None:
    article = world.article("Port", tags=("ships",))
    page, shown = world.page("about/team", "Team"), picture()
    leave("/2019/03/04/port/", Target.ARTICLE, article.id)
    leave("/topics/news/", Target.CATEGORY, world.news.id)
    leave("/topics/ships/", Target.TAG, 1)
    leave("/people/ben/", Target.AUTHOR, world.ben.id)
    leave("/team/", Target.PAGE, page.id)
    leave("/wp-content/uploads/2019/03/port.jpg", Target.PICTURE, shown.id)
    assert place(client, "/2019/03/04/port/") == url_of(article)
    assert place(client, "/topics/news/") == "/category/news/"
    assert place(client, "/topics/ships/") == "/tag/ships/"
    assert place(client, "/people/ben/") == "/author/ben-diallo/"
    assert place(client, "/team/") == "/about/team/"
    assert place(client, "/wp-content/uploads/2019/03/port.jpg").startswith("/media/")


@pytest.mark.parametrize("asked", ["/old/port/", "/old/port", "/old/port/?utm_source=x", "/old/port?amp=1"])
def test_slash_and_foreign_queries_make_no_difference(client: FlaskClient, world: World, asked: str) -> None:
    article = world.article("Port")
    leave("/old/port/", Target.ARTICLE, article.id)
    assert place(client, asked) == url_of(article)


@pytest.mark.parametrize("kept", ["/?p=1", "/?page_id=7", "/?cat=3"])
def test_a_number_at_the_front_page_leads_to_its_thing(client: FlaskClient, world: World, kept: str) -> None:
    article = world.article("Port")
    leave(kept, Target.ARTICLE, article.id)
    assert place(client, kept) == url_of(article)
    visit(client, "/?p=999", 404)
    visit(client, "/?p=%00", 404)
    visit(client, "/?p=")
    visit(client, f"/?utm_source={kept[2:]}")


def test_a_query_that_names_goes_before_the_bare_path(client: FlaskClient, world: World) -> None:
    first, second = world.article("First"), world.article("Second")
    leave("/index.php", Target.ARTICLE, first.id)
    leave("/index.php?p=2", Target.ARTICLE, second.id)
    assert place(client, "/index.php?p=2") == url_of(second)
    assert place(client, "/index.php?p=3") == url_of(first)


def test_an_address_beyond_latin_letters(client: FlaskClient, world: World) -> None:
    article = world.article("Port")
    leave("/2019/ميناء/", Target.ARTICLE, article.id)
    assert place(client, "/2019/%D9%85%D9%8A%D9%86%D8%A7%D8%A1/") == url_of(article)


def test_a_slug_that_changed_twice_leads_on_in_one_step(app: Flask, client: FlaskClient, world: World) -> None:
    author = app.test_client()
    article = world.article("First name", author=world.ben)
    leave("/?p=1", Target.ARTICLE, article.id)
    first = url_of(article)
    enter(author, world.ben)
    assert send(author, edit_url(article), slug="second-name").status_code == 303
    second = place(client, first)
    assert second.endswith("/second-name/") and place(client, "/?p=1") == second
    assert send(author, edit_url(article), slug="third-name").status_code == 303
    for old in (first, second, "/?p=1&x"):
        assert old == "/?p=1&x" or place(client, old).endswith("/third-name/")
    assert visit(client, place(client, first)).text("h1") == "First name"


def test_a_slug_that_came_back_leads_nowhere_else(app: Flask, client: FlaskClient, world: World) -> None:
    author = app.test_client()
    article = world.article("First name", author=world.ben)
    first = url_of(article)
    enter(author, world.ben)
    send(author, edit_url(article), slug="second-name")
    send(author, edit_url(article), slug="first-name")
    assert visit(client, first).text("h1") == "First name"
    assert place(client, first.replace("first", "second")) == first


def test_an_address_that_leads_to_itself_is_not_found_rather_than_endless(client: FlaskClient, world: World) -> None:
    article = world.article("Later", published=now() + timedelta(days=1))
    leave(url_of(article), Target.ARTICLE, article.id)
    visit(client, url_of(article), 404)


def test_what_is_not_out_is_not_given_away(client: FlaskClient, world: World) -> None:
    draft = world.article("Secret plan", draft=True)
    leave("/old/", Target.ARTICLE, draft.id)
    leave("/people/cleo/", Target.AUTHOR, world.cleo.id)
    page = db.session.merge(world.page("secret", "Secret"))
    page.published_at = None
    db.session.commit()
    leave("/hush/", Target.PAGE, page.id)
    for path in ("/old/", "/hush/"):
        visit(client, path, 404)


def test_what_was_withdrawn_is_gone_there_too(client: FlaskClient, world: World) -> None:
    article = db.session.merge(world.article("Gone"))
    comment = world.comment(article)
    article = db.session.merge(article)
    article.unpublish(now(), "It named the <wrong> harbour.")
    db.session.commit()
    leave("/old/", Target.ARTICLE, article.id)
    leave("/?p=12", Target.ARTICLE, article.id)
    leave("/old/comment-page-1/", Target.COMMENT, comment.id)
    for path in (url_of(article), "/old/", "/old", "/?p=12", "/old/comment-page-1/", "/s/1/"):
        page = visit(client, path, 410)
        assert page.text(".error-page blockquote") == "It named the <wrong> harbour."
        assert page.one(".error-page time").get("datetime")
        assert page.all(".error-page form[action='/search/']") and page.all(".error-page a[href='/']")
        assert "Gone" not in page.text()


def test_a_tombstone_says_why_nothing_is_there(client: FlaskClient, world: World) -> None:
    leave_redirect(db.session, "/2019/03/04/port/", Target.GONE, 0, "Taken back at the family’s wish.")
    leave_redirect(db.session, "/2019/03/05/bare/", Target.GONE, 0)
    db.session.commit()
    assert visit(client, "/2019/03/04/port", 410).text("blockquote") == "Taken back at the family’s wish."
    bare = visit(client, "/2019/03/05/bare/?utm_source=x", 410)
    assert not bare.all("blockquote") and not bare.all(".error-page time")


def test_a_comment_leads_to_its_place_under_the_article(client: FlaskClient, world: World) -> None:
    article = world.article()
    comment = world.comment(article)
    leave("/port/comment-page-1/", Target.COMMENT, comment.id)
    leave("/port/comment-page-9/", Target.COMMENT, 999)
    assert place(client, "/port/comment-page-1/") == f"{url_of(article)}#comment-{comment.id}"
    visit(client, "/port/comment-page-9/", 404)


def test_what_lives_at_an_address_now_goes_before_what_lived_there(client: FlaskClient, world: World) -> None:
    first, second = world.article("First"), world.article("Second")
    leave(url_of(second), Target.ARTICLE, first.id)
    assert visit(client, url_of(second)).text("h1") == "Second"


def test_what_is_no_more_is_not_found(client: FlaskClient, world: World) -> None:
    assert db.session.get(Article, 99) is None and db.session.get(Account, 99) is None
    for target in Target:
        leave(f"/old/{target}/", target, 99)
        visit(client, f"/old/{target}/", 410 if target is Target.GONE else 404)


def test_only_reading_is_led_on(client: FlaskClient, world: World) -> None:
    article = world.article()
    leave("/old/", Target.ARTICLE, article.id)
    answer = client.post("/old/", headers={"Origin": "http://localhost"})
    assert answer.status_code in (404, 405)
    assert client.head("/old/").status_code == 301
