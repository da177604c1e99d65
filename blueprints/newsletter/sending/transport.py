"""Handing a copy over, stage by stage, so that we know at each failure whether it can have been accepted."""

import smtplib
import socket
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from blueprints.core.smtp import MailServerAway, connection, write_eml

TOO_BUSY = 421


class CopyRefusedError(Exception):
    """The server's answer to this copy: 4xx for now, 5xx for good. It has not taken it."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}")
        self.code = code


class UnansweredError(Exception):
    """The whole message went out and no answer came: it may have been accepted or not (RFC 1047)."""


class SettingsRefusedError(Exception):
    """The server will not take mail from us at all: our settings are at fault, and no reader."""


class Transport(Protocol):
    """A way out: `offer` until the server would take the body, then `hand_over` it, or `drop` the connection."""

    def offer(self, recipient: str, name: str) -> None:
        """Announce a copy; raises CopyRefusedError, SettingsRefusedError or MailServerAway, and nothing was sent."""

    def hand_over(self, message: bytes) -> str:
        """Send the body; the server's words. Raises as `offer` does, and UnansweredError."""
        ...

    def drop(self) -> None:
        """Break off: what was offered is not sent."""

    def close(self) -> None:
        """Take leave."""


@dataclass(frozen=True)
class Patience:
    """How many seconds to wait: to connect, for an answer, and for the answer to the dot (RFC 5321 §4.5.3.2)."""

    connect: float = 15
    command: float = 300
    dot: float = 600


class SmtpTransport:
    """An SMTP session that is opened when needed and opened again after it broke."""

    def __init__(self, url: str, sender: str, patience: Patience = Patience()) -> None:
        self._url, self._sender, self._patience = url, sender, patience
        self._server: smtplib.SMTP | None = None
        self._stack = ExitStack()

    def offer(self, recipient: str, name: str) -> None:
        """MAIL, RCPT and DATA, up to 354."""
        self._server = self._server or self._open()
        code, words = self._ask(f"MAIL FROM:<{self._sender}>")
        if code >= 500:
            self.close()
            raise SettingsRefusedError(f"the mail server refuses {self._sender}: {code} {words}")
        if code >= 400:
            self.close()
            raise MailServerAway(f"the mail server takes no mail now: {code} {words}")
        for command, wanted in ((f"RCPT TO:<{recipient}>", (250, 251, 252)), ("DATA", (354,))):
            code, words = self._ask(command)
            if code not in wanted:
                self._ask("RSET")
                raise CopyRefusedError(code, words)

    def hand_over(self, message: bytes) -> str:
        """The body and, apart from it, the dot: what breaks before the dot was not accepted (RFC 5321 §4.1.1.4)."""
        server = self._server
        if server is None or server.sock is None:
            raise MailServerAway("the connection is gone")
        try:
            server.send(message.replace(b"\r\n.", b"\r\n.."))
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise MailServerAway(f"the mail server broke off in the body: {error}") from error
        code, words = self._finish(server)
        if code >= 400:
            raise CopyRefusedError(code, words)
        return f"{code} {words}"

    def drop(self) -> None:
        """Close the socket without a word."""
        if self._server is not None:
            self._server.close()
        self.close()

    def close(self) -> None:
        """QUIT, if anybody still listens."""
        self._server = None
        self._stack.close()

    def _open(self) -> smtplib.SMTP:
        server = self._stack.enter_context(connection(self._url, self._patience.connect))
        if server.sock is not None:
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the dot must not wait for an ACK
            server.sock.settimeout(self._patience.command)
        return server

    def _ask(self, command: str) -> tuple[int, str]:
        """The answer to a command; a connection that breaks or closes is the server's trouble."""
        if self._server is None:
            raise MailServerAway("the connection is gone")
        try:
            code, words = self._server.docmd(command)
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise MailServerAway(f"the mail server broke off at {command[:4]}: {error}") from error
        if code == TOO_BUSY or code < 0:
            self.drop()
            raise MailServerAway(f"the mail server closes: {code} {_plain(words)}")
        return code, _plain(words)

    def _finish(self, server: smtplib.SMTP) -> tuple[int, str]:
        try:
            if server.sock is not None:
                server.sock.settimeout(self._patience.dot)
            server.send(b".\r\n")
            code, words = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(self._patience.command)
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise UnansweredError(f"no answer to the dot: {error}") from error
        if code < 200:
            self.drop()
            raise UnansweredError(f"no readable answer to the dot: {code}")
        return code, _plain(words)


class FileTransport:
    """While SMTP_URL is not set: one .eml file for each copy, named by it, so that a repeat is no second."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._name = folder, ""

    def offer(self, recipient: str, name: str) -> None:
        """Remember whose copy comes."""
        self._name = name

    def hand_over(self, message: bytes) -> str:
        """Write it."""
        try:
            return str(write_eml(self._folder, self._name, message))
        except OSError as error:
            raise MailServerAway(f"cannot write to {self._folder}: {error.strerror}") from error

    def drop(self) -> None:
        """Nothing is open."""

    def close(self) -> None:
        """Nothing is open."""


def _plain(words: bytes) -> str:
    return " ".join(words.decode("utf-8", "replace").split())[:300]
