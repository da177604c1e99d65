"""send-test: the digest as it would come now, marked, through the real mail server, and in no ledger."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from blueprints.core.database import db
from blueprints.news.models import Article
from blueprints.newsletter.models import Cadence, Delivery, Edition, Form, Issue
from tests.newsletter.readers import Readers, body, parsed
from tests.smtp_sink import Sink
from tests.world import World

EMAIL = "dan@example.org"


def send(app: Flask, *words: str) -> tuple[int, str]:
    """Exit code and all that it said."""
    outcome = app.test_cli_runner().invoke(args=["newsletter", "send-test", *words])
    db.session.expunge_all()
    return outcome.exit_code, outcome.output


def test_a_stranger_sees_what_a_new_reader_would_get(app: Flask, world: World, sink: Sink) -> None:
    world.article("Port opens")
    assert send(app, "Dan@Example.org") == (0, "Sent to Dan@example.org.\n")
    message = parsed(sink.accepted[0].content)
    assert message["Subject"] == "Test: Port opens" and message["To"] == "Dan@example.org"
    assert "/newsletter/unsubscribe/preview/" in body(message, "plain")
    assert b"\0" not in sink.accepted[0].content


def test_nothing_is_written_down(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    world.article("Port opens")
    readers.add(EMAIL)
    assert send(app, EMAIL)[0] == 0
    for model in (Issue, Edition, Delivery):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    assert db.session.scalar(select(func.max(Article.published_seq))) is None
    assert readers.get(EMAIL).watermark == 0
    assert readers.send() == {"sent": 1}


def test_a_reader_gets_what_is_new_to_them_in_their_form(
    app: Flask, world: World, readers: Readers, sink: Sink
) -> None:
    world.article("Old story")
    readers.add(EMAIL, form=Form.TEXT, cadence=Cadence.WEEKLY)
    readers.send(Cadence.WEEKLY)
    world.article("New story")
    send(app, EMAIL)
    message = parsed(sink.accepted[1].content)
    assert message.get_content_type() == "text/plain"
    assert "New story" in message.get_content() and "Old story" not in message.get_content()
    assert "weekly letter" in message.get_content()


def test_what_is_asked_for_beats_what_they_chose(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    world.article("Le port ouvre", language="fr", body="<p>Le port a ouvert lundi.</p>")
    readers.add(EMAIL, form=Form.TEXT)
    assert send(app, EMAIL, "--language", "fr", "--form", "full", "--kind", "weekly")[0] == 0
    message = parsed(sink.accepted[0].content)
    assert 'lang="fr"' in body(message, "html") and "Le port a ouvert lundi." in body(message, "html")


def test_an_issue_that_the_desk_prepared_is_shown_as_it_is(
    app: Flask, world: World, readers: Readers, sink: Sink
) -> None:
    world.article("Port opens")
    readers.add(EMAIL)
    readers.compose()
    issue = db.session.scalars(select(Issue)).one()
    issue.subject, issue.note = "Our day", "Good morning."
    db.session.commit()
    send(app, EMAIL)
    message = parsed(sink.accepted[0].content)
    assert message["Subject"] == "Test: Our day" and "Good morning." in body(message, "plain")
    assert "#letter-1" in body(message, "html")


def test_without_a_mail_server_it_is_a_file(app: Flask, world: World) -> None:
    world.article()
    code, told = send(app, EMAIL)
    assert code == 0 and told.startswith("SMTP_URL is not set: the mail is in ")
    [file] = (Path(app.instance_path) / "outbox").glob("test-*.eml")
    assert parsed(file.read_bytes())["To"] == EMAIL


def test_bounces_of_a_test_go_where_all_go(app: Flask, world: World, sink: Sink) -> None:
    senders: list[str] = []
    app.config["BOUNCE_ADDRESS"] = "bounces@example.org"
    sink.plan = lambda stage, count, recipient: senders.append(recipient) if stage == "mail" else None
    world.article()
    send(app, EMAIL)
    assert senders == ["bounces@example.org"]


@pytest.mark.parametrize(("stage", "reply"), [("rcpt", "550 5.1.1 nobody"), ("body", "554 5.7.1 spam")])
def test_a_refusal_is_told_in_one_line(app: Flask, world: World, sink: Sink, stage: str, reply: str) -> None:
    world.article()
    sink.plan = lambda at, count, recipient: reply if at == stage else None
    assert send(app, EMAIL) == (1, f"Error: The mail server does not take it: {reply}\n")


def test_a_server_that_is_away_is_told_in_one_line(app: Flask, world: World) -> None:
    world.article()
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    code, told = send(app, EMAIL)
    assert code == 1 and told.startswith("Error: Not sent: mail server 127.0.0.1:9:") and told.count("\n") == 1


def test_where_nothing_is_fresh_nothing_is_sent(app: Flask, world: World, sink: Sink) -> None:
    code, told = send(app, EMAIL)
    assert code == 1 and "Nothing was published in the last two weeks" in told


@pytest.mark.parametrize("words", [("dan",), ("ሰላም@example.org",), (EMAIL, "--language", "xx"), (EMAIL, "--kind", "x")])
def test_what_makes_no_sense_is_refused(app: Flask, world: World, words: tuple[str, ...]) -> None:
    assert send(app, *words)[0] == 2
