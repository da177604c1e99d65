"""The bytes of a digest: a whole message with holes for what differs, filled by splicing.

EmailMessage would take hundreds of times longer for each copy, and breaks a long List-Unsubscribe into encoded words,
which may not stand there (RFC 2047 §5).
"""

import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr

TO, NUMBER, KEY = b"\0to\0", b"\0number\0", b"\0key\0"
HOLE = re.compile(rb"\0(?:to|number|key)\0")
SOFT_BREAK = b"=\r\n"
LINE = 76


@dataclass(frozen=True)
class Envelope:
    """What stands in the headers of every copy. `mark` stands in text and HTML where a reader's key belongs."""

    site_name: str
    mail_from: str
    domain: str
    list_name: str
    unsubscribe: str
    subject: str
    date: datetime
    boundary: str
    mark: str


def template_of(envelope: Envelope, text: str, html: str) -> bytes:
    """The message with its holes: text first, then HTML (RFC 2046 §5.1.4), both quoted-printable."""
    boundary = b"--" + envelope.boundary.encode()
    parts = (("text/plain", text), ("text/html", html))
    written = [
        b"%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s\r\n"
        % (boundary, kind.encode(), quoted_printable(body, envelope.mark))
        for kind, body in parts
    ]
    return _headers(envelope) + b"\r\n" + b"".join(written) + boundary + b"--\r\n"


def splice(template: bytes, recipient: str, number: str, key: str) -> bytes:
    """One copy. The values are ASCII, without line breaks: a checked address, digits, and a key of ours."""
    values = {TO: recipient.encode("ascii"), NUMBER: number.encode("ascii"), KEY: key.encode("ascii")}
    return HOLE.sub(lambda hole: values[hole.group()], template)


def quoted_printable(body: str, mark: str) -> bytes:
    """RFC 2045 §6.7, with each hole alone between soft line breaks, so that no key makes a line too long."""
    plain = body.replace("\r\n", "\n").encode()
    pieces = [binascii.b2a_qp(piece, istext=True) for piece in plain.split(mark.encode())]
    return (SOFT_BREAK + KEY + SOFT_BREAK).join(pieces).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def header(name: str, words: str) -> bytes:
    """A header of free words, folded; as encoded words (RFC 2047) where they are not ASCII."""
    one_line = " ".join(words.split())
    charset = "us-ascii" if one_line.isascii() else "utf-8"
    folded = Header(one_line, charset, maxlinelen=LINE, header_name=name).encode(linesep="\r\n")
    return f"{name}: {folded}\r\n".encode("ascii")


def _headers(envelope: Envelope) -> bytes:
    mailto = f"mailto:{envelope.mail_from}?subject=unsubscribe%20".encode()
    lines = [
        _from(envelope),
        b"To: %s\r\n" % TO,
        header("Subject", envelope.subject),
        f"Date: {format_datetime(envelope.date)}\r\n".encode(),
        b"Message-ID: <%s@%s>\r\n" % (NUMBER, envelope.domain.encode()),
        f"List-Id: <{envelope.list_name}.{envelope.domain}>\r\n".encode(),
        b"List-Unsubscribe: <%s%s/>,\r\n <%s%s>\r\n" % (envelope.unsubscribe.encode(), KEY, mailto, KEY),
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        b"Auto-Submitted: auto-generated\r\nPrecedence: bulk\r\nMIME-Version: 1.0\r\n",
        f'Content-Type: multipart/alternative;\r\n boundary="{envelope.boundary}"\r\n'.encode(),
    ]
    return b"".join(lines)


def _from(envelope: Envelope) -> bytes:
    name = " ".join(envelope.site_name.split())
    if name.isascii():
        return f"From: {formataddr((name, envelope.mail_from))}\r\n".encode()
    return header("From", name) + f" <{envelope.mail_from}>\r\n".encode()
