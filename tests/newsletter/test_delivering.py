"""Delivering to a mail server that works, refuses, breaks off, or says nothing, stage by stage."""

import re
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from blueprints.core.database import db
from blueprints.core.smtp import MailServerAway
from blueprints.newsletter.models import Delivery, Edition, Issue, IssueState, Run, Subscriber
from blueprints.newsletter.sending.delivering import deliver
from blueprints.newsletter.sending.return_path import is_genuine, numbers_in
from blueprints.newsletter.sending.transport import SettingsRefusedError
from tests.newsletter.readers import QUICK, Readers
from tests.smtp_sink import DROP, STALL, Sink
from tests.world import World

SOON, LATER = timedelta(minutes=2), timedelta(minutes=11)


@pytest.fixture
def one_line(app: Flask) -> None:
    """So that the order of things is known."""
    app.config["SENDING_CONNECTIONS"] = 1


@pytest.fixture(params=[True, False], ids=["pipelining", "step by step"])
def either_way(sink: Sink, one_line: None, request: pytest.FixtureRequest) -> None:
    """A server that takes several commands at once, and one that does not."""
    sink.pipelining = request.param


def test_everybody_gets_one_copy(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    app.config["SENDING_CONNECTIONS"] = 20
    world.article()
    emails = readers.add_many(250)
    assert readers.send() == {"sent": 250}
    assert sink.copies() == dict.fromkeys(emails, 1)
    assert sink.connections == 20
    assert set(db.session.scalars(select(Issue.state))) == {IssueState.DONE}


def test_sending_again_sends_nothing(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add_many(3)
    readers.send()
    assert readers.send() == {}
    assert len(sink.accepted) == 3


def test_what_the_server_said_is_kept_with_the_name_it_gave(
    app: Flask, world: World, readers: Readers, sink: Sink, one_line: None
) -> None:
    sink.plan = lambda stage, count, recipient: "250 2.0.0 Ok: queued as 4F9D195432C" if stage == "accepted" else None
    world.article()
    readers.add()
    readers.send()
    delivery = db.session.scalars(select(Delivery)).one()
    assert (delivery.code, delivery.queue_id) == (250, "4F9D195432C")
    assert delivery.reply == "250 2.0.0 Ok: queued as 4F9D195432C"


def test_the_return_path_says_whose_copy_it_was(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    app.config["BOUNCE_ADDRESS"] = "bounces@example.org"
    world.article()
    reader = readers.add()
    readers.send()
    path = sink.accepted[0].sender
    assert numbers_in(path) == (1, reader.id)
    assert is_genuine(path, reader.secret)


def test_a_line_that_begins_with_a_dot_arrives_as_it_was(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add()
    readers.compose()
    lengthen(b".\r\n..\r\n.end\r\n")
    readers.deliver()
    assert sink.accepted[0].content.endswith(b"\r\n.\r\n..\r\n.end\r\n")


class Fault(NamedTuple):
    """What the server does at a stage, and where that leaves the copy and how many tries it has had."""

    stage: str
    does: str
    state: str
    attempts: int
    code: int | None
    copies: int


FAULTS = [
    Fault("rcpt", "450 4.2.1 greylisted", "deferred", 1, 450, 1),
    Fault("rcpt", "550 5.1.1 no such user", "failed", 1, 550, 0),
    Fault("data", "451 4.3.0 try later", "deferred", 1, 451, 1),
    Fault("data", "554 5.5.1 no", "failed", 1, 554, 0),
    Fault("body", "451 4.3.0 try later", "deferred", 1, 451, 1),
    Fault("body", "554 5.7.1 no", "failed", 1, 554, 0),
    *[
        Fault(stage, does, "waiting", 0, code, 1)
        for stage in ("mail", "rcpt", "data")
        for does, code in ((DROP, None), (STALL, None), ("421 4.3.2 closing", 421))
    ],
    Fault("mail", "451 4.7.1 not now", "waiting", 0, 451, 1),
    Fault("body", "421 4.3.2 closing", "deferred", 1, 421, 1),
    Fault("body", DROP, "uncertain", 1, None, 1),
    Fault("body", STALL, "uncertain", 1, None, 1),
    Fault("accepted", DROP, "uncertain", 1, None, 2),
    Fault("accepted", STALL, "uncertain", 1, None, 2),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.stage}-{fault.does[:8]}")
@pytest.mark.usefixtures("either_way")
def test_a_fault_at_a_stage_leaves_one_copy_where_it_belongs_and_no_other_waits(
    world: World, readers: Readers, sink: Sink, fault: Fault
) -> None:
    sink.plan = lambda stage, count, recipient: fault.does if (stage, count) == (fault.stage, 2) else None
    world.article()
    emails = readers.add_many(4)
    readers.compose()
    assert readers.deliver() == {"sent": 3, fault.state: 1}
    odd = db.session.scalars(select(Delivery).where(Delivery.state == fault.state)).one()
    assert (odd.subscriber_id, odd.attempts, odd.code) == (2, fault.attempts, fault.code)
    assert odd.reply and (odd.not_before is None) == (fault.state == "failed")
    readers.deliver(after=LATER)
    copies = {**dict.fromkeys(emails, 1), "reader2@example.org": fault.copies}
    assert sink.copies() == {email: count for email, count in copies.items() if count}
    assert len({mail.content for mail in sink.accepted if mail.recipient == "reader2@example.org"}) <= 1
    assert set(readers.states()) <= {"sent", "failed"}


@pytest.mark.usefixtures("one_line")
def test_a_line_that_breaks_within_the_body_is_nobodys_try_and_leaves_no_doubt(
    world: World, readers: Readers, sink: Sink
) -> None:
    sink.plan = lambda stage, count, recipient: DROP if (stage, count) == ("reading", 1) else None
    world.article()
    readers.add()
    readers.compose()
    lengthen(b"more and more words\r\n" * 300_000)  # than the buffers on the way hold
    with pytest.raises(MailServerAway, match="body"):
        readers.deliver()
    assert readers.states() == {"waiting": 1}
    assert readers.deliver(after=SOON) == {"sent": 1}


@pytest.mark.usefixtures("one_line")
def test_a_reader_refused_for_now_is_tried_again_later(world: World, readers: Readers, sink: Sink) -> None:
    sink.plan = lambda stage, count, recipient: (
        "450 4.2.1 greylisted" if stage == "rcpt" and recipient.startswith("reader2@") and count < 4 else None
    )
    world.article()
    emails = readers.add_many(3)
    assert readers.send() == {"sent": 2, "deferred": 1}
    assert readers.deliver(after=SOON) == {}
    assert readers.deliver(after=timedelta(minutes=6)) == {"sent": 1}
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_a_reader_refused_too_often_has_failed_and_gets_it_with_the_next_issue(
    world: World, readers: Readers, sink: Sink
) -> None:
    sink.plan = lambda stage, count, recipient: "450 4.2.1 not now" if stage == "rcpt" else None
    world.article("First story")
    readers.add()
    readers.send()
    for hours in (1, 2, 4, 10, 24):
        readers.deliver(after=timedelta(hours=hours))
    assert readers.states() == {"failed": 1}
    sink.plan = lambda stage, count, recipient: None
    world.article("Second story")
    assert readers.send() == {"sent": 1}
    assert b"First story" in sink.accepted[0].content


def test_a_server_that_is_away_touches_nobody(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add_many(5)
    readers.compose()
    sink.plan = lambda stage, count, recipient: "451 4.7.1 not now" if stage == "mail" else None
    with pytest.raises(MailServerAway):
        readers.deliver()
    assert readers.states() == {"waiting": 5}
    assert {delivery.attempts for delivery in db.session.query(Delivery)} == {0}
    sink.plan = lambda stage, count, recipient: None
    assert readers.deliver(after=SOON) == {"sent": 5}


def test_a_server_that_nobody_reaches_touches_nobody(app: Flask, world: World, readers: Readers) -> None:
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"
    world.article()
    readers.add_many(5)
    with pytest.raises(MailServerAway, match=re.escape("mail server 127.0.0.1:9")):
        readers.send()
    assert readers.states() == {"waiting": 5}


def test_a_server_that_allows_fewer_lines_is_served_over_those(
    app: Flask, world: World, readers: Readers, sink: Sink
) -> None:
    app.config["SENDING_CONNECTIONS"] = 4
    seen: list[int] = []

    def only_one(stage: str, count: int, recipient: str) -> str | None:
        seen.append(sink.current)
        return "421 4.3.2 no more than one" if stage == "mail" and sink.current != seen[0] else None

    sink.plan = only_one
    world.article()
    emails = readers.add_many(40)
    outcomes = readers.send()
    assert outcomes["sent"] >= 40 - 3 * len(QUICK.after_trouble) - 3
    sink.plan = lambda stage, count, recipient: None
    readers.deliver(after=SOON)
    assert sink.copies() == dict.fromkeys(emails, 1)


@pytest.mark.parametrize(
    ("at", "says"), [("mail", "550 5.7.1 not from you"), ("rcpt", "554 5.7.1 Relay access denied"),
                     ("body", "554 5.7.1 Relay access denied")]
)  # fmt: skip
def test_a_server_that_refuses_us_touches_nobody(
    world: World, readers: Readers, sink: Sink, at: str, says: str
) -> None:
    world.article()
    readers.add_many(3)
    readers.compose()
    sink.plan = lambda stage, count, recipient: says if stage == at else None
    with pytest.raises(SettingsRefusedError):
        readers.deliver()
    assert readers.states() == {"waiting": 3}
    assert set(db.session.scalars(select(Delivery.attempts))) == {0}


def test_the_watermark_moves_with_the_answer_and_not_before(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add()
    readers.compose()
    assert readers.get("dan@example.org").watermark == 0
    readers.deliver()
    assert readers.get("dan@example.org").watermark == 1


@pytest.mark.usefixtures("one_line")
def test_who_leaves_after_354_gets_nothing(world: World, readers: Readers, sink: Sink) -> None:
    engine = db.engine

    def leave(stage: str, count: int, recipient: str) -> None:
        if (stage, count) == ("data", 2):
            with engine.begin() as connection:
                connection.execute(update(Subscriber).values(state="unsubscribed"))

    sink.plan = leave
    world.article()
    readers.add_many(3)
    assert readers.send() == {"sent": 1, "skipped": 2}
    assert len(sink.accepted) == 1


@pytest.mark.usefixtures("one_line")
def test_an_issue_that_is_halted_meanwhile_stops_at_once_and_loses_nobody(
    world: World, readers: Readers, sink: Sink
) -> None:
    engine = db.engine

    def halt(stage: str, count: int, recipient: str) -> None:
        if (stage, count) == ("data", 2):
            with engine.begin() as connection:
                connection.execute(update(Issue).values(state=IssueState.HALTED))

    sink.plan = halt
    world.article()
    emails = readers.add_many(5)
    readers.send()
    assert readers.states() == {"sent": 1, "waiting": 4}
    db.session.execute(update(Issue).values(state=IssueState.SENDING))
    db.session.commit()
    assert readers.deliver(after=SOON) == {"sent": 4}
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_two_digests_for_one_reader_in_hand_at_once_make_one_copy(world: World, readers: Readers, sink: Sink) -> None:
    world.article("First story")
    readers.add()
    readers.compose()
    first = db.session.scalars(select(Delivery)).one()
    other = Issue(kind="daily", language="fr", slot="x", state=IssueState.SENDING, created_at=first.not_before)
    db.session.add(other)
    db.session.flush()
    db.session.add(Delivery(issue_id=other.id, subscriber_id=first.subscriber_id, edition_id=first.edition_id,
                            watermark=first.watermark, not_before=first.not_before))  # fmt: skip
    db.session.commit()
    assert readers.deliver() == {"sent": 1, "skipped": 1}
    assert len(sink.accepted) == 1


def test_a_run_is_told_in_figures(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add_many(12)
    readers.compose()
    ticks: list[int] = []
    report = deliver(ticks.append, patience=QUICK)
    run = db.session.scalars(select(Run)).one()
    assert (report.run_id, report.issues, report.counts) == (run.id, [1], {"sent": 12})
    assert sum(ticks) == 12 and report.rate > 0 and run.ended_at is not None
    assert db.session.scalar(select(func.count()).where(Delivery.run_id == run.id)) == 12


def lengthen(end: bytes) -> None:
    """Let the only edition end with these lines."""
    edition = db.session.scalars(select(Edition)).one()
    edition.message += end
    db.session.commit()
    db.session.expunge_all()
