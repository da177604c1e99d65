"""Leaving: one click in a mail program (RFC 8058), or a page with a button."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from blueprints.core.database import db
from tests.newsletter.readers import Readers, body, link_in, parsed
from tests.smtp_sink import Sink
from tests.visiting import read, visit
from tests.world import World

EMAIL = "dan@example.org"


@pytest.fixture
def sent(world: World, readers: Readers, sink: Sink) -> bytes:
    """A digest that Dan got."""
    world.article()
    readers.add(EMAIL)
    readers.send()
    return sink.accepted[0].content


def one_click(sent: bytes) -> str:
    """The path of the https link in List-Unsubscribe."""
    message = parsed(sent)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.search(r"<https?://[^/]+(/newsletter/unsubscribe/[^>]+)>", message["List-Unsubscribe"])
    assert found
    return found.group(1)


def test_one_click_of_a_mail_program_ends_it_at_once(client: FlaskClient, readers: Readers, sent: bytes) -> None:
    for _ in range(2):
        answer = client.post(
            one_click(sent), data="List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert not readers.get(EMAIL).is_active


def test_one_click_may_come_as_a_multipart_form(client: FlaskClient, readers: Readers, sent: bytes) -> None:
    form = {"List-Unsubscribe": "One-Click"}
    assert client.post(one_click(sent), data=form, content_type="multipart/form-data").status_code == 200
    assert not readers.get(EMAIL).is_active


def test_a_scanner_that_follows_the_link_ends_nothing(client: FlaskClient, readers: Readers, sent: bytes) -> None:
    path = link_in(body(parsed(sent), "html"), "unsubscribe")
    page = visit(client, path)
    assert page.text("main form button") == "Unsubscribe"
    assert readers.get(EMAIL).is_active


def test_the_button_ends_it(client: FlaskClient, readers: Readers, sent: bytes) -> None:
    path = link_in(body(parsed(sent), "plain"), "unsubscribe")
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert "no more letters" in read(client.post(path, headers=headers)).text("h1")
    assert not readers.get(EMAIL).is_active


def test_what_waited_for_who_left_is_withdrawn(
    client: FlaskClient, world: World, readers: Readers, sink: Sink, sent: bytes
) -> None:
    world.article("Second story")
    readers.compose()
    client.post(one_click(sent))
    assert readers.deliver() == {}
    assert readers.states() == {"sent": 1, "skipped": 1}


def test_who_leaves_between_claim_and_body_gets_nothing(
    client: FlaskClient, world: World, readers: Readers, sink: Sink
) -> None:
    world.article()
    emails = readers.add_many(3)
    path = f"/newsletter/unsubscribe/{readers.key('reader2@example.org')}/"
    app = client.application

    def leave_now(stage: str, count: int, recipient: str) -> None:
        if stage == "data" and recipient == "reader2@example.org":
            assert app.test_client().post(path).status_code == 200

    sink.plan = leave_now
    assert readers.send() == {"sent": 2, "skipped": 1}
    assert sink.copies() == {emails[0]: 1, emails[2]: 1}


def test_an_old_link_works_after_the_sites_key_changed(
    app: Flask, readers: Readers, sent: bytes, tmp_path: Path
) -> None:
    other = create_app(
        DATABASE_URL=app.config["DATABASE_URL"],
        INSTANCE_PATH=str(tmp_path),
        SECRET_KEY="another-key-0123456789-abcdefghijklmnopqrs",
        SITE_URL="http://localhost",
    )
    assert other.test_client().post(one_click(sent)).status_code == 200
    with other.app_context():
        db.engine.dispose()
    assert not readers.get(EMAIL).is_active


def test_a_wrong_key_ends_nothing(client: FlaskClient, readers: Readers, sent: bytes) -> None:
    number = readers.get(EMAIL).id
    for key in (f"{number}.{'A' * 22}", f"{number}", "x", f"{number}.", "9" * 400):
        assert client.post(f"/newsletter/unsubscribe/{key}/").status_code == 404
    assert readers.get(EMAIL).is_active
