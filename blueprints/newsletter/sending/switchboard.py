"""The switchboard waits for all lines at once and lets the clerk write for many of them together.

One thread: many threads that each wait for a socket pass Python's lock from hand to hand several times for each copy,
which costs more than the sending.
"""

import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from blueprints.core.smtp import MailServerAway
from blueprints.newsletter.sending.clerk import Clerk
from blueprints.newsletter.sending.talks import Course, Talk, Wish
from blueprints.newsletter.sending.transport import SettingsRefusedError, SmtpLine

LOOK_AROUND = 0.5  # seconds: how often deadlines are looked at, and whether somebody wants us to end
LONGEST_GATHERING = 0.02  # seconds
Opened = SmtpLine | MailServerAway | SettingsRefusedError


class Switchboard:
    """All talks of one run."""

    def __init__(self, clerk: Clerk, talks: Sequence[Talk], stopping: Callable[[], bool]) -> None:
        self._clerk, self._stopping = clerk, stopping
        self._courses: dict[Talk, Course] = {talk: talk.course() for talk in talks}
        self._wishes: dict[Talk, Wish] = {}
        self._selector = selectors.DefaultSelector()
        self._opened: deque[tuple[Talk, Opened]] = deque()
        self._bell, self._button = socket.socketpair()
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._gathering = self._since = 0.0
        self._exhausted = self._ending = self._without_clerk = False
        self.failure: Exception | None = None

    def run(self) -> None:
        """Until every talk has ended. `failure` is then what ended them early: the database, or our own settings."""
        try:
            for talk in list(self._courses):
                self._resume(talk)
            while self._courses:
                self._settle_when_gathered()
                if self._courses:
                    self._wait()
                if self._stopping():
                    self._end()
        finally:
            for talk in list(self._courses):
                talk.hang_up()
            self._selector.close()
            self._bell.close()

    def _wait(self) -> None:
        """Let something happen, and resume whom it concerns."""
        for key, events in self._selector.select(self._how_long()):
            if key.fileobj is self._bell:
                self._bell.recv(64)
                self._take_opened()
            else:
                self._hear(key.data, events)
        moment = time.monotonic()
        for talk, wish in list(self._wishes.items()):
            if wish in (Wish.READ, Wish.WRITE, Wish.TIME) and talk.until <= moment:
                self._resume(talk, None if wish is Wish.TIME else TimeoutError("no answer in time"))

    def _how_long(self) -> float:
        if self._since:
            return max(0.0, self._since + self._gathering - time.monotonic())
        pauses = [talk.until - time.monotonic() for talk, wish in self._wishes.items() if wish is Wish.TIME]
        return min(LOOK_AROUND, max(0.0, min(pauses, default=LOOK_AROUND)))

    def _hear(self, talk: Talk, events: int) -> None:
        line, wish = talk.line, self._wishes.get(talk)
        if line is None:
            return
        if events & selectors.EVENT_READ:
            line.receive()
            if line.over:
                self._forget(line)
            if wish is Wish.READ:
                self._resume(talk)
        if wish is Wish.WRITE and (events & selectors.EVENT_WRITE or line.over):
            if not line.over:
                self._selector.modify(line.sock, selectors.EVENT_READ, talk)
            self._resume(talk)

    def _settle_when_gathered(self) -> None:
        """A commit costs as much for one as for twenty, so it waits for those who are about to ask, for as long as the
        last one took."""
        hungry = [talk for talk, wish in self._wishes.items() if wish is Wish.COPY]
        news = self._clerk.has_news and not self._without_clerk
        parked = self._wishes.values()
        if not (news or hungry or Wish.LEAVE in parked or Wish.WRITTEN in parked):
            return
        moment = time.monotonic()
        self._since = self._since or moment
        busy = any(wish in (Wish.READ, Wish.WRITE) for wish in self._wishes.values())
        if not busy or moment >= self._since + self._gathering:
            self._since = 0.0
            self._settle(hungry, moment)

    def _settle(self, hungry: list[Talk], moment: float) -> None:
        asking = [talk for talk, wish in self._wishes.items() if wish is Wish.LEAVE]
        telling = [talk for talk, wish in self._wishes.items() if wish is Wish.WRITTEN]
        passed: set[tuple[int, int]] = set()
        filling = not (self._ending or self._exhausted) and len(self._clerk.stock) < len(self._courses)
        try:
            passed = set() if self._without_clerk else self._clerk.settle(filling=filling)
        except (DBAPIError, PoolTimeoutError) as trouble:
            self._without_clerk = True
            self._fail(trouble)
        self._exhausted = self._exhausted or self._clerk.stock.is_dry
        self._gathering = min(LONGEST_GATHERING, time.monotonic() - moment)
        for talk in asking:
            self._resume(talk, moment if talk.copy is not None and talk.copy.key in passed else None)
        for talk in telling:
            self._resume(talk)
        for talk in hungry:
            self._resume_with_copy(talk)

    def _resume_with_copy(self, talk: Talk) -> None:
        if self._wishes.get(talk) is Wish.COPY:
            going, copy = self._grant(talk, Wish.COPY)
            if going:
                self._resume(talk, copy)

    def _resume(self, talk: Talk, value: Any = None) -> None:
        """Give a talk what it waited for, until it waits for something that is not there yet."""
        line, going = talk.line, talk in self._courses
        self._wishes.pop(talk, None)
        while going:
            course = self._courses[talk]
            try:
                wish = course.throw(value) if isinstance(value, Exception) else course.send(value)
                going, value = self._grant(talk, wish)
            except StopIteration:
                del self._courses[talk]
                going = False
            except SettingsRefusedError as refusal:
                del self._courses[talk]
                talk.hang_up()
                self._fail(refusal)
                going = False
        if line is not None and talk.line is not line:
            self._forget(line)

    def _grant(self, talk: Talk, wish: Wish) -> tuple[bool, Any]:
        """Whether the talk goes on at once, and with what; else it is parked."""
        if wish is Wish.COPY:
            copy = None if self._ending else self._clerk.next()
            if copy is not None or self._ending or self._exhausted:
                return True, copy
        elif self._ending and wish in (Wish.LEAVE, Wish.WRITTEN):
            return True, None
        elif self._ending and wish in (Wish.LINE, Wish.TIME):
            self._courses.pop(talk).close()
            return False, None
        self._wishes[talk] = wish
        if wish is Wish.LEAVE and talk.copy is not None:
            self._clerk.ask(talk.copy)
        elif wish is Wish.LINE:
            threading.Thread(target=self._open, args=(talk,), daemon=True).start()
        elif wish is Wish.WRITE and talk.line is not None:
            self._selector.modify(talk.line.sock, selectors.EVENT_READ | selectors.EVENT_WRITE, talk)
        return False, None

    def _open(self, talk: Talk) -> None:
        """In a thread: connect, which may take a while, and ring."""
        opened: Opened
        try:
            opened = talk.open()
        except (MailServerAway, SettingsRefusedError) as trouble:
            opened = trouble
        self._opened.append((talk, opened))
        with suppress(OSError):
            self._button.send(b"!")

    def _take_opened(self) -> None:
        while self._opened:
            talk, opened = self._opened.popleft()
            if isinstance(opened, SmtpLine):
                if talk not in self._courses:
                    opened.drop()
                    continue
                self._selector.register(opened.sock, selectors.EVENT_READ, talk)
            self._resume(talk, opened)

    def _forget(self, line: SmtpLine) -> None:
        with suppress(KeyError, ValueError):
            self._selector.unregister(line.sock)

    def _fail(self, trouble: Exception) -> None:
        self.failure = self.failure or trouble
        self._end()

    def _end(self) -> None:
        """No further copies; bodies that are on their way are finished."""
        if self._ending:
            return
        self._ending = True
        for talk, wish in list(self._wishes.items()):
            if wish is Wish.COPY:
                self._resume(talk)
            elif wish in (Wish.TIME, Wish.LINE):
                del self._wishes[talk]
                self._courses.pop(talk).close()
