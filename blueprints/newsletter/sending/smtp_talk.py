"""Talking to an SMTP server stage by stage, so that we know at each failure whether a copy can have been accepted."""

import time
from collections.abc import Callable, Generator
from typing import Any

from blueprints.core.smtp import MailServerAway
from blueprints.newsletter.sending.ledger import Copy
from blueprints.newsletter.sending.replies import Stage, Verdict, classify
from blueprints.newsletter.sending.talks import Answer, Course, Desk, Step, Wish
from blueprints.newsletter.sending.transport import BrokenError, Patience, SettingsRefusedError, SmtpLine

TOO_BUSY, GO_AHEAD = 421, 354
STILL_VALID = 60.0  # seconds


class SmtpTalk:
    """A talk over one line at a time, which is opened again after it broke."""

    def __init__(self, url: str, sender_of: Callable[[Copy], str], desk: Desk, patience: Patience) -> None:
        self._url, self._sender_of, self._desk, self._patience = url, sender_of, desk, patience
        self.copy: Copy | None = None
        self.line: SmtpLine | None = None
        self.until, self.trouble, self.has_served = 0.0, "", False
        self._following: Copy | None = None
        self._announced = self._must_reset = False
        self._troubles = 0

    def open(self) -> SmtpLine:
        """Connect, encrypt, sign in."""
        return SmtpLine(self._url, self._patience.connect)

    def hang_up(self) -> None:
        """Close the socket without a word: what was offered is not sent."""
        if self.line is not None:
            self.line.drop()
        self.line, self._announced, self._must_reset = None, False, False

    def course(self) -> Course:
        """Copy after copy, until there are none or the troubles in a row are too many."""
        while (copy := self._following or (yield Wish.COPY)) is not None:
            self._following = None
            try:
                line = self.line = self.line or (yield Wish.LINE)
                yield from self._serve(line, copy)
                continue
            except MailServerAway as away:
                self._following, trouble, stage = copy, str(away), "connect"
            except SettingsRefusedError as refusal:
                if refusal.code:  # it has not taken this copy, and that must not be left in doubt
                    self._desk.tell(copy, Answer(refusal.stage, refusal.code, refusal.words))
                raise
            except BrokenError as broken:
                self.hang_up()
                trouble, stage = str(broken), broken.stage
                self._desk.tell(copy, Answer(broken.stage, broken.code, broken.words))
            if (yield from self._is_too_much(trouble, stage)):
                break
        if self._following is not None:
            self._desk.put_back(self._following)
        if self.line is not None:
            self.line.leave()
        self.line = None

    def _is_too_much(self, trouble: str, stage: str) -> Generator[Wish, Any, bool]:
        """Wait after a trouble, longer each time; whether it was one too many. One answer to a dot that did not come is
        no trouble yet: the server was there, and the copy is accounted for."""
        is_over = self._troubles == len(self._patience.after_trouble)
        self.trouble = trouble if is_over or stage != "dot" else self.trouble
        if is_over:
            return True
        self.until = time.monotonic() + self._patience.after_trouble[self._troubles]
        self._troubles += 1
        yield Wish.TIME
        return False

    def _serve(self, line: SmtpLine, copy: Copy) -> Course:
        """Take one copy as far as it goes."""
        answer = yield from self._offer(line, copy)
        if answer.code == GO_AHEAD:
            self.copy = copy
            asked = yield Wish.LEAVE
            if asked is None:
                self.hang_up()
                return
            if time.monotonic() - asked > STILL_VALID:  # we were stopped meanwhile, and others may have buried us
                raise BrokenError("data", "its leave to be sent had run out")
            answer = yield from self._hand_over(line, copy)
        self._desk.tell(copy, answer)
        self._troubles, self.trouble, self.has_served = 0, "", True
        if answer.code >= 400:
            yield Wish.WRITTEN  # a refusal may be one too many for the issue or the domain

    def _offer(self, line: SmtpLine, copy: Copy) -> Step:
        """MAIL, RCPT and DATA, up to 354, or the first answer that was not wished for."""
        commands = self._commands(copy)
        if line.pipelining and not self._announced:
            yield from self._send(line, b"".join(command for _, command in commands), "mail")
        self._announced = False
        answer, refused = Answer("mail", 0, ""), None
        for stage, command in commands:
            if not line.pipelining:
                yield from self._send(line, command, stage)
            answer = yield from self._answer(line, stage, self._patience.command)
            if refused is None and _about_the_copy(answer).code >= 400:
                refused = answer
            self._must_reset = self._must_reset or (stage == "mail" and refused is None)
            if refused is not None and not line.pipelining:
                break
        if refused is not None and answer.code == GO_AHEAD:
            self.hang_up()  # it waits for a body that nobody is to get (RFC 2920 §3.1)
        return refused or answer

    def _commands(self, copy: Copy) -> list[tuple[str, bytes]]:
        """What announces a copy; a transaction that came to nothing is taken back first."""
        announcing = [
            ("mail", b"MAIL FROM:<%s>\r\n" % self._sender_of(copy).encode("ascii")),
            ("rcpt", b"RCPT TO:<%s>\r\n" % copy.email.encode("ascii")),
            ("data", b"DATA\r\n"),
        ]
        return [("rset", b"RSET\r\n"), *announcing] if self._must_reset else announcing

    def _hand_over(self, line: SmtpLine, copy: Copy) -> Step:
        """The body with its dot and, in the same breath, what announces the next copy (RFC 2920 §3.1)."""
        self._must_reset = False
        body, announcement = copy.body(), b""
        if line.pipelining and (following := self._desk.next()) is not None:
            self._following = following
            announcement = b"".join(command for _, command in self._commands(following))
        yield from self._send(line, body + announcement, "dot", len(body))
        self._announced = bool(announcement)
        return _about_the_copy((yield from self._answer(line, "dot", self._patience.dot)))

    def _send(self, line: SmtpLine, content: bytes, stage: str, body: int = 0) -> Course:
        """Send it all; so many bytes of it are the body with its dot, without which no copy is accepted (RFC 5321
        §4.1.1.4)."""
        rest = memoryview(content)
        while rest:
            try:
                taken = line.send(rest)
                if not taken:
                    self.until = time.monotonic() + self._patience.body
                    yield Wish.WRITE
            except OSError as trouble:
                within = len(content) - len(rest) + line.reach < body
                at = "body" if within else stage
                raise BrokenError(at, f"the mail server broke off at {at}: {trouble}") from trouble
            rest = rest[taken:]

    def _answer(self, line: SmtpLine, stage: str, seconds: float) -> Step:
        """The server's answer; when none comes, the line is broken."""
        while (reply := line.reply()) is None:
            self.until = time.monotonic() + seconds
            try:
                if not line.over:
                    yield Wish.READ
            except TimeoutError:
                line.over = "no answer in time"
            if line.over and (reply := line.reply()) is None:
                raise BrokenError(stage, f"the mail server broke off at {stage}: {line.over}")
        return Answer(stage, *reply)


def _about_the_copy(answer: Answer) -> Answer:
    """An answer that is about the copy; one that is about the server, or about us, is raised."""
    stage, code, words = answer
    if code >= 400:
        verdict = classify(Stage(stage), code, words).verdict
        if verdict is Verdict.CONFIGURATION:
            raise SettingsRefusedError(words, stage, code)
        if verdict is Verdict.TROUBLE or code == TOO_BUSY or stage in ("rset", "mail"):
            raise BrokenError(stage, words, code)
    elif not 200 <= code < 300 and (stage, code) != ("data", GO_AHEAD):
        raise BrokenError(stage, f"the mail server says what cannot be read: {code} {words}")
    return answer
