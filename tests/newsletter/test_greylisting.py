"""A mail server that turns everybody away the first time, and one that will not take mail from us at all."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.core.database import db
from blueprints.newsletter.models import Delivery, MailEvent
from blueprints.newsletter.sending.transport import SettingsRefusedError
from tests.newsletter.readers import Readers
from tests.smtp_sink import Sink
from tests.world import World

SOON, LATER = timedelta(minutes=2), timedelta(minutes=7)
GREYLISTED = "450 4.2.0 Recipient address rejected: Greylisted, try again in five minutes"


@pytest.fixture
def emails(world: World, readers: Readers) -> list[str]:
    """Sixty subscribers with something new to read."""
    world.article("Port opens")
    return readers.add_many(60)


class Greylist:
    """Refuses whom it sees for the first time, at this stage."""

    def __init__(self, sink: Sink, stage: str, reply: str = GREYLISTED) -> None:
        self._stage, self._reply = stage, reply
        self.known: set[str] = set()
        sink.plan = self._plan

    def _plan(self, stage: str, count: int, recipient: str) -> str | None:
        if stage != self._stage or recipient in self.known:
            return None
        self.known.add(recipient)
        return self._reply


@pytest.mark.parametrize("stage", ["rcpt", "data", "body"])
def test_everybody_greylisted_gets_one_copy_a_little_later(
    readers: Readers, sink: Sink, emails: list[str], stage: str
) -> None:
    Greylist(sink, stage)
    assert readers.send() == {"deferred": 60}
    assert sink.accepted == []
    assert readers.deliver(after=SOON) == {}
    assert readers.deliver(after=LATER) == {"sent": 60}
    assert sink.copies() == dict.fromkeys(emails, 1)
    assert db.session.scalars(select(MailEvent)).all() == []


def test_those_greylisted_together_come_back_one_after_the_other(
    readers: Readers, sink: Sink, emails: list[str]
) -> None:
    Greylist(sink, "rcpt")
    readers.send()
    moments = db.session.scalars(select(Delivery.not_before)).all()
    seconds = {moment.replace(microsecond=0) for moment in moments if moment}
    assert len(seconds) > 20


def test_a_try_that_was_greylisted_is_counted(readers: Readers, sink: Sink, emails: list[str]) -> None:
    Greylist(sink, "rcpt")
    readers.send()
    assert set(db.session.scalars(select(Delivery.attempts))) == {1}


@pytest.mark.parametrize(
    ("stage", "reply"),
    [
        ("mail", "550 5.7.60 you may not send as this sender"),
        ("mail", "530 5.7.0 Must issue a STARTTLS command first"),
        ("rcpt", "554 5.7.1 <ada@example.org>: Relay access denied"),
        ("rcpt", "550 relay not permitted"),
    ],
)
def test_a_server_that_takes_nothing_from_us_touches_nobody(
    readers: Readers, sink: Sink, emails: list[str], stage: str, reply: str
) -> None:
    sink.plan = lambda at, count, recipient: reply if at == stage else None
    readers.compose()
    with pytest.raises(SettingsRefusedError):
        readers.deliver()
    assert readers.states() == {"waiting": 60}
    assert set(db.session.scalars(select(Delivery.attempts))) == {0}
    assert db.session.scalars(select(MailEvent)).all() == []
    sink.plan = lambda at, count, recipient: None
    assert readers.deliver(after=SOON) == {"sent": 60}
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_a_command_says_so_by_its_exit_code(readers: Readers, sink: Sink, emails: list[str]) -> None:
    sink.plan = lambda at, count, recipient: "554 5.7.1 Relay access denied" if at == "rcpt" else None
    sender = readers.start("send-digest")
    _, told = sender.communicate(timeout=60)
    assert sender.returncode == 78, told
    assert "Relay access denied" in told
    assert readers.states() == {"waiting": 60}
