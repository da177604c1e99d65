"""The way out: an SMTP server, or .eml files in instance/outbox/ while none is set."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

CONNECT_SECONDS = 15
PORTS = {"smtp": 25, "smtps": 465}


class MailServerAway(OSError):
    """The server cannot be reached or will not talk; nobody's mail is at fault."""


@contextmanager
def connection(url: str, seconds: float = CONNECT_SECONDS) -> Iterator[smtplib.SMTP]:
    """A session with the server of an SMTP_URL, encrypted where it offers that, signed in where the URL says so."""
    parts = urlsplit(url)
    port = parts.port or PORTS[parts.scheme]
    try:
        server = _open(parts.scheme, parts.hostname or "", port, seconds)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except (OSError, smtplib.SMTPException) as error:
        raise MailServerAway(f"mail server {parts.hostname}:{port}: {error}") from error
    try:
        yield server
    finally:
        try:
            server.quit()
        except (OSError, ValueError, smtplib.SMTPException):  # ValueError: its file was closed already
            server.close()


def _open(scheme: str, host: str, port: int, seconds: float) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=seconds, context=context)
        server.ehlo()
        return server
    server = smtplib.SMTP(host, port, timeout=seconds)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
    return server


def write_eml(folder: Path, name: str, message: bytes) -> Path:
    """Keep a mail as a file, whole or not at all; the same name twice is the same mail."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.eml"
    temporary = folder / f".{name}.{os.getpid()}.part"
    temporary.write_bytes(message)
    return temporary.replace(target)
