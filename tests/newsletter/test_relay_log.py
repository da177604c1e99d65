"""What the log of a Postfix says of a copy: the lines of relay.log are its own, of good copies and broken ones.

1 and 6 were taken; of 2 and 8 the connection broke in the body, of 3 and 7 after the dot; 4 was rejected, 5 held.
"""

import gzip
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from blueprints.newsletter.sending.relay_log import Answer, RelayLog

TRUE_LINES = Path(__file__).with_name("relay.log")
BEGAN = datetime(2026, 11, 25, 19, 45, 24, tzinfo=UTC)
NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
HOURS = timedelta(hours=1)

Write = Callable[..., RelayLog]


def copy(number: int) -> str:
    return f"<digest-1-{number}@example.org>"


def as_iso(lines: bytes) -> bytes:
    """The same in the format of RFC 3339, as rsyslog writes it today, two hours east."""
    return re.sub(rb"(?m)^Nov 25 (\d\d)(:\d\d:\d\d)", lambda m: b"2026-11-25T%02d%s.123456+02:00" % (
        int(m.group(1)) + 2, m.group(2)), lines)  # fmt: skip


@pytest.fixture(params=["traditional", "iso"])
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Write:
    """A log of these lines, in both formats of its dates."""

    def _write(lines: bytes, name: str = "mail.log") -> RelayLog:
        lines = as_iso(lines) if request.param == "iso" else lines
        (tmp_path / name).write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
        return RelayLog(tmp_path / "mail.log", UTC)

    return _write


def test_each_copy_is_judged_by_the_last_that_postfix_said_of_it(write: Write) -> None:
    answers = write(TRUE_LINES.read_bytes()).ask([copy(number) for number in range(1, 10)], BEGAN, NOW)
    assert {name: answer.value for name, answer in answers.items()} == {
        copy(1): "accepted",
        copy(2): "not accepted",
        copy(3): "accepted",
        copy(4): "not accepted",
        copy(5): "open",
        copy(6): "accepted",
        copy(7): "accepted",
        copy(8): "not accepted",
        copy(9): "not accepted",
    }


def test_a_log_that_begins_later_than_the_copy_cannot_tell_that_it_was_not_taken(write: Write) -> None:
    log = write(TRUE_LINES.read_bytes())
    assert log.ask([copy(1), copy(9)], BEGAN - HOURS, NOW) == {copy(1): Answer.ACCEPTED, copy(9): Answer.UNKNOWN}


@pytest.mark.parametrize("name", ["mail.log.1", "mail.log.1.gz"])
def test_a_log_that_was_rotated_is_read_with_its_predecessor(write: Write, name: str) -> None:
    lines = TRUE_LINES.read_bytes().splitlines(keepends=True)
    write(b"".join(lines[:4]), name)
    log = write(b"".join(lines[4:]))
    answers = log.ask([copy(1), copy(3), copy(9)], BEGAN, NOW)
    assert list(answers.values()) == [Answer.ACCEPTED, Answer.ACCEPTED, Answer.NOT_ACCEPTED]


def test_a_new_and_empty_log_is_read_with_its_predecessor(write: Write) -> None:
    write(TRUE_LINES.read_bytes(), "mail.log.1")
    assert write(b"").ask([copy(1)], BEGAN, NOW) == {copy(1): Answer.ACCEPTED}


def test_a_log_that_ended_before_the_copy_cannot_tell(write: Write) -> None:
    log = write(TRUE_LINES.read_bytes())
    assert log.ask([copy(9)], BEGAN + timedelta(minutes=5), NOW) == {copy(9): Answer.UNKNOWN}


def test_a_log_from_the_future_cannot_tell(write: Write) -> None:
    log = write(TRUE_LINES.read_bytes())
    assert log.ask([copy(9)], BEGAN - 3 * HOURS, BEGAN - 2 * HOURS) == {copy(9): Answer.UNKNOWN}


def test_a_log_that_is_not_there_or_not_whole_cannot_tell(write: Write, tmp_path: Path) -> None:
    log = RelayLog(tmp_path / "mail.log", UTC)
    assert log.ask([copy(1)], BEGAN, NOW) == {copy(1): Answer.UNKNOWN}
    write(TRUE_LINES.read_bytes())
    (tmp_path / "mail.log.1.gz").write_bytes(b"\x1f\x8b no gzip")
    assert log.ask([copy(9)], BEGAN - HOURS, NOW) == {copy(9): Answer.UNKNOWN}


def test_a_message_that_is_not_yet_active_is_open(write: Write) -> None:
    lines = [line for line in TRUE_LINES.read_bytes().splitlines(keepends=True) if b"qmgr" not in line]
    assert write(b"".join(lines)).ask([copy(3)], BEGAN, NOW) == {copy(3): Answer.OPEN}


def test_a_queue_id_that_is_used_again_means_the_later_message(write: Write) -> None:
    lines = TRUE_LINES.read_bytes()
    first = re.search(rb"(\w+): message-id=<digest-1-2@", lines)
    second = re.search(rb"(\w+): message-id=<digest-1-3@", lines)
    assert first and second
    answers = write(lines.replace(second.group(1), first.group(1))).ask([copy(2), copy(3)], BEGAN, NOW)
    assert answers == {copy(2): Answer.NOT_ACCEPTED, copy(3): Answer.ACCEPTED}


def test_a_long_log_is_read_from_the_moment_of_the_copy_on(write: Write) -> None:
    old = b"".join(
        b"Nov 25 %02d:%02d:%02d mail postfix/smtpd[7]: connect from unknown[127.0.0.1] %s\n"
        % (hour, second // 60, second % 60, b"x" * 60)
        for hour in range(1, 19)
        for second in range(0, 3600, 10)
    )
    log = write(old + TRUE_LINES.read_bytes())
    with log._path.open("rb") as file:
        log._go_to(file, BEGAN - 2 * HOURS, NOW)
        assert len(old) * 0.8 < file.tell() < len(old)
    assert log.ask([copy(1), copy(2)], BEGAN, NOW) == {copy(1): Answer.ACCEPTED, copy(2): Answer.NOT_ACCEPTED}


def test_the_year_of_a_traditional_date_is_the_last_that_it_can_be(tmp_path: Path) -> None:
    (tmp_path / "mail.log").write_bytes(TRUE_LINES.read_bytes().replace(b"Nov 25", b"Dec 31"))
    log = RelayLog(tmp_path / "mail.log", UTC)
    began = datetime(2025, 12, 31, 19, 45, 24, tzinfo=UTC)
    assert log.ask([copy(9)], began, datetime(2026, 1, 1, 0, 5, tzinfo=UTC)) == {copy(9): Answer.NOT_ACCEPTED}
