"""Bounces: what a report of a failed delivery says of the reader, by RFC 3464 or as older mail servers write it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from blueprints.newsletter.feedback.parts import Mail, header, plain
from blueprints.newsletter.models import FeedbackKind
from blueprints.newsletter.sending import reply_signs as signs
from blueprints.newsletter.sending.replies import STATUS, Stage, Verdict, classify

KINDS = {
    Verdict.HARD: FeedbackKind.HARD,
    Verdict.POLICY: FeedbackKind.POLICY,
    Verdict.CONFIGURATION: FeedbackKind.POLICY,
}
CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[\s-])")
QMAIL = re.compile(
    r"\s*Hi\. This is the qmail-send program at|\s*This is the .{0,80}mail (system|server)", re.IGNORECASE
)
BELOW_IS_THE_MAIL = re.compile(
    r"^-{2,}.{0,20}(copy of the (message|mail)|original message)|^Below this line", re.M | re.I
)
LONGEST, LONGEST_READ = 400, 4000


@dataclass(frozen=True)
class Failure:
    """That a copy came back: for good, for now, or for what it says; with the status of RFC 3463 and the words."""

    kind: FeedbackKind
    status: str
    words: str


def failure_in_report(blocks: Sequence[Mail]) -> Failure | None:
    """What the first failed recipient met (RFC 3464 §2.3); None where nobody's delivery has failed."""
    failed = [block for block in blocks if header(block, "Action").partition(" ")[0].lower() == "failed"]
    if not failed:
        return None
    status = _status(header(failed[0], "Status"))
    diagnostic = header(failed[0], "Diagnostic-Code").partition(";")[2].strip() or header(failed[0], "Diagnostic-Code")
    return _failure(status, diagnostic)


def failure_in_words(mail: Mail, text: str) -> Failure | None:
    """What a bounce of an older kind says: Exim names the failed in a header, qmail begins in its own way, and others
    are sent by nobody and name a status."""
    named = "X-Failed-Recipients" in mail
    qmail = QMAIL.match(text)
    from_nobody = header(mail, "Return-Path") == "<>" or "mailer-daemon@" in header(mail, "From").lower()
    words = BELOW_IS_THE_MAIL.split(text[:LONGEST_READ])[0]
    status = STATUS.search(words)
    for_good = status is not None and status.group(1)[0] == "5"
    if named or qmail or (from_nobody and for_good):
        return _failure("", words)
    return None


def _failure(status: str, words: str) -> Failure:
    """The report's status says it (RFC 3463), unless it is a vague one and the server's own words know more."""
    words = plain(words, LONGEST_READ)
    told = STATUS.search(words)
    if told and (not status or status.endswith(".0.0")):
        status = told.group(1)
    code = CODE.search(words)
    reply = int(code.group(1)) if code else 0
    if not status:
        status = f"{reply // 100}.0.0" if reply else "5.0.0"
    for_good = status[0] == "5"
    if not reply or (reply >= 500) is not for_good:
        reply = 550 if for_good else 450
    vague = status.endswith(".0.0")
    verdict = classify(Stage.RCPT, reply, words if vague else f"{status} {words}").verdict
    return Failure(_kind(verdict, status, words), status[:12], words[:LONGEST])


def _kind(verdict: Verdict, status: str, words: str) -> FeedbackKind:
    """Only what is for good can be hard; what the network or a mail system failed at is nobody's policy."""
    kind = KINDS.get(verdict, FeedbackKind.SOFT)
    if kind is FeedbackKind.POLICY:
        failed_itself = status[:3] in ("5.3", "5.4") and status not in signs.POLICY_STATUS
        return FeedbackKind.SOFT if failed_itself and not signs.POLICY.search(words) else kind
    return kind if status[0] == "5" else FeedbackKind.SOFT


def _status(said: str) -> str:
    found = STATUS.search(said)
    return found.group(1) if found else ""
