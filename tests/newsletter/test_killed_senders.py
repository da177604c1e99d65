"""Senders killed with kill -9 and run again: nobody is lost, and nobody gets two but the one in the window."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from blueprints.core.database import db
from blueprints.newsletter.models import Run
from tests.newsletter.readers import Readers
from tests.smtp_sink import Sink
from tests.world import World

COUNT, LATER = 60, timedelta(minutes=11)


class Killer:
    """Kills a sender, at once and without warning, when the mail server reaches a stage for the nth time."""

    def __init__(self, sink: Sink, stage: str, count: int) -> None:
        self.victim: subprocess.Popen[str] | None = None
        self._stage, self._count = stage, count
        sink.plan = self._plan

    def _plan(self, stage: str, count: int, recipient: str) -> str | None:
        if (stage, count) == (self._stage, self._count):
            assert self.victim is not None
            os.kill(self.victim.pid, signal.SIGKILL)
            self.victim.wait(10)
        return None


@pytest.fixture
def emails(world: World, readers: Readers) -> list[str]:
    """Sixty subscribers with something new to read."""
    world.article("Port opens")
    return readers.add_many(COUNT)


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
def test_a_sender_killed_between_two_messages_loses_nobody_and_doubles_nobody(
    readers: Readers, sink: Sink, emails: list[str], stage: str
) -> None:
    killer = Killer(sink, stage, 20)
    killer.victim = readers.start("send-digest")
    assert killer.victim.wait(60) == -signal.SIGKILL
    assert len(sink.accepted) == 19
    assert finish(readers) == f"Newsletter: {COUNT - 19} sent"
    assert sink.copies() == dict.fromkeys(emails, 1)
    assert "uncertain" not in readers.states()


def test_a_sender_killed_in_the_window_sends_at_most_one_copy_again_and_the_same(
    readers: Readers, sink: Sink, emails: list[str]
) -> None:
    killer = Killer(sink, "body", 20)
    killer.victim = readers.start("send-digest")
    assert killer.victim.wait(60) == -signal.SIGKILL
    assert finish(readers) == f"Newsletter: {COUNT - 20} sent, 1 uncertain"
    assert set(sink.copies()) == set(emails) and len(sink.accepted) == COUNT
    assert readers.deliver(after=LATER) == {"sent": 1}
    doubled = [email for email, copies in sink.copies().items() if copies > 1]
    assert doubled == [sink.accepted[19].recipient]
    assert len({mail.content for mail in sink.accepted if mail.recipient in doubled}) == 1
    assert readers.states() == {"sent": COUNT}


def test_many_kills_lose_nobody(readers: Readers, sink: Sink, emails: list[str]) -> None:
    for count in (7, 19, 23, 42):
        killer = Killer(sink, "mail", count)
        killer.victim = readers.start("send-digest")
        assert killer.victim.wait(60) == -signal.SIGKILL
    finish(readers)
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_two_at_once_send_one_copy_each(readers: Readers, sink: Sink, emails: list[str]) -> None:
    senders = [readers.start("send-digest") for _ in range(2)]
    told = [sender.communicate(timeout=60) for sender in senders]
    assert [sender.returncode for sender in senders] == [0, 0], told
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_a_stopped_sender_keeps_what_is_its_own(readers: Readers, sink: Sink, emails: list[str]) -> None:
    sink.plan = lambda stage, count, recipient: pause() if (stage, count) == ("mail", 10) else None
    sender = readers.start("send-digest")

    def pause() -> None:
        os.kill(sender.pid, signal.SIGSTOP)

    wait_until(lambda: sink.reached["mail"] >= 10)
    time.sleep(0.2)
    finish(readers)
    assert readers.states()["claimed"] == COUNT - 9
    os.kill(sender.pid, signal.SIGCONT)
    assert sender.wait(60) == 0
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_a_sender_asked_to_end_finishes_its_copy_and_gives_back_the_others(
    readers: Readers, sink: Sink, emails: list[str]
) -> None:
    sink.plan = lambda stage, count, recipient: end() if (stage, count) == ("body", 10) else None
    sender = readers.start("send-digest")

    def end() -> None:
        os.kill(sender.pid, signal.SIGTERM)

    assert sender.wait(60) == 0
    assert readers.states() == {"sent": 10, "waiting": COUNT - 10}
    assert db.session.query(Run).filter(Run.ended_at.is_(None)).count() == 0
    finish(readers)
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_a_server_that_is_away_gives_one_line_and_exit_75(readers: Readers, sink: Sink, emails: list[str]) -> None:
    sink.plan = lambda stage, count, recipient: "421 4.3.2 shutting down" if stage == "mail" else None
    sender = readers.start("send-digest")
    _, told = sender.communicate(timeout=60)
    assert sender.returncode == 75
    assert told.startswith("Error: Stopped, and nobody's try was counted: the mail server") and told.count("\n") == 1
    assert readers.states() == {"waiting": COUNT}


def finish(readers: Readers) -> str:
    """Run `deliver` to its end; what it said, without the time it took."""
    sender = readers.start("deliver")
    told, trouble = sender.communicate(timeout=60)
    assert sender.returncode == 0, trouble
    return told.split(";")[0].strip()


def wait_until(true: Callable[[], bool]) -> None:
    """Ten seconds at most."""
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
