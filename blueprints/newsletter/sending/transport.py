"""A line to the mail server: its bytes go out and its replies come in, and it never waits by itself once it is open."""

import smtplib
import socket
import ssl
from contextlib import ExitStack
from dataclasses import dataclass

from blueprints.core.smtp import MailServerAway, connection

MOST_AT_ONCE = 16384  # bytes: a TLS record holds no more, so what a call did not take was not sent
LONGEST_REPLY, AT_A_TIME = 65536, 4096  # bytes
LAST_WORDS = 5.0  # seconds


class SettingsRefusedError(Exception):
    """The server will not take mail from us at all: our settings are at fault, and no reader. `stage` and `code` are
    what it said to a copy, if it was one."""

    def __init__(self, words: str, stage: str = "", code: int = 0) -> None:
        super().__init__(f"the mail server refuses us: {code} {words}" if code else words)
        self.stage, self.code, self.words = stage, code, words


class BrokenError(Exception):
    """The connection is of no more use; `stage` says how far the copy in hand had come, and `code` and `words` what the
    server said, or 0 and what happened."""

    def __init__(self, stage: str, words: str, code: int = 0) -> None:
        super().__init__(f"the mail server takes no mail now: {code} {words}" if code else words)
        self.stage, self.code, self.words = stage, code, words


@dataclass(frozen=True)
class Patience:
    """How many seconds to wait: to connect, for an answer, for room to write, and for the answer to the dot (RFC 5321
    §4.5.3.2); and how long after each trouble in a row, before a line is given up."""

    connect: float = 15
    command: float = 300
    body: float = 180
    dot: float = 600
    after_trouble: tuple[float, ...] = (0.5, 1, 2, 4)


class SmtpLine:
    """An open session. smtplib greets, encrypts and signs in; from there on the socket is ours."""

    def __init__(self, url: str, seconds: float) -> None:
        self._stack = ExitStack()
        try:
            self._server = self._stack.enter_context(connection(url, seconds))
        except MailServerAway as trouble:
            if _is_our_fault(trouble.__cause__):
                raise SettingsRefusedError(str(trouble)) from trouble
            raise
        if self._server.sock is None:
            raise MailServerAway("the connection is gone")
        self.sock: socket.socket = self._server.sock
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the dot must not wait for an ACK
        self.sock.settimeout(0)
        self.pipelining = self._server.has_extn("pipelining")
        # So far beyond what `send` reported may bytes have gone when it fails: TLS does not say.
        self.reach = MOST_AT_ONCE if isinstance(self.sock, ssl.SSLSocket) else 0
        self.over = ""
        self._came = bytearray()

    def send(self, rest: memoryview) -> int:
        """How many bytes the kernel took: 0 when there is no room now. Raises OSError."""
        try:
            return self.sock.send(rest[:MOST_AT_ONCE])
        except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
            return 0

    def receive(self) -> None:
        """Take in what has come; when nothing more can come, `over` says why."""
        try:
            while True:
                came = self.sock.recv(AT_A_TIME)
                self._came += came
                if not came:
                    self.over = "it closed the connection"
                if not came or not isinstance(self.sock, ssl.SSLSocket) or not self.sock.pending():
                    return
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError as trouble:
            self.over = str(trouble)

    def reply(self) -> tuple[int, str] | None:
        """The next whole reply: its code (0 when it has none) and its words; None while it has not come."""
        start, words = 0, b""
        while (end := self._came.find(b"\n", start)) >= 0:
            line = bytes(self._came[start:end])
            words += line[4:] + b" "
            start = end + 1
            if line[3:4] != b"-":
                del self._came[:start]
                return int(line[:3]) if line[:3].isdigit() else 0, " ".join(words.decode("utf-8", "replace").split())
        if len(self._came) > LONGEST_REPLY:
            self.over = "it talks without end"
        return None

    def drop(self) -> None:
        """Close the socket without a word: what was offered is not sent."""
        self._server.close()
        self._stack.close()

    def leave(self) -> None:
        """QUIT, if anybody still listens."""
        try:
            self.sock.settimeout(LAST_WORDS)
        except OSError:
            self._server.close()
        self._stack.close()


def _is_our_fault(cause: BaseException | None) -> bool:
    """Whether a session could not begin because of our own name, password or certificates."""
    if isinstance(cause, smtplib.SMTPAuthenticationError):
        return cause.smtp_code >= 500
    return isinstance(cause, ssl.SSLCertVerificationError | smtplib.SMTPNotSupportedError)
