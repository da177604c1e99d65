"""What an answer means for a copy."""

import re
from datetime import datetime, timedelta

from blueprints.newsletter.models import DeliveryState
from blueprints.newsletter.sending.ledger import GRACE, Outcome
from blueprints.newsletter.sending.talks import Answer

WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720))
A_MOMENT = timedelta(minutes=1)
TOO_BUSY = 421
QUEUED = re.compile(r"\bqueued(?: mail)?(?: for delivery)? as <?([\w.-]{1,64})|\bid=([\w.-]{1,64})", re.IGNORECASE)


def judge(answer: Answer, attempts: int, moment: datetime) -> Outcome:
    """What became of a copy that was tried so often before. A line that broke before the dot is nobody's try; one that
    broke after it leaves us not knowing (RFC 1047)."""
    stage, code, words = answer
    if stage == "dot" and code == 0:
        return Outcome(DeliveryState.UNCERTAIN, None, words, not_before=moment + GRACE)
    if code in (0, TOO_BUSY):
        return Outcome(DeliveryState.WAITING, code or None, words, not_before=moment + A_MOMENT, counts=False)
    reply = f"{code} {words}"
    if code < 400:
        return Outcome(DeliveryState.SENT, code, reply, queue_id(words))
    if code >= 500 or attempts >= len(WAITS):
        return Outcome(DeliveryState.FAILED, code, reply)
    return Outcome(DeliveryState.DEFERRED, code, reply, not_before=moment + WAITS[attempts])


def queue_id(words: str) -> str:
    """The name the server gave the mail, where its words say it: `2.0.0 Ok: queued as 4F9D195432C`."""
    found = QUEUED.search(words)
    return (found.group(1) or found.group(2)) if found else ""
