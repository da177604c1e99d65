"""Letters by hand at the desk: written and changed until they begin to go out, planned, taken back."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from blueprints.core.database import AnySession
from blueprints.core.kept_counts import kept_count
from blueprints.newsletter.models import Issue, IssueState, Kind
from blueprints.newsroom.newsletter import queries

KEPT = timedelta(seconds=20)


@dataclass(frozen=True)
class Writing:
    """What a letter says: clean HTML, ids of the articles below it, and a language or none for everybody."""

    subject: str
    preheader: str
    body: str
    language: str
    picks: tuple[int, ...]

    @classmethod
    def of(cls, issue: Issue) -> "Writing":
        """What it says now."""
        return cls(issue.subject, issue.preheader, issue.body, issue.language, tuple(issue.picks))

    @property
    def version(self) -> str:
        """What tells whether somebody else wrote something else meanwhile."""
        return hashlib.blake2b(repr(self).encode(), digest_size=16).hexdigest()


def new_slot() -> str:
    """A key that no other letter has."""
    return secrets.token_hex(16)


def letter_with_slot(session: AnySession, slot: str) -> Issue | None:
    """The letter that a form with this key made, if it was sent before."""
    return session.scalar(select(Issue).where(Issue.kind == Kind.MANUAL, Issue.slot == slot).limit(1))


def locked_letter(session: AnySession, issue_id: int) -> Issue | None:
    """A letter by hand, which cron cannot begin until the transaction ends."""
    found = select(Issue).where(Issue.id == issue_id, Issue.kind == Kind.MANUAL).with_for_update()
    return session.scalar(found.execution_options(populate_existing=True))


def begin_letter(session: AnySession, slot: str, editor_id: int, moment: datetime) -> Issue:
    """A new letter, which goes nowhere yet. The caller commits."""
    lists: dict[str, list[int]] = {"picks": [], "dropped": [], "absent": []}
    issue = Issue(
        kind=Kind.MANUAL,
        language="",
        slot=slot,
        state=IssueState.PLANNED,
        created_at=moment,
        editor_id=editor_id,
        **lists,
    )
    session.add(issue)
    return issue


def write_letter(issue: Issue, writing: Writing, editor_id: int) -> None:
    """Take over what an editor wrote."""
    issue.subject, issue.preheader, issue.body = writing.subject, writing.preheader, writing.body
    issue.language, issue.picks, issue.editor_id = writing.language, list(writing.picks), editor_id


def is_open(issue: Issue) -> bool:
    """Whether it can still be changed: nobody has got it, and it is not on its way."""
    return issue.kind == Kind.MANUAL and issue.state == IssueState.PLANNED


def is_ready(issue: Issue) -> bool:
    """Whether it says enough to be sent."""
    return bool(issue.subject and (issue.body or issue.picks))


def readers_of(session: AnySession, language: str, moment: datetime) -> int:
    """How many get a letter in this language; counted anew after twenty seconds."""
    name = ("letter-readers", language)
    return kept_count(name, lambda: session.scalar(queries.letter_readers(language, moment)) or 0, KEPT)
