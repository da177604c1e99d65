"""The headers of a letter, written by hand: each value is ours, checked or encoded, and none can begin a new line."""

import re
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, quote
from urllib.parse import urlsplit

from flask import current_app

from blueprints.core.setting_checks import SPOKEN
from blueprints.newsletter.messages.splicing import KEY, NUMBER, TO
from blueprints.newsletter.models import Issue
from blueprints.newsletter.readers.links import address

LINE = 76
LONGEST_WORD = 66  # longer ones are broken as encoded words, since nothing else may be
LONGEST_SUBJECT = 200
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")


def headers_of(issue: Issue, subject: str, moment: datetime) -> bytes:
    """All headers but those of the content, with holes for what differs (RFC 5322, 2369, 2919, 8058, 3834)."""
    domain = site_domain()
    leave = f"mailto:{answers_to()}?subject=unsubscribe%20".encode()
    lines = [
        _from(current_app.config["SITE_NAME"], current_app.config["MAIL_FROM"]),
        b"To: %s\r\n" % TO,
        header("Subject", _short(subject)),
        f"Date: {format_datetime(moment)}\r\n".encode(),
        b"Message-ID: <%s@%s>\r\n" % (NUMBER, domain.encode()),
        f"List-Id: <newsletter.{domain}>\r\n".encode(),
        b"List-Unsubscribe: <%s%s/>,\r\n <%s%s>\r\n" % (address("unsubscribe/").encode(), KEY, leave, KEY),
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        f"List-Help: <{address('')}>\r\nList-Archive: <{address('issues/')}>\r\n".encode(),
        f"Feedback-ID: {issue.id or 0}:{_language(issue)}:{issue.kind}:{_sender(domain)}\r\n".encode(),
        b"Auto-Submitted: auto-generated\r\nPrecedence: bulk\r\nMIME-Version: 1.0\r\n",
    ]
    return b"".join(lines)


def header(name: str, words: str) -> bytes:
    """A header of free words, folded; as encoded words (RFC 2047) where they are not ASCII, or too long to fold."""
    line = one_line(words)
    foldable = line.isascii() and "=?" not in line and all(len(word) <= LONGEST_WORD for word in line.split())
    folded = Header(line, "us-ascii" if foldable else "utf-8", maxlinelen=LINE, header_name=name)
    return f"{name}: {folded.encode(linesep=chr(13) + chr(10))}\r\n".encode("ascii")


def one_line(words: str) -> str:
    """The words without line breaks and control characters."""
    return " ".join(CONTROL.sub(" ", words).split())


def site_domain() -> str:
    """The host that identifiers of ours end in."""
    return urlsplit(current_app.config["SITE_URL"]).hostname or "localhost"


def answers_to() -> str:
    """Where a mail that asks to leave goes: to the mailbox that is read by us, if there is one."""
    return str(current_app.config["BOUNCE_ADDRESS"] or current_app.config["MAIL_FROM"])


def _from(site_name: str, mail_from: str) -> bytes:
    """The name, in quotes where it needs them, and the address on a line of its own where both do not fit on one."""
    name = one_line(site_name)
    plain = name.isascii() and all(len(word) <= LONGEST_WORD for word in name.split()) and "=?" not in name
    written = header("From", f'"{quote(name)}"' if plain and not ATOMS.fullmatch(name) else name).rstrip(b"\r\n")
    last = written.rpartition(b"\r\n")[2]
    between = b" " if len(last) + len(mail_from) + 3 <= LINE else b"\r\n "
    return b"%s%s<%s>\r\n" % (written, between, mail_from.encode())


def _short(subject: str) -> str:
    return subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _language(issue: Issue) -> str:
    primary = (issue.language or "").partition("-")[0]
    return primary if primary in SPOKEN else "en"


def _sender(domain: str) -> str:
    """Who sends, for Gmail's reports: always the same, 5 to 15 characters."""
    return f"news-{re.sub('[^a-z0-9]', '', domain)}"[:15]
