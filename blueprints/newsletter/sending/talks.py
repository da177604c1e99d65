"""A talk is one line's course of copies, written as a generator: it yields what it waits for, and the switchboard,
which waits for all talks at once, resumes it. So the order of things reads downward, and twenty lines need one thread.
"""

from collections.abc import Generator
from enum import Enum, auto
from typing import Any, NamedTuple, Protocol

from blueprints.newsletter.sending.ledger import Copy
from blueprints.newsletter.sending.transport import SmtpLine


class Wish(Enum):
    """What a talk waits for: a copy (None: there are no more), leave to send the body (when it was asked for, on the
    monotonic clock, or None), that what it told is written, a line, something to read, room to write, or that time
    passes."""

    COPY = auto()
    LEAVE = auto()
    WRITTEN = auto()
    LINE = auto()
    READ = auto()
    WRITE = auto()
    TIME = auto()


class Answer(NamedTuple):
    """What the server said at a stage (rset, mail, rcpt, data, body, dot); code 0 where nothing came."""

    stage: str
    code: int
    words: str


Course = Generator[Wish, Any, None]
Step = Generator[Wish, Any, Answer]


class Desk(Protocol):
    """Where talks get their copies, and tell what became of them."""

    def next(self) -> Copy | None:
        """A copy that is at hand."""
        ...

    def put_back(self, copy: Copy) -> None:
        """Somebody else may take it."""

    def tell(self, copy: Copy, answer: Answer) -> None:
        """Note the end of a try."""


class Talk(Protocol):
    """What the switchboard knows of a talk. `until` is the monotonic time to which it waits; `trouble` what it suffered
    last, empty once the server has talked sense again; `has_served` whether it ever did."""

    copy: Copy | None
    line: SmtpLine | None
    until: float
    trouble: str
    has_served: bool

    def course(self) -> Course:
        """What it does, from the first copy to the last."""
        ...

    def open(self) -> SmtpLine:
        """A new line. This waits, so it has a thread of its own. Raises MailServerAway or SettingsRefusedError."""
        ...

    def hang_up(self) -> None:
        """Close the line as it is."""
