"""Asking the log of a Postfix on this machine whether it took a copy whose answer was lost.

Postfix has taken a message when `cleanup` saw its Message-ID and `qmgr` then said `queue active` of the same queue id.
It has not when nothing saw it, or when `smtpd` says that the connection was lost in the body (RFC 5321 §4.1.1.4); where
it came in and the log says no more, Postfix may be busy; where the log does not reach back so far, nothing is known.
"""

import gzip
import re
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from io import BufferedIOBase
from pathlib import Path

SLACK = timedelta(hours=2)  # how far before the moment reading begins: an hour may come twice on the clock of a log
AHEAD = timedelta(minutes=2)  # a line from so far in the future means that a clock is wrong
SECOND = timedelta(seconds=1)
LONGEST_LINE = 1 << 16
CHUNK = 1 << 16
MIDNIGHT = time()
ISO = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")
TRADITIONAL = re.compile(rb"([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) ")
MONTHS = {name: number for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
SPOKEN = re.compile(rb"/(cleanup|qmgr|smtpd)\[(\d+)\]: (?:warning: )?(.*)")
QUEUED = re.compile(rb"([0-9A-Za-z]{6,}): (.*)")
SEEN = re.compile(rb"(?:resent-)?message-id=(\S+)")
BROKEN = re.compile(rb"(?:lost connection|timeout) after (?:DATA|BDAT)\b")
REFUSED = re.compile(rb"(?:milter-)?reject: ")


class Answer(StrEnum):
    """What the log says of a copy; OPEN that it came in, and nothing of how it ended, as with a relay that is busy."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not accepted"
    OPEN = "open"
    UNKNOWN = "unknown"


class RelayLog:
    """A log file that may grow, be rotated, or be missing. It is streamed, and only from the moment asked for on: the
    place is found by halving, so that asking often costs little. `zone` is that of dates that name none; the system's
    where it is not given."""

    def __init__(self, path: Path, zone: tzinfo | None = None) -> None:
        self._path, self._zone = path, zone

    def ask(self, message_ids: Collection[str], since: datetime, moment: datetime) -> dict[str, Answer]:
        """What became of these (`<digest-1-2@example.org>`), none of which was tried before `since`; it is `moment`."""
        trail = _Trail({name.encode(): name for name in message_ids})
        try:
            reaches = self._follow(trail, since, moment)
        except (OSError, EOFError, gzip.BadGzipFile):
            reaches = False
        return {name: trail.answer(name, reaches=reaches) for name in message_ids}

    def _follow(self, trail: "_Trail", since: datetime, moment: datetime) -> bool:
        """Read what was logged; whether that is all since then."""
        with ExitStack() as stack:
            files = [stack.enter_context(_opened(self._path))]
            began = self._first_time(files[0], moment)
            before = _predecessor(self._path)
            if before is not None and (began is None or began > since):
                files.insert(0, stack.enter_context(_opened(before)))
                began = self._first_time(files[0], moment) or began
            ended = None
            for file in files:
                self._go_to(file, since - SLACK, moment)
                for line in _lines(file):
                    trail.feed(line)
                    ended = line
        last = self._time(ended, moment) if ended else None
        if began is None or last is None:
            return False
        return began <= since <= last + SECOND and last <= moment + AHEAD

    def _go_to(self, file: BufferedIOBase, target: datetime, moment: datetime) -> None:
        """Begin a little before the first line of that time; a compressed file is read from its beginning."""
        file.seek(0)
        if isinstance(file, gzip.GzipFile):
            return
        low, high = 0, self._size(file)
        while high - low > CHUNK:
            middle = (low + high) // 2
            file.seek(middle)
            file.readline(LONGEST_LINE)
            found = self._first_time(file, moment, rewind=False)
            low, high = (middle, high) if found is not None and found < target else (low, middle)
        file.seek(low)
        if low:
            file.readline(LONGEST_LINE)

    def _size(self, file: BufferedIOBase) -> int:
        return file.seek(0, 2)

    def _first_time(self, file: BufferedIOBase, moment: datetime, *, rewind: bool = True) -> datetime | None:
        """The time of the first line that has one."""
        if rewind:
            file.seek(0)
        for line, _ in zip(_lines(file), range(100), strict=False):
            found = self._time(line, moment)
            if found is not None:
                return found
        return None

    def _time(self, line: bytes, moment: datetime) -> datetime | None:
        """When a line was written: RFC 3339, or the traditional date, whose year is the last that it can be."""
        found = ISO.match(line)
        if found:
            return datetime.fromisoformat(found.group().decode())
        parts = TRADITIONAL.match(line)
        if not parts or parts.group(1) not in MONTHS:
            return None
        day, hour, minute, second = (int(each) for each in parts.groups()[1:])
        for year in (moment.year + 1, moment.year, moment.year - 1, moment.year - 2, moment.year - 3):
            since_midnight = timedelta(hours=hour, minutes=minute, seconds=second)
            written = self._local(year, MONTHS[parts.group(1)], day, since_midnight)
            if written is not None and written <= moment + timedelta(days=1):
                return written
        return None

    def _local(self, year: int, month: int, day: int, since_midnight: timedelta) -> datetime | None:
        try:
            wall = datetime.combine(date(year, month, day), MIDNIGHT) + since_midnight
        except ValueError:  # the 29th of February
            return None
        return wall.replace(tzinfo=self._zone) if self._zone else wall.astimezone()


class _Trail:
    """What the lines say of the messages asked for; it holds nothing of others."""

    def __init__(self, wanted: dict[bytes, str]) -> None:
        self._wanted = wanted
        self._queued: dict[bytes, str] = {}
        self._sessions: dict[bytes, bytes] = {}
        self._accepted: set[str] = set()
        self._open: set[tuple[bytes, str]] = set()

    def feed(self, line: bytes) -> None:
        """Take in one line."""
        spoken = SPOKEN.search(line)
        if not spoken:
            return
        service, process, words = spoken.groups()
        queued = QUEUED.match(words)
        if queued:
            self._of_message(service, process, *queued.groups())
        elif service == b"smtpd" and BROKEN.match(words):
            self._drop(self._sessions.get(process, b""))

    def answer(self, name: str, *, reaches: bool) -> Answer:
        """What became of a message, if the log reaches over all its time."""
        if name in self._accepted:
            return Answer.ACCEPTED
        if any(opened == name for _, opened in self._open):
            return Answer.OPEN
        return Answer.NOT_ACCEPTED if reaches else Answer.UNKNOWN

    def _of_message(self, service: bytes, process: bytes, queue_id: bytes, words: bytes) -> None:
        seen = SEEN.match(words) if service == b"cleanup" else None
        if seen:
            self._see(queue_id, self._wanted.get(seen.group(1)))
        elif service == b"smtpd" and words.startswith(b"client="):
            self._sessions[process] = queue_id
        elif service == b"qmgr" and words.rstrip().endswith(b"(queue active)") and queue_id in self._queued:
            self._accepted.add(self._queued[queue_id])
            self._drop(queue_id)
        elif REFUSED.match(words):
            self._drop(queue_id)

    def _see(self, queue_id: bytes, name: str | None) -> None:
        """A queue id may be used again, by another message."""
        self._queued.pop(queue_id, None)
        if name is not None:
            self._queued[queue_id] = name
            self._open.add((queue_id, name))

    def _drop(self, queue_id: bytes) -> None:
        """This message is decided."""
        name = self._queued.pop(queue_id, None)
        if name is not None:
            self._open.discard((queue_id, name))


@contextmanager
def _opened(path: Path) -> Iterator[BufferedIOBase]:
    if path.suffix == ".gz":
        with gzip.open(path) as packed:
            yield packed
    else:
        with path.open("rb") as plain:
            yield plain


def _predecessor(path: Path) -> Path | None:
    """The file that was the log before it was last rotated."""
    names = (path.with_name(f"{path.name}.1"), path.with_name(f"{path.name}.1.gz"))
    return next((name for name in names if name.exists()), None)


def _lines(file: BufferedIOBase) -> Iterator[bytes]:
    """Line by line, however long one is."""
    while line := file.readline(LONGEST_LINE):
        yield line
