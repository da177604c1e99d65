"""The bytes of a letter: a whole message with holes for what differs, filled by splicing.

EmailMessage would take hundreds of times longer for each copy, and breaks a long List-Unsubscribe into encoded words,
which may not stand there (RFC 2047 §5).
"""

import binascii
import re

TO, NUMBER, KEY = b"\0to\0", b"\0number\0", b"\0key\0"
HOLE = re.compile(rb"\0(?:to|number|key)\0")
CUT = re.compile(rb"(%s)" % HOLE.pattern)
SOFT_BREAK = b"=\r\n"
PART = b"Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n%s"


def splice(template: bytes, recipient: str, number: str, key: str) -> bytes:
    """One copy. The values are ASCII, without line breaks: a checked address, a number of ours, and a key of ours."""
    values = {TO: recipient.encode("ascii"), NUMBER: number.encode("ascii"), KEY: key.encode("ascii")}
    return b"".join([values.get(piece, piece) for piece in CUT.split(template)])


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
