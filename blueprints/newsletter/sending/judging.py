"""From what the server answered to what is written down of a copy."""

import re
from datetime import datetime

from blueprints.newsletter.sending.ledger import Copy, Outcome
from blueprints.newsletter.sending.noting import Heard
from blueprints.newsletter.sending.replies import Fate, Reply, Stage, Verdict, classify
from blueprints.newsletter.sending.talks import Answer
from blueprints.newsletter.sending.throttling import domain_of

QUEUED = re.compile(r"\bqueued(?: mail)?(?: for delivery)? as <?([\w.-]{1,64})|\bid=([\w.-]{1,64})", re.IGNORECASE)
STAGES = {stage.value: stage for stage in Stage}


def heard(copy: Copy, answer: Answer, moment: datetime) -> Heard:
    """What was heard of a copy."""
    stage, code, words = STAGES[answer.stage], answer.code, answer.words
    is_plain = 200 <= code < 300  # almost all of a million, and nothing is to be read in it
    reply = Reply(Verdict.OK, stage, code, "", words) if is_plain else classify(stage, code, words)
    return Heard(copy.issue_id, copy.subscriber_id, domain_of(copy.email), copy.attempts, reply, moment)


def outcome(one: Heard, fate: Fate) -> Outcome:
    """What is written down of it."""
    reply = one.reply
    if not reply.code:
        return Outcome(fate.state, reply=reply.words, not_before=fate.not_before, counts=fate.counts)
    return Outcome(fate.state, reply.code, str(reply), queue_id(reply.words), fate.not_before, fate.counts)


def queue_id(words: str) -> str:
    """The name the server gave the mail, where its words say it: `2.0.0 Ok: queued as 4F9D195432C`."""
    found = QUEUED.search(words)
    return (found.group(1) or found.group(2)) if found else ""
