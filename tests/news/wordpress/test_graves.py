"""What the old site took away has its address marked, where nothing else lives."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.addresses import url_of
from blueprints.news.models import Article, OldAddress
from blueprints.news.wordpress.graves import REASON
from tests.news.wordpress.moving import everything, export_with, move_in
from tests.visiting import visit

TRASHED = "<wp:post_name>thrown-away__trashed</wp:post_name>"


def graves() -> dict[str, str]:
    gone = db.session.scalars(select(OldAddress).where(OldAddress.reason != ""))
    return {address.path: address.reason for address in gone}


def test_trash_and_what_a_password_guards_is_gone_at_its_address(app: Flask) -> None:
    result = move_in(app)
    assert graves() == dict.fromkeys(
        ("/2024/04/03/thrown-away/", "/?p=107", "/2024/04/02/behind-a-password/", "/?p=106"), REASON
    )
    assert "address: of something taken off the old site now says so" in result.output


def test_moving_in_again_marks_nothing_twice(app: Flask) -> None:
    move_in(app)
    before = everything()
    move_in(app)
    assert everything() == before


def test_a_draft_that_was_thrown_away_was_never_there(app: Flask, tmp_path: Path) -> None:
    meta = (
        "<wp:postmeta><wp:meta_key>_wp_trash_meta_status</wp:meta_key><wp:meta_value>draft</wp:meta_value>"
        "</wp:postmeta>"
    )
    move_in(app, export_with(tmp_path, (TRASHED, TRASHED + meta)))
    assert not any("thrown" in path or path == "/?p=107" for path in graves())


def test_the_slug_that_it_wished_for_counts(app: Flask, tmp_path: Path) -> None:
    meta = (
        "<wp:postmeta><wp:meta_key>_wp_desired_post_slug</wp:meta_key><wp:meta_value>tide-table</wp:meta_value>"
        "</wp:postmeta>"
    )
    move_in(app, export_with(tmp_path, (TRASHED, TRASHED + meta)))
    assert "/2024/04/03/tide-table/" in graves()


def test_nothing_is_marked_where_something_lives(app: Flask, tmp_path: Path) -> None:
    same = "<wp:post_name>three-bridges-one-river__trashed</wp:post_name>"
    changes = (TRASHED, same), ("2024-04-03 07:00:00", "2024-05-05 07:00:00")
    move_in(app, export_with(tmp_path, *changes))
    assert not any("bridges" in path for path in graves())


def test_a_page_in_the_trash_is_gone_too(app: Flask, tmp_path: Path) -> None:
    page = (
        "<item><title>Rates</title><link>https://lagoonpost.example/?page_id=900</link><wp:post_id>900</wp:post_id>"
        "<wp:post_name>rates__trashed</wp:post_name><wp:status>trash</wp:status><wp:post_type>page</wp:post_type></item>"
    )
    move_in(app, export_with(tmp_path, ("</channel>", f"{page}</channel>")))
    assert {"/rates/", "/?page_id=900"} <= graves().keys()


def test_what_was_hidden_is_found_again_once_an_editor_publishes_it(app: Flask, client: FlaskClient) -> None:
    move_in(app)
    assert REASON in visit(client, "/2024/04/02/behind-a-password/", 410).text()
    hidden = db.session.scalars(select(OldAddress).where(OldAddress.path == "/?p=106")).one()
    article = db.session.get_one(Article, hidden.target_id)
    article.publish(now() - timedelta(hours=1))
    address = url_of(article)
    db.session.commit()
    for path in ("/2024/04/02/behind-a-password/", "/?p=106"):
        assert client.get(path).headers["Location"].endswith(address)
