"""Copies that may have arrived: what the relay's log says, what the setting says, and what the desk says."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, text, update

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.models import Delivery, Edition, Issue, Run, Subscriber
from blueprints.newsletter.sending.delivering import deliver
from blueprints.newsletter.sending.uncertain import assume_held, message_id, send_held, settle_due
from tests.newsletter.readers import Readers
from tests.newsletter.returns import issue_for
from tests.smtp_sink import DROP, Sink
from tests.world import World

BEGAN = datetime(2026, 11, 25, 19, 45, 24, tzinfo=UTC)  # as in relay.log
NOW = BEGAN + timedelta(minutes=15)
TRUE_LINES = Path(__file__).with_name("relay.log")


@pytest.fixture
def doubts(app: Flask, readers: Readers) -> int:
    """An issue with nine copies, of which all may have arrived, but reader 6's, which surely did."""
    emails = readers.add_many(9)
    issue_id = issue_for(*emails, state="uncertain")
    run = Run(key="x", started_at=BEGAN)
    db.session.add(run)
    db.session.flush()
    doubtful = {"run_id": run.id, "not_before": BEGAN, "uncertain_at": BEGAN, "watermark": 0}
    db.session.execute(update(Delivery).values(**doubtful))
    sent = {"state": "sent", "queue_id": "4F2K1z0abc", "not_before": None, "uncertain_at": None}
    db.session.execute(update(Delivery).where(Delivery.subscriber_id == 6).values(**sent))
    db.session.execute(update(Edition).values(to_seq=5))
    db.session.commit()
    return issue_id


@pytest.fixture
def relay_log(app: Flask, tmp_path: Path) -> Callable[[bytes], None]:
    """RELAY_LOG, with these lines; its traditional dates are those of this machine."""

    def _write(lines: bytes) -> None:
        lines = lines.replace(b"Nov 25 ", b"2026-11-25T").replace(b" mail postfix", b"Z mail postfix")
        (tmp_path / "mail.log").write_bytes(lines)
        app.config["RELAY_LOG"] = str(tmp_path / "mail.log")

    return _write


def settle(moment: datetime = NOW) -> dict[str, int]:
    """What was decided, and how often."""
    with clock.at(moment):
        return {ruling.value: count for ruling, count in settle_due().items()}


def states() -> dict[int, str]:
    db.session.expire_all()
    return {row.subscriber_id: row.state for row in db.session.scalars(select(Delivery))}


def watermarks() -> dict[int, int]:
    db.session.expire_all()
    return {row.id: row.watermark for row in db.session.scalars(select(Subscriber))}


def test_without_a_log_copies_are_sent_again(readers: Readers, doubts: int) -> None:
    assert settle() == {"resend": 8}
    rows = db.session.scalars(select(Delivery).where(Delivery.state == "waiting")).all()
    assert [row.not_before for row in rows] == [NOW] * 8
    assert set(watermarks().values()) == {0}


def test_they_are_assumed_to_be_sent(app: Flask, doubts: int) -> None:
    app.config["UNCERTAIN"] = "assume"
    assert settle() == {"assume": 8}
    assert set(states().values()) == {"sent"}
    assert {mark for number, mark in watermarks().items() if number != 6} == {5}


def test_an_issue_is_over_when_its_last_copy_was_decided_on(app: Flask, doubts: int) -> None:
    app.config["UNCERTAIN"] = "assume"
    with clock.at(NOW):
        deliver()
    issue = db.session.get_one(Issue, doubts)
    assert (issue.state, issue.finished_at) == ("done", NOW)


def test_they_are_held_until_the_desk_says_send(app: Flask, doubts: int) -> None:
    app.config["UNCERTAIN"] = "hold"
    assert settle() == {"hold": 8}
    assert settle(NOW + timedelta(days=3)) == {}
    assert send_held(db.session, doubts, NOW) == 8
    assert set(states().values()) == {"waiting", "sent"}
    assert send_held(db.session, doubts, NOW) == 0


def test_they_are_held_until_the_desk_says_that_they_were_sent(app: Flask, doubts: int) -> None:
    app.config["UNCERTAIN"] = "hold"
    settle()
    assert assume_held(db.session, doubts, NOW) == 8
    assert set(states().values()) == {"sent"}
    assert {mark for number, mark in watermarks().items() if number != 6} == {5}


def test_the_log_says_who_has_it_and_who_has_not(doubts: int, relay_log: Callable[[bytes], None]) -> None:
    with_localhost(relay_log, doubts)
    assert settle() == {"confirmed": 3, "refuted": 4, "ask again": 1}
    expected = {1: "sent", 2: "waiting", 3: "sent", 4: "waiting", 5: "uncertain", 6: "sent", 7: "sent", 8: "waiting"}
    assert states() == {**expected, 9: "waiting"}
    assert {number for number, mark in watermarks().items() if mark == 5} == {1, 3, 7}


def test_what_the_log_leaves_open_is_asked_again_and_decided_in_the_end(
    doubts: int, relay_log: Callable[[bytes], None]
) -> None:
    with_localhost(relay_log, doubts)
    settle()
    assert settle(NOW + timedelta(minutes=5)) == {}
    assert settle(NOW + timedelta(minutes=11)) == {"ask again": 1}
    assert settle(NOW + timedelta(hours=7)) == {"resend": 1}


def test_a_log_that_is_not_there_leaves_it_to_the_setting(app: Flask, doubts: int, tmp_path: Path) -> None:
    app.config["RELAY_LOG"] = str(tmp_path / "missing.log")
    assert settle() == {"resend": 8}


def test_the_log_of_another_machine_refutes_nothing(doubts: int, relay_log: Callable[[bytes], None]) -> None:
    lines = [line for line in TRUE_LINES.read_bytes().splitlines(keepends=True) if b"55BD9382127" not in line]
    with_localhost(relay_log, doubts, b"".join(lines))
    single = db.engine.dialect.name == "sqlite"
    assert settle() == {"confirmed": 3, "ask again": 1, **({"refuted": 4} if single else {"resend": 4})}


def test_nothing_is_decided_before_the_grace_time(doubts: int) -> None:
    assert settle(BEGAN - timedelta(seconds=1)) == {}


def test_a_copy_of_an_ended_issue_is_not_sent_again(doubts: int) -> None:
    db.session.execute(update(Issue).values(state="cancelled"))
    db.session.commit()
    assert settle() == {"drop": 8}
    assert set(states().values()) == {"skipped", "sent"}


def test_the_message_id_is_that_of_the_mail(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add_many(2)
    readers.send()
    row = db.session.scalars(select(Delivery).order_by(Delivery.subscriber_id)).first()
    assert row is not None
    name = message_id(row.issue_id, row.subscriber_id)
    assert [name.encode() in mail.content for mail in sink.accepted].count(True) == 1


def test_a_copy_without_an_answer_that_the_relay_took_is_not_sent_again(
    world: World, readers: Readers, sink: Sink, app: Flask, relay_log: Callable[[bytes], None]
) -> None:
    sink.plan = lambda stage, count, recipient: DROP if stage == "accepted" and count == 2 else None
    world.article()
    emails = readers.add_many(3)
    assert readers.send() == {"sent": 2, "uncertain": 1}
    lost = db.session.scalars(select(Delivery).where(Delivery.state == "uncertain")).one()
    taken = TRUE_LINES.read_bytes().replace(
        b"<digest-1-3@example.org>", message_id(lost.issue_id, lost.subscriber_id).encode()
    )
    relay_log(taken)
    log = Path(app.config["RELAY_LOG"])
    log.write_bytes(as_of_today(log.read_bytes()))
    assert settle(clock.now() + timedelta(minutes=11)) == {"confirmed": 1}
    assert readers.states() == {"sent": 3}
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_a_small_index_finds_them(doubts: int) -> None:
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda conn, cursor, statement, *_: asked.append(statement))
    settle()
    statement = next(each for each in asked if each.startswith("SELECT delivery.issue_id") and "uncertain_at" in each)
    if db.engine.dialect.name == "sqlite":
        plan = db.session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement}", ("cancelled", "uncertain", "2026", 9, 0)
        )
    else:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = db.session.execute(
            text("EXPLAIN SELECT 1 FROM delivery WHERE state = 'uncertain' AND uncertain_at IS NOT NULL")
        )
    assert "ix_delivery_doubt" in str(plan.all())


def with_localhost(relay_log: Callable[[bytes], None], issue_id: int, lines: bytes = TRUE_LINES.read_bytes()) -> None:
    """The true lines, of copies of this issue."""
    for number in range(1, 9):
        lines = lines.replace(b"<digest-1-%d@example.org>" % number, b"<digest-%d-%d@localhost>" % (issue_id, number))
    relay_log(lines)


def as_of_today(lines: bytes) -> bytes:
    """As if the relay had said it all just now."""
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S").encode()
    return b"".join(stamp + line[19:] for line in lines.splitlines(keepends=True))
