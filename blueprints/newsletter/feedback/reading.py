"""Reading: what a mail that came back says, and by which signs it could be proved whose it is.

Nothing is believed here: a `Reading` is what somebody wrote. `acting` asks for the proof.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime
from enum import StrEnum
from urllib.parse import unquote

from blueprints.newsletter.feedback.bounces import Failure, failure_in_report, failure_in_words
from blueprints.newsletter.feedback.parts import (
    REPORTS,
    Mail,
    blocks_of,
    header,
    parse,
    parts_of,
    plain,
    raw_headers,
    returned_in,
    text_of,
)
from blueprints.newsletter.readers.links import TOKEN
from blueprints.newsletter.sending.return_path import SIGNED

MOST_SIGNS = 12
RECIPIENTS = (
    *("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "Apparently-To"),
    *("To", "Resent-To"),
)
COMPLAINTS = frozenset({"abuse", "fraud", "opt-out", "opt-out-list"})
JMRP = "X-HmXmrOriginalRecipient"  # Microsoft's own way to say whose complaint an attached mail is
LEAVING = re.compile(rf"unsubscribe[:\s]+({TOKEN.pattern})", re.IGNORECASE)
A_TOKEN = re.compile(rf"(?<![\w.-]){TOKEN.pattern}(?![\w-])")


class Sort(StrEnum):
    """What a mail is; OTHER is for people to read."""

    BOUNCE = "bounce"
    DELAY = "delay"
    COMPLAINT = "complaint"
    LEAVE = "leave"
    AUTO_REPLY = "auto-reply"
    OTHER = "other"


@dataclass(frozen=True)
class Reading:
    """What a mail says of itself. `addresses` are return paths of ours that it shows, and `tokens` are keys of links;
    a forger may have written both. `identity` is the same for the same mail, however often and wherever it is read."""

    sort: Sort
    identity: str = ""
    written_at: datetime | None = None
    addresses: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    failure: Failure | None = field(default=None)
    detail: str = ""


def read_mail(raw: bytes) -> Reading:
    """What these bytes are. Whatever is broken in them, the worst that they can be is OTHER."""
    try:
        return _read(parse(raw))
    except Exception:  # what the parser does not foresee, a stranger may send: people must look at that
        return Reading(Sort.OTHER)


def _read(mail: Mail) -> Reading:
    parts = list(parts_of(mail))
    kinds = {part.get_content_type() for part in parts}
    returned = [found for found in map(returned_in, parts) if found is not None][:MOST_SIGNS]
    if "message/feedback-report" in kinds:
        return _complaint(mail, parts, returned)
    if not kinds.isdisjoint(REPORTS):
        return _bounce(mail, _report(parts), returned)
    if any(JMRP in each for each in returned):
        return _reading(mail, Sort.COMPLAINT, returned, detail="abuse (JMRP)")
    asked = LEAVING.fullmatch(header(mail, "Subject"))
    if asked:
        return Reading(Sort.LEAVE, _identity(mail), _written_at(mail), (), (asked.group(1),))
    failure = failure_in_words(mail, _words(parts))
    if failure is not None:
        return _bounce(mail, failure, [])
    return Reading(Sort.AUTO_REPLY if _is_automatic(mail) else Sort.OTHER)


def _report(parts: Iterable[Mail]) -> Failure | None:
    reports = [part for part in parts if part.get_content_type() in REPORTS]
    return failure_in_report(blocks_of(reports[0]))


def _bounce(mail: Mail, failure: Failure | None, returned: Sequence[Mail]) -> Reading:
    """A report that says nothing has failed yet tells of a delay, a relaying or a delivery."""
    if failure is None:
        return Reading(Sort.DELAY)
    return _reading(mail, Sort.BOUNCE, returned, failure=failure, detail=failure.words)


def _complaint(mail: Mail, parts: Sequence[Mail], returned: Sequence[Mail]) -> Reading:
    """RFC 5965; a report of another type, as `not-spam`, is for people."""
    report = next(part for part in parts if part.get_content_type() == "message/feedback-report")
    fields = blocks_of(report)[0]
    sort = header(fields, "Feedback-Type").lower()
    if sort not in COMPLAINTS:
        return Reading(Sort.OTHER)
    senders = raw_headers(fields, "Original-Mail-From")
    agent = header(fields, "User-Agent")
    return _reading(mail, Sort.COMPLAINT, returned, senders=senders, detail=" ".join(filter(None, (sort, agent))))


def _reading(
    mail: Mail,
    sort: Sort,
    returned: Sequence[Mail],
    *,
    senders: Sequence[str] = (),
    failure: Failure | None = None,
    detail: str = "",
) -> Reading:
    """With all signs of whose copy it was: where the mail came to, then what it gives back."""
    written = [value for name in RECIPIENTS for value in raw_headers(mail, name)]
    written += [*senders, *(value for each in returned for value in raw_headers(each, "Return-Path"))]
    links = [value for each in returned for value in raw_headers(each, "List-Unsubscribe")]
    return Reading(
        sort, _identity(mail), _written_at(mail), _addresses(written), _tokens(links), failure, plain(detail, 500)
    )


def _addresses(written: Sequence[str]) -> tuple[str, ...]:
    """Those that look like a return path of ours."""
    found = (address for _, address in getaddresses(written))
    return tuple(dict.fromkeys(address for address in found if SIGNED.fullmatch(address)))[:MOST_SIGNS]


def _tokens(links: Sequence[str]) -> tuple[str, ...]:
    """What looks like the key of a link of ours; transports may have folded the header anywhere."""
    joined = (unquote(re.sub(r"\s+", "", link)) for link in links)
    return tuple(dict.fromkeys(found.group() for link in joined for found in A_TOKEN.finditer(link)))[:MOST_SIGNS]


def _words(parts: Sequence[Mail]) -> str:
    texts = (text_of(part) for part in parts if part.get_content_maintype() == "text")
    return next((text for text in texts if text.strip()), "")


def _is_automatic(mail: Mail) -> bool:
    """RFC 3834 §5, and what was usual before it."""
    submitted = header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if header(mail, "Precedence").lower() in ("auto_reply", "auto-reply", "junk"):
        return True
    return any(name in mail for name in ("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Auto-Reply"))


def _identity(mail: Mail) -> str:
    known = header(mail, "Message-ID")
    content = "\n".join(header(mail, name) for name in ("From", "Date", "Subject")) if not known else ""
    return hashlib.sha256(f"{known}\n{content}\n{'' if known else text_of(mail)}".encode(errors="replace")).hexdigest()


def _written_at(mail: Mail) -> datetime | None:
    try:
        written = parsedate_to_datetime(header(mail, "Date"))
        return (written if written.tzinfo else written.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
