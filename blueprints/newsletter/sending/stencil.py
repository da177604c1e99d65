"""A stencil is an edition cut at its holes once, so that a copy is made by joining pieces (a few µs)."""

import re

from blueprints.newsletter.messages.splicing import HOLE, KEY, NUMBER, TO

CUT = re.compile(b"(%s)" % HOLE.pattern)
END = b".\r\n"


class Stencil:
    """The pieces of a message, plain and as they go over the wire: dots at the beginning of lines doubled (RFC 5321
    §4.5.2) and the last dot added. What fills a hole never begins with a dot."""

    def __init__(self, template: bytes) -> None:
        whole = template if template.endswith(b"\r\n") else template + b"\r\n"
        self._plain = CUT.split(template)
        self._stuffed = CUT.split(whole.replace(b"\r\n.", b"\r\n..") + END)

    def filled(self, recipient: str, number: str, key: str) -> bytes:
        """One copy. The values are ASCII, without line breaks: a checked address, digits, and a key of ours."""
        return _join(self._plain, recipient, number, key)

    def stuffed(self, recipient: str, number: str, key: str) -> bytes:
        """One copy as the answer to 354."""
        return _join(self._stuffed, recipient, number, key)


def _join(pieces: list[bytes], recipient: str, number: str, key: str) -> bytes:
    values = {TO: recipient.encode("ascii"), NUMBER: number.encode("ascii"), KEY: key.encode("ascii")}
    return b"".join([values.get(piece, piece) for piece in pieces])
