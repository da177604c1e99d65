"""While SMTP_URL is not set: one .eml file for each copy, named by it, so that a repeat is no second."""

from pathlib import Path

from blueprints.core.smtp import MailServerAway, write_eml
from blueprints.newsletter.sending.ledger import Copy
from blueprints.newsletter.sending.talks import Answer, Course, Desk, Wish
from blueprints.newsletter.sending.transport import SmtpLine


class FileTalk:
    """A talk with a folder."""

    def __init__(self, folder: Path, desk: Desk) -> None:
        self._folder, self._desk = folder, desk
        self.copy: Copy | None = None
        self.line: SmtpLine | None = None
        self.until, self.trouble, self.has_served = 0.0, "", False

    def course(self) -> Course:
        """Write copy after copy; a folder that cannot be written to ends it."""
        while not self.trouble and (copy := (yield Wish.COPY)) is not None:
            self.copy = copy
            if (yield Wish.LEAVE) is not None:
                self._desk.tell(copy, self._write(copy))

    def _write(self, copy: Copy) -> Answer:
        try:
            path = write_eml(self._folder, copy.number, copy.message())
            self.has_served = True
            return Answer("dot", 250, str(path))
        except OSError as error:
            self.trouble = f"cannot write to {self._folder}: {error.strerror}"
            return Answer("body", 0, self.trouble)

    def open(self) -> SmtpLine:
        """There is none."""
        raise MailServerAway("a folder has no line")

    def hang_up(self) -> None:
        """Nothing is open."""
