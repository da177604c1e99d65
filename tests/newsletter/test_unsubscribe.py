"""Leaving: one click in a mail program (RFC 8058), or a page with a button."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, select, update

from app import create_app
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.models import Issue, Subscriber, SubscriberEvent
from blueprints.newsletter.readers.suppressing import is_suppressed, suppress
from tests.newsletter.asking import answered
from tests.newsletter.readers import Readers, body, link_in, parsed
from tests.newsletter.test_letters_by_hand import letter
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


def test_the_issue_that_made_somebody_leave_is_kept(client: FlaskClient, readers: Readers, sent: bytes) -> None:
    issue = db.session.scalars(select(Issue.id)).one()
    client.post(f"/newsletter/unsubscribe/{readers.key(EMAIL, issue)}/")
    client.post(f"/newsletter/unsubscribe/{readers.key(EMAIL, issue)}/")
    lines = db.session.execute(select(SubscriberEvent.kind, SubscriberEvent.detail)).all()
    assert lines == [("left", str(issue))]


def test_a_link_without_an_issue_works_as_it_did(client: FlaskClient, readers: Readers, sent: bytes) -> None:
    key = readers.key(EMAIL)
    assert key.count(".") == 1
    assert client.post(f"/newsletter/unsubscribe/{key}/").status_code == 200
    assert not readers.get(EMAIL).is_active


def test_a_mail_program_in_a_browser_may_send_the_click(client: FlaskClient, readers: Readers, sent: bytes) -> None:
    headers = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    answer = client.post(one_click(sent), data={"List-Unsubscribe": "One-Click"}, headers=headers)
    assert answer.status_code == 200 and "Location" not in answer.headers
    assert not readers.get(EMAIL).is_active


def test_a_restored_backup_knows_the_links_of_its_readers(
    client: FlaskClient, world: World, readers: Readers, sent: bytes
) -> None:
    """The secret lies in the reader's own row, and so in every backup that has the reader."""
    path = one_click(sent)
    kept = readers.get(EMAIL)
    row = {column.name: getattr(kept, column.key) for column in Subscriber.__table__.columns}
    db.session.execute(delete(Subscriber))
    db.session.commit()
    assert client.post(path).status_code == 404
    db.session.execute(insert(Subscriber).values(**row))
    db.session.commit()
    assert client.post(path).status_code == 200


def test_one_question_may_be_answered(client: FlaskClient, readers: Readers, sent: bytes) -> None:
    path = one_click(sent)
    page = read(client.post(path))
    form = page.one("main form[action$='/why/']")
    assert len(page.all("main input[type=radio]")) == 5 and not page.all("main textarea")
    answer = read(client.post(form.get("action"), data={"why": "too-much"}))
    assert "Thank you" in answer.text("[role=status].notice")
    assert readers.get(EMAIL).left_why == "too-much"
    assert [button.get("value") for button in answer.all("main button[name=less]")] == ["weekly", "pause"]


@pytest.mark.parametrize("why", ["", "because", "x" * 5000, "a\0b", "👋"])
def test_no_answer_and_a_strange_one_are_the_same(client: FlaskClient, readers: Readers, sent: bytes, why: str) -> None:
    path = one_click(sent)
    client.post(path)
    assert "Thank you" in read(client.post(f"{path}why/", data={"why": why})).text("main")
    assert readers.get(EMAIL).left_why == ""


def test_an_answer_makes_nobody_leave(client: FlaskClient, readers: Readers, sent: bytes) -> None:
    client.post(f"{one_click(sent)}why/", data={"why": "other"})
    assert readers.get(EMAIL).is_active and readers.get(EMAIL).left_why == ""


def test_a_mistake_is_taken_back_and_nothing_is_missed(
    client: FlaskClient, world: World, readers: Readers, sink: Sink, sent: bytes
) -> None:
    client.post(one_click(sent))
    world.article("Second story")
    page = read(client.post(one_click(sent).replace("unsubscribe", "again")))
    assert page.text("h1") == "You are subscribed"
    assert readers.get(EMAIL).next_at is not None
    assert readers.send() == {"sent": 1}
    assert b"Second story" in sink.accepted[-1].content


def test_a_letter_that_waited_waits_again_after_a_mistake(client: FlaskClient, readers: Readers, sink: Sink) -> None:
    readers.add(EMAIL)
    letter(send_at=now())
    assert compose_due() == 1
    key = readers.key(EMAIL)
    client.post(f"/newsletter/unsubscribe/{key}/")
    assert readers.states() == {"skipped": 1}
    for _ in range(2):
        client.post(f"/newsletter/again/{key}/")
    assert readers.deliver() == {"sent": 1} and len(sink.accepted) == 1


@pytest.mark.parametrize("less", ["weekly", "pause"])
def test_less_instead_of_nothing(client: FlaskClient, readers: Readers, sent: bytes, less: str) -> None:
    again = one_click(sent).replace("unsubscribe", "again")
    for stays in (True, False):
        if not stays:
            client.post(one_click(sent))
        read(client.post(again, data={"less": less}))
        dan = readers.get(EMAIL)
        assert (dan.is_active, dan.cadence, dan.paused_until is not None) == (
            True,
            "weekly" if less == "weekly" else "daily",
            less == "pause",
        )


def test_who_left_long_ago_is_asked_by_mail(client: FlaskClient, readers: Readers, sink: Sink, sent: bytes) -> None:
    client.post(one_click(sent))
    db.session.execute(update(Subscriber).values(unsubscribed_at=now() - timedelta(days=8)))
    db.session.commit()
    page = read(client.post(one_click(sent).replace("unsubscribe", "again"), data={"less": "weekly"}))
    answered(client)
    assert page.text("h1") == "Look into your inbox"
    assert not readers.get(EMAIL).is_active
    client.post(link_in(body(parsed(sink.accepted[-1].content), "plain"), "confirm"))
    assert readers.get(EMAIL).is_active


@pytest.mark.parametrize("reason", ["hard", "complaint", "desk"])
def test_ones_own_link_shows_that_the_address_lives(
    client: FlaskClient, readers: Readers, sink: Sink, sent: bytes, reason: str
) -> None:
    suppress(db.session, EMAIL, reason, now())
    db.session.execute(update(Subscriber).values(state="suspended"))
    db.session.commit()
    read(client.post(one_click(sent).replace("unsubscribe", "again")))
    answered(client)
    assert len(sink.accepted) == (1 if reason == "desk" else 2)
    assert is_suppressed(db.session, EMAIL) is (reason == "desk")
    assert not readers.get(EMAIL).is_active
