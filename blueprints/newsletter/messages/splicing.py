"""The bytes of a letter: a whole message with holes for what differs, filled by splicing.

EmailMessage would take hundreds of times longer for each copy, and breaks a long List-Unsubscribe into encoded words,
which may not stand there (RFC 2047 §5).
"""

import binascii
import re
from functools import lru_cache

TO, NUMBER, KEY = b"\0to\0", b"\0number\0", b"\0key\0"
HOLE = re.compile(rb"(\0(?:to|number|key)\0)")
SOFT_BREAK = b"=\r\n"
PART = b"Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s"
TEMPLATES_IN_MEMORY = 64


class Splicer:
    """A message with holes, taken apart once, so that a copy costs a few microseconds."""

    def __init__(self, template: bytes) -> None:
        self._pieces = HOLE.split(template)
        self._holes = [(place, hole) for place, hole in enumerate(self._pieces) if place % 2]

    def copy(self, recipient: str, number: str, key: str) -> bytes:
        """One copy. The values are ASCII, without line breaks: a checked address, a number of ours, a key of ours."""
        values = {TO: recipient.encode("ascii"), NUMBER: number.encode("ascii"), KEY: key.encode("ascii")}
        pieces = self._pieces.copy()
        for place, hole in self._holes:
            pieces[place] = values[hole]
        return b"".join(pieces)


def splice(template: bytes, recipient: str, number: str, key: str) -> bytes:
    """One copy of a template, as `Splicer` makes it; the last templates are remembered."""
    return _splicer(template).copy(recipient, number, key)


@lru_cache(maxsize=TEMPLATES_IN_MEMORY)
def _splicer(template: bytes) -> Splicer:
    return Splicer(template)


def template_of(headers: bytes, boundary: str, mark: str, text: str, html: str) -> bytes:
    """The message with its holes: text first, then HTML (RFC 2046 §5.1.4), both quoted-printable; or text alone.

    `mark` stands in text and HTML where a reader's key belongs.
    """
    written = PART % (b"text/plain", quoted_printable(text, mark))
    if not html:
        return headers + written
    line = b"--" + boundary.encode()
    kind = f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n'.encode()
    second = PART % (b"text/html", quoted_printable(html, mark))
    return headers + kind + line + b"\r\n" + written + line + b"\r\n" + second + line + b"--\r\n"


def quoted_printable(body: str, mark: str) -> bytes:
    """RFC 2045 §6.7, with each hole alone between soft line breaks, so that no key makes a line too long.

    A line that begins with `From ` is written otherwise: on its way it may lie in a file that takes it for a new mail.
    """
    plain = body.replace("\r\n", "\n").strip("\n").encode() + b"\n"
    pieces = [binascii.b2a_qp(piece, istext=True) for piece in plain.split(mark.encode())]
    lines = (SOFT_BREAK + KEY + SOFT_BREAK).join(pieces).replace(b"\r\n", b"\n").replace(b"\r", b"=0D")
    return lines.replace(b"\nFrom ", b"\n=46rom ").replace(b"\n", b"\r\n")
