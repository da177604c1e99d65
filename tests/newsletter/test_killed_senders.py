"""Senders killed with kill -9 and run again: nobody is lost, and nobody gets two but the one in the window."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from blueprints.core.database import db
from blueprints.newsletter.models import Run
from blueprints.newsletter.sending.runs import only_sender
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
def emails(app: Flask, world: World, readers: Readers) -> list[str]:
    """Sixty subscribers with something new to read, and one line to send it over."""
    app.config["SENDING_CONNECTIONS"] = 1
    world.article("Port opens")
    return readers.add_many(COUNT)


@pytest.mark.parametrize("stage", ["rcpt", "body"])
def test_a_killed_sender_loses_nobody_and_sends_at_most_one_copy_again_and_the_same(
    readers: Readers, sink: Sink, emails: list[str], stage: str
) -> None:
    killer = Killer(sink, stage, 20)
    killer.victim = readers.start("send-digest")
    assert killer.victim.wait(60) == -signal.SIGKILL
    finish(readers)
    assert readers.states()["uncertain"] <= 1
    assert set(sink.copies()) == set(emails)
    readers.deliver(after=LATER)
    doubled = [email for email, copies in sink.copies().items() if copies > 1]
    assert len(doubled) <= 1 and len(sink.accepted) == COUNT + len(doubled)
    assert len({mail.content for mail in sink.accepted if mail.recipient in doubled}) <= 1
    assert readers.states() == {"sent": COUNT}


def test_many_kills_over_many_lines_lose_nobody(app: Flask, readers: Readers, sink: Sink, emails: list[str]) -> None:
    app.config["SENDING_CONNECTIONS"] = lines = 4
    kills = (7, 19, 23)
    for count in kills:
        killer = Killer(sink, "data", count)
        killer.victim = readers.start("send-digest")
        assert killer.victim.wait(60) == -signal.SIGKILL
    finish(readers)
    readers.deliver(after=LATER)
    assert set(sink.copies()) == set(emails)
    assert len(sink.accepted) - COUNT <= lines * len(kills)
    assert readers.states() == {"sent": COUNT}


def test_four_crons_at_once_send_one_copy_each(app: Flask, readers: Readers, sink: Sink, emails: list[str]) -> None:
    app.config["SENDING_CONNECTIONS"] = 4
    senders = [readers.start("send-digest") for _ in range(4)]
    told = [sender.communicate(timeout=60) for sender in senders]
    assert [sender.returncode for sender in senders] == [0] * 4, told
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_on_sqlite_a_second_sender_ends_at_once_and_says_so(
    app: Flask, readers: Readers, sink: Sink, emails: list[str]
) -> None:
    readers.compose()
    with only_sender() as first:
        outcome = app.test_cli_runner().invoke(args=["newsletter", "deliver"])
    assert first and outcome.exit_code == 0
    is_sqlite = db.engine.dialect.name == "sqlite"
    assert ("another sender is at work" in outcome.output) == is_sqlite
    assert len(sink.accepted) == (0 if is_sqlite else COUNT)


def test_a_stopped_sender_keeps_what_is_its_own(readers: Readers, sink: Sink, emails: list[str]) -> None:
    sink.plan = lambda stage, count, recipient: pause() if (stage, count) == ("mail", 10) else None
    sender = readers.start("send-digest")

    def pause() -> None:
        os.kill(sender.pid, signal.SIGSTOP)

    wait_until(lambda: sink.reached["mail"] >= 10)
    time.sleep(0.2)
    readers.deliver(after=timedelta(days=30))
    states = readers.states()
    assert states["claimed"] + states["inflight"] >= COUNT - 10 and set(states) <= {"claimed", "inflight", "sent"}
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
    assert readers.states() in ({"sent": count, "waiting": COUNT - count} for count in (10, 11))
    assert db.session.query(Run).filter(Run.ended_at.is_(None)).count() == 0
    finish(readers)
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_so_does_cron(readers: Readers, sink: Sink, emails: list[str]) -> None:
    readers.compose()
    sink.plan = lambda stage, count, recipient: end() if (stage, count) == ("body", 10) else None
    sender = readers.start("cron", group="")

    def end() -> None:
        os.kill(sender.pid, signal.SIGTERM)

    assert sender.wait(60) == -signal.SIGTERM
    assert readers.states() in ({"sent": count, "waiting": COUNT - count} for count in (10, 11))


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
