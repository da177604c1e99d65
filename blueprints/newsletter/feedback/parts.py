"""Parts: a mail taken apart without trusting it: bounded in size, depth and number of parts."""

import email
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from email.header import decode_header, make_header
from email.message import Message
from email.parser import HeaderParser
from email.policy import compat32
from quopri import decodestring

MOST_BYTES = 1 << 19  # of a mail; what is behind is never read
MOST_BOUNDARIES = 40  # the parser holds every line against each that is open
MOST_PARTS = 40
MOST_TEXT = 65_536  # characters of a part
LONGEST_HEADER = 2000  # encoded words are looked for in quadratic time
BOUNDARY = re.compile(rb"boundary[*\d]*\s*=", re.IGNORECASE)
BLANK_LINE = re.compile(r"\r?\n(?:[ \t]*\r?\n)+")
REPORTS = ("message/delivery-status", "message/global-delivery-status", "message/feedback-report")
RETURNED = (
    *("message/rfc822", "message/global", "message/rfc822-headers", "message/global-headers"),
    *("text/rfc822-headers", "text/rfc822"),
)

Mail = Message


def parse(raw: bytes) -> Mail:
    """The mail, by the most forgiving rules of the standard library; raises ValueError where it is a trap."""
    if len(BOUNDARY.findall(raw, 0, MOST_BYTES)) > MOST_BOUNDARIES:
        raise ValueError("more parts within parts than a mail can need")
    return email.message_from_bytes(raw[:MOST_BYTES], policy=compat32)


def parts_of(mail: Mail) -> Iterator[Mail]:
    """The parts of the mail itself, the first of many; what was returned inside of it is one part, and not entered."""
    waiting = [mail]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            waiting = [each for each in part.get_payload() if isinstance(each, Message)] + waiting


def header(mail: Mail, name: str) -> str:
    """A header on one line, its encoded words (RFC 2047) read where they can be."""
    value = str(mail.get(name, ""))[:LONGEST_HEADER]
    with suppress(ValueError, LookupError):  # a charset that nobody knows, or broken letters
        value = str(make_header(decode_header(value)))
    return " ".join(value.split())


def raw_headers(mail: Mail, name: str) -> list[str]:
    """All headers of a name as they stand, unfolded."""
    return [" ".join(str(value)[:LONGEST_HEADER].split()) for value in mail.get_all(name, [])[:MOST_PARTS]]


def text_of(part: Mail) -> str:
    """What a part says, decoded as far as it can be; of an attached mail or report, its source."""
    payload = part.get_payload()
    if isinstance(payload, list):
        source = "\n".join(_source(each) for each in payload[:MOST_PARTS] if isinstance(each, Message))
        return _decoded(part, source)[:MOST_TEXT]
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")[:MOST_TEXT]
    except LookupError:
        return content.decode("utf-8", "replace")[:MOST_TEXT]


def blocks_of(part: Mail) -> list[Mail]:
    """The groups of fields of a report (RFC 3464 §2.1: one for the mail, then one for each recipient)."""
    blocks = BLANK_LINE.split(text_of(part).strip())
    return [HeaderParser(policy=compat32).parsestr(block) for block in blocks[:MOST_PARTS]]


def returned_in(part: Mail) -> Mail | None:
    """The mail, or its headers, that a part gives back."""
    if part.get_content_type() not in RETURNED:
        return None
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message) and payload[0].keys():
        return payload[0]
    return HeaderParser(policy=compat32).parsestr(text_of(part).lstrip())


def _source(mail: Mail) -> str:
    """A mail as it was written, more or less; the library's own way fails at letters that stand where none may."""
    fields = "\n".join(f"{name}: {value}" for name, value in mail.items())
    payload = mail.get_payload()
    inner = [_source(each) for each in payload if isinstance(each, Message)] if isinstance(payload, list) else [payload]
    return f"{fields}\n\n{''.join(str(each or '') for each in inner)}"


def _decoded(part: Mail, source: str) -> str:
    """Reports may be encoded, against RFC 2046 §5.2.1, and then the parser did not read them."""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    with suppress(ValueError):
        if encoding == "base64":
            return b64decode(source, validate=False).decode("utf-8", "replace")
        if encoding == "quoted-printable":
            return decodestring(source.encode("utf-8", "replace")).decode("utf-8", "replace")
    return source


def plain(words: str, longest: int) -> str:
    """One line that a database can keep."""
    return " ".join(words.encode("utf-8", "replace").decode().replace("\0", "").split())[:longest]
