"""Writing down what a reply said of a reader, once for each copy: a repeat of the same has no effect."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from blueprints.core.database import AnySession
from blueprints.newsletter.models import FeedbackKind, MailEvent
from blueprints.newsletter.sending.replies import Fate, Reply, what_follows

LONGEST_DETAIL = 500


@dataclass(frozen=True)
class Heard:
    """A reply about a copy that had been tried so often before; `domain` is its reader's, in small letters."""

    issue_id: int
    subscriber_id: int
    domain: str
    attempts: int
    reply: Reply
    moment: datetime

    @property
    def fate(self) -> Fate:
        """What is done with the copy, had nothing else been heard."""
        return what_follows(self.reply, self.attempts, self.subscriber_id, self.moment)


def note_reply(session: AnySession, kind: FeedbackKind, heard: Heard) -> None:
    """The caller commits, together with what became of the copy."""
    event = _new(session).values(
        fingerprint=fingerprint(kind, heard.issue_id, heard.subscriber_id),
        kind=kind,
        subscriber_id=heard.subscriber_id,
        issue_id=heard.issue_id,
        status=heard.reply.short,
        detail=str(heard.reply)[:LONGEST_DETAIL],
        happened_at=heard.moment,
    )
    session.execute(event.on_conflict_do_nothing())


def fingerprint(kind: FeedbackKind, issue_id: int, subscriber_id: int) -> str:
    """The same for all replies of a kind to one copy."""
    return hashlib.sha256(f"reply {kind} {issue_id} {subscriber_id}".encode()).hexdigest()


def _new(session: AnySession) -> "sqlite.Insert | postgresql.Insert":
    kind = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return kind(MailEvent)
