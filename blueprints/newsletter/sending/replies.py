"""What a mail server's reply means: for the copy, for its reader, for the domain, or for all of us.

Code and enhanced status (RFC 3463) are read together with the words, because the large providers say one thing by
many codes and many things by one. In doubt a reply is never the reader's fault.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from blueprints.newsletter.models import DeliveryState
from blueprints.newsletter.sending import reply_signs as signs
from blueprints.newsletter.sending.ledger import GRACE

WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720))
A_MOMENT = timedelta(minutes=1)
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
NAMES = re.compile(r"<[^>]*>|\S+@\S+|https?://\S+")
LONGEST_KEY = 12


class Stage(StrEnum):
    """What was answered: the connection, a command, the body before its end, or the dot that ends it."""

    CONNECT = "connect"
    TLS = "tls"
    AUTH = "auth"
    RSET = "rset"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"


NOBODY_NAMED = (Stage.CONNECT, Stage.TLS, Stage.AUTH, Stage.RSET, Stage.MAIL)


class Verdict(StrEnum):
    """What it means.

    TROUBLE is the server's own, CONFIGURATION ours; DEFER is this copy for now (greylisting), THROTTLE the whole domain
    for now; HARD there is no such reader, FULL their mailbox is; POLICY is what the mail says or who sends it;
    UNCERTAIN an answer to the dot that cannot be read.
    """

    OK = "ok"
    TROUBLE = "trouble"
    CONFIGURATION = "configuration"
    DEFER = "defer"
    THROTTLE = "throttle"
    HARD = "hard"
    FULL = "full"
    POLICY = "policy"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Reply:
    """A reply with its meaning. `status` is the enhanced one (`5.1.1`), or empty."""

    verdict: Verdict
    stage: Stage
    code: int
    status: str
    words: str

    @property
    def is_for_all(self) -> bool:
        """Whether a throttle is the whole site's, not only that of the recipient's domain."""
        return self.stage is Stage.MAIL or bool(signs.OUR_RELAY.search(self.words))

    @property
    def alike(self) -> str:
        """The same for replies that say the same: the status, or the letters of the words where there is none."""
        return f"{self.code} {self.status}" if self.status else f"{self.code} {_letters(self.words)}"

    @property
    def short(self) -> str:
        """The status, or the code where there is none; at most twelve characters."""
        return (self.status or str(self.code))[:LONGEST_KEY]

    def __str__(self) -> str:
        return f"{self.code} {self.words}"


@dataclass(frozen=True)
class Fate:
    """What is done with the copy; `counts` says whether it was a try of it, `halts` that its whole issue stops now, and
    `undoes` that the failures before it, for the same reason, are none."""

    state: DeliveryState
    not_before: datetime | None = None
    counts: bool = True
    halts: bool = False
    undoes: bool = False


SENT = Fate(DeliveryState.SENT)


def classify(stage: Stage, code: int, words: str) -> Reply:
    """What a reply at this stage means; of several lines, `words` holds all, with spaces or line breaks between."""
    words = " ".join(words.split())
    found = STATUS.search(words)
    status = found.group(1) if found and found.group(1)[0] == str(code)[:1] else ""
    return Reply(_verdict(stage, code, status, NAMES.sub("", words)), stage, code, status, words)


def what_follows(reply: Reply, attempts: int, subscriber_id: int, moment: datetime) -> Fate:
    """What is done with a copy that was tried so often before and now got this reply."""
    match reply.verdict:
        case Verdict.OK:
            return SENT
        case Verdict.UNCERTAIN:
            return Fate(DeliveryState.UNCERTAIN, moment + GRACE)
        case Verdict.TROUBLE | Verdict.CONFIGURATION:
            return Fate(DeliveryState.WAITING, moment + A_MOMENT, counts=False)
        case Verdict.THROTTLE:
            return Fate(DeliveryState.WAITING, moment + wait(0, subscriber_id), counts=False)
    is_over = reply.verdict is Verdict.HARD or (reply.verdict is not Verdict.DEFER and reply.code >= 500)
    if is_over or attempts >= len(WAITS):
        return Fate(DeliveryState.FAILED)
    return Fate(DeliveryState.DEFERRED, moment + wait(attempts, subscriber_id))


def wait(attempts: int, subscriber_id: int) -> timedelta:
    """How long until the next try: up to an eighth longer for some, and at least a minute between the first and the
    last, so that those refused together do not come back together."""
    base = WAITS[min(attempts, len(WAITS) - 1)]
    share = subscriber_id * 2654435761 % 2**32 / 2**32  # Knuth's multiplicative hash: neighbours fall far apart
    return base + share * max(base / 8, A_MOMENT)


def _verdict(stage: Stage, code: int, status: str, words: str) -> Verdict:
    if not 200 <= code < 600:
        return Verdict.UNCERTAIN if stage is Stage.DOT else Verdict.TROUBLE
    if code < 400:
        return Verdict.OK
    if stage in NOBODY_NAMED:
        return _before_the_reader(stage, code, words)
    return _for_now(stage, code, status, words) if code < 500 else _for_good(stage, code, status, words)


def _before_the_reader(stage: Stage, code: int, words: str) -> Verdict:
    """No reader was named yet, so none is meant."""
    if code >= 500:
        return Verdict.CONFIGURATION
    return Verdict.THROTTLE if stage is Stage.MAIL and _is_rate(words) else Verdict.TROUBLE


def _for_now(stage: Stage, code: int, status: str, words: str) -> Verdict:
    if status in signs.POLICY_FOR_NOW or signs.FOREVER.search(words):
        return Verdict.POLICY
    if signs.ONE_MAILBOX.search(words) or signs.GREYLIST.search(words):
        return Verdict.DEFER
    if status == "4.2.2" or signs.FULL.search(words):
        return Verdict.FULL
    if status in signs.RATE_STATUS or _is_rate(words):
        return Verdict.THROTTLE
    if stage is not Stage.DOT and (code == 421 or status in ("4.3.1", "4.3.2")):
        return Verdict.TROUBLE
    is_policy = status.startswith("4.7.") and signs.POLICY.search(words)
    return Verdict.POLICY if is_policy else Verdict.DEFER


def _for_good(stage: Stage, code: int, status: str, words: str) -> Verdict:
    ours = _ours(code, status, words)
    if ours is not None:
        return ours
    if signs.ONE_MAILBOX.search(words):
        return Verdict.DEFER
    if status == "5.4.1" and signs.NO_RECIPIENT.search(words):
        return Verdict.HARD
    if status.startswith("5.7.") or status in signs.POLICY_STATUS or signs.POLICY.search(words):
        return Verdict.POLICY
    return _of_the_mailbox(stage, status, words)


def _of_the_mailbox(stage: Stage, status: str, words: str) -> Verdict:
    """Full, or gone; whatever says neither plainly is not held against the reader."""
    if status == "5.2.2" or signs.FULL.search(words):
        return Verdict.FULL
    if status.startswith("5.1.") or status in signs.GONE_STATUS or signs.GONE.search(words):
        return Verdict.HARD
    is_plain = stage is Stage.RCPT and signs.UNAVAILABLE.search(words)
    return Verdict.HARD if is_plain else Verdict.POLICY


def _ours(code: int, status: str, words: str) -> Verdict | None:
    """What we do wrong, whoever the reader is: the wrong step, no right to relay, more than we may send."""
    if code in (500, 502, 503, 504) and not signs.GONE.search(words):
        return Verdict.TROUBLE
    if code == 530 or (signs.RELAY.search(words) and " said: " not in words):
        return Verdict.CONFIGURATION
    if status in signs.RATE_STATUS or signs.QUOTA_OF_OURS.search(words):
        return Verdict.THROTTLE
    return None


def _is_rate(words: str) -> bool:
    return bool(signs.RATE.search(words)) and not signs.TOO_MANY_ERRORS.search(words)


def _letters(words: str) -> str:
    """What is left of the words without names, numbers and keys, which differ from copy to copy."""
    plain = NAMES.sub("", words).lower()
    return " ".join(word for word in re.split(r"[^\w'-]+", plain) if word.isalpha())[:80]
