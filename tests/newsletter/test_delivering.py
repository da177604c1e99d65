"""Delivering to a mail server that works, refuses, breaks off, or says nothing."""

from datetime import timedelta

import pytest

from blueprints.core.database import db
from blueprints.core.smtp import MailServerAway
from blueprints.newsletter.models import Delivery
from blueprints.newsletter.sending.transport import SettingsRefusedError
from tests.newsletter.readers import Readers
from tests.smtp_sink import DROP, STALL, Sink
from tests.world import World

SOON, LATER = timedelta(minutes=2), timedelta(minutes=11)


def test_everybody_gets_one_copy(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    emails = readers.add_many(5)
    assert readers.send() == {"sent": 5}
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_sending_again_sends_nothing(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add_many(3)
    readers.send()
    assert readers.send() == {}
    assert len(sink.accepted) == 3


def test_a_reader_refused_for_now_is_tried_again_later_and_no_other_waits(
    world: World, readers: Readers, sink: Sink
) -> None:
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


def test_an_unknown_reader_has_failed_at_once(world: World, readers: Readers, sink: Sink) -> None:
    sink.plan = lambda stage, count, recipient: "550 5.1.1 no such user" if stage == "rcpt" and count == 1 else None
    world.article()
    readers.add_many(2)
    assert readers.send() == {"sent": 1, "failed": 1}
    assert readers.deliver(after=timedelta(days=2)) == {}
    assert readers.get("reader1@example.org").watermark == 0


def test_a_body_refused_for_now_is_tried_again(world: World, readers: Readers, sink: Sink) -> None:
    sink.plan = lambda stage, count, recipient: "451 4.3.0 try later" if stage == "body" and count == 1 else None
    world.article()
    emails = readers.add_many(2)
    assert readers.send() == {"sent": 1, "deferred": 1}
    assert readers.deliver(after=timedelta(minutes=6)) == {"sent": 1}
    assert sink.copies() == dict.fromkeys(emails, 1)


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("fault", [DROP, STALL, "421 4.3.2 closing"])
def test_a_connection_that_breaks_before_the_body_counts_as_nobodys_try(
    world: World, readers: Readers, sink: Sink, stage: str, fault: str
) -> None:
    sink.plan = lambda at, count, recipient: fault if at == stage and count == 2 else None
    world.article()
    emails = readers.add_many(4)
    assert readers.send() == {"sent": 3, "waiting": 1}
    assert [delivery.attempts for delivery in db.session.query(Delivery).filter_by(state="waiting")] == [0]
    assert readers.deliver(after=SOON) == {"sent": 1}
    assert sink.copies() == dict.fromkeys(emails, 1)


@pytest.mark.parametrize("fault", [DROP, STALL])
def test_a_copy_without_an_answer_is_uncertain_and_sent_again_the_same(
    world: World, readers: Readers, sink: Sink, fault: str
) -> None:
    sink.plan = lambda stage, count, recipient: fault if stage == "accepted" and count == 2 else None
    world.article()
    emails = readers.add_many(3)
    assert readers.send() == {"sent": 2, "uncertain": 1}
    assert readers.deliver(after=SOON) == {}
    assert readers.deliver(after=LATER) == {"sent": 1}
    assert sink.copies() == {**dict.fromkeys(emails, 1), "reader2@example.org": 2}
    first, second = [mail.content for mail in sink.accepted if mail.recipient == "reader2@example.org"]
    assert first == second


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


def test_a_server_that_refuses_us_touches_nobody(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add_many(3)
    readers.compose()
    sink.plan = lambda stage, count, recipient: "550 5.7.1 not from you" if stage == "mail" else None
    with pytest.raises(SettingsRefusedError):
        readers.deliver()
    assert readers.states() == {"waiting": 3}


def test_the_watermark_moves_with_the_answer_and_not_before(world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add()
    readers.compose()
    assert readers.get("dan@example.org").watermark == 0
    readers.deliver()
    assert readers.get("dan@example.org").watermark == 1
