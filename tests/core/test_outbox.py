"""The outbox: a mail is a row before it is a message, and goes out once."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert

from blueprints.core import clock
from blueprints.core.database import begin_reading, begin_writing, db
from blueprints.core.models import OutboxMail, Purge
from blueprints.core.outbox import WAITS, deliver_outbox, deliver_soon
from tests.smtp_sink import DROP, Sink


@pytest.fixture
def sink(app: Flask) -> Sink:
    """A real mail server that the application is set up with."""
    server = Sink()
    server.start()
    app.config["SMTP_URL"] = server.url
    return server


def queue(recipient: str = "cleo@example.org", subject: str = "Ẹ káàbọ̀ أهلا") -> int:
    """A mail that is due now; its id."""
    moment = clock.now()
    mail = OutboxMail(
        recipient=recipient,
        subject=subject,
        text="Come in: https://example.org/link/secret/\n",
        html="<p>Come in.</p>",
        message_id=f"<{recipient}-{moment.timestamp()}@example.org>",
        created_at=moment,
        not_before=moment,
    )
    db.session.add(mail)
    db.session.commit()
    return mail.id


def kept(number: int) -> OutboxMail:
    db.session.expire_all()
    return db.session.get_one(OutboxMail, number)


def test_it_goes_out_once_and_its_text_is_forgotten(sink: Sink) -> None:
    number = queue()
    assert (deliver_outbox(), deliver_outbox()) == (1, 0)
    assert sink.copies() == {"cleo@example.org": 1}
    message = message_from_bytes(sink.accepted[0].content, policy=policy.default)
    assert message["Subject"] == "Ẹ káàbọ̀ أهلا"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert kept(number).sent_at is not None
    assert "secret" not in kept(number).text


def test_a_refused_address_fails_for_good(sink: Sink) -> None:
    sink.plan = lambda stage, count, recipient: "550 5.1.1 no such person" if stage == "rcpt" else None
    number = queue()
    assert deliver_outbox() == 0
    assert kept(number).failed_at is not None
    assert "no such person" in kept(number).reply


def test_a_busy_server_is_asked_again_later(sink: Sink) -> None:
    sink.plan = lambda stage, count, recipient: "451 4.7.1 try later" if stage == "rcpt" and count == 1 else None
    number = queue()
    assert deliver_outbox() == 0
    assert kept(number).failed_at is None
    with clock.at(clock.now() + WAITS[0] + timedelta(seconds=1)):
        assert deliver_outbox() == 1


def test_a_dead_server_holds_up_nobody_and_loses_nothing(app: Flask) -> None:
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    number = queue()
    deliver_soon()
    assert kept(number).sent_at is None
    assert kept(number).attempts == 1


@pytest.mark.parametrize("begin", [begin_reading, begin_writing])
def test_others_can_write_while_the_server_takes_its_time(sink: Sink, begin: Callable[[], None]) -> None:
    engine, written = db.engine, []

    def plan(stage: str, count: int, recipient: str) -> None:
        if stage == "body":
            with engine.begin() as connection:
                written.append(connection.execute(insert(Purge).values(tag="front", at=clock.now())))

    sink.plan = plan
    number = queue()
    begin()
    try:
        assert deliver_outbox() == 1
    finally:
        begin_reading()
    assert len(written) == 1 and kept(number).sent_at is not None


def test_one_mail_finds_out_for_all_that_the_server_is_away(app: Flask, sink: Sink) -> None:
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    numbers = [queue(f"{name}@example.org") for name in ("cleo", "dan")]
    for _ in range(2):
        deliver_soon()
    assert sum(kept(number).attempts for number in numbers) == 1
    app.config["SMTP_URL"] = sink.url
    assert deliver_outbox() == 1


def test_after_the_last_try_it_is_given_up_with_the_reason(sink: Sink) -> None:
    sink.plan = lambda stage, count, recipient: DROP if stage == "mail" else None
    number = queue()
    moment = clock.now()
    for _ in range(len(WAITS) + 1):
        moment += timedelta(days=1)
        with clock.at(moment):
            deliver_outbox()
    assert kept(number).failed_at is not None
    assert kept(number).reply


def test_without_a_server_it_becomes_a_file(app: Flask) -> None:
    number = queue()
    assert deliver_outbox() == 1
    (path,) = (Path(app.instance_path) / "outbox").glob("*.eml")
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["To"] == "cleo@example.org"
    assert kept(number).sent_at is not None
