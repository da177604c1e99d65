"""Filling an issue that is no digest: news that breaks, a correction, a letter.

Its readers are walked in the order of their numbers, and how far that came (`filled_to`) is written down with their
copies, so that a run which is cut anywhere goes on where it was.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, or_, select

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.newsletter.composing import reading
from blueprints.newsletter.composing.binding import bind, fingerprint, known_edition, unless_there
from blueprints.newsletter.composing.ledgering import add_copies, withdraw_slice
from blueprints.newsletter.composing.reading import IN_HAND, UNTRIED
from blueprints.newsletter.models import Delivery, Edition, Form, Issue, IssueState, Subscriber

RECENT = timedelta(days=1)
RECIPIENT = (Subscriber.id, Subscriber.language, Subscriber.form, Subscriber.zone, Subscriber.choices)


class Recipient(NamedTuple):
    """Who may get a copy."""

    id: int
    language: str
    form: str
    zone: str
    choices: str


def end(session: AnySession, issue: Issue) -> None:
    """All were looked at: what has open copies goes out to its end, the rest is over. The caller commits."""
    copies = select(Delivery.issue_id).where(Delivery.issue_id == issue.id).limit(1)
    issue.filled_at = now()
    if session.scalar(copies.where(Delivery.state.in_((*UNTRIED, *IN_HAND)))) is not None:
        issue.state = IssueState.SENDING
    else:
        none = session.scalar(copies) is None
        issue.state, issue.finished_at = IssueState.CANCELLED if none else IssueState.DONE, now()


@dataclass(frozen=True)
class Mailing:
    """How one issue is filled.

    `audience` gives the next readers behind a number, at most so many, in the order of their numbers; `chosen` says
    which of them get a copy, and `due_at` when. `editions` are numbers by form. `over` is what becomes of the issue
    when nobody is left.
    """

    issue_id: int
    editions: Mapping[str, int]
    audience: Callable[[AnySession, int, int], Sequence[Recipient]]
    due_at: Callable[[Recipient], datetime]
    chosen: Callable[[AnySession, Sequence[Recipient]], Sequence[Recipient]] = lambda session, recipients: recipients
    over: Callable[[AnySession, Issue], None] = end


def unfilled(kind: str, moment: datetime) -> Select[Issue]:
    """The issues of this kind that not all their readers were looked at for; also one that was halted meanwhile and
    let go on, or was taken for finished."""
    lively = Issue.state.in_((IssueState.FILLING, IssueState.SENDING))
    taken_for_finished = and_(Issue.state == IssueState.DONE, Issue.finished_at > moment - RECENT)
    return select(Issue).where(Issue.kind == kind, Issue.filled_at.is_(None), or_(lively, taken_for_finished))


def open_issue(session: AnySession, kind: str, language: str, slot: int, moment: datetime, **more: Any) -> None:
    """An issue that is to be filled, unless it is there. The caller commits."""
    values = {"kind": kind, "language": language, "slot": str(slot), "created_at": moment, "filled_to": 0}
    lists: dict[str, list[int]] = {"picks": [], "dropped": [], "absent": []}
    session.execute(unless_there(session, Issue).values({"state": IssueState.FILLING, **values, **lists, **more}))


def make_editions(
    session: AnySession, issue: Issue, article_ids: Sequence[int], render: Callable[[str], bytes]
) -> dict[str, int]:
    """An edition in each form, made once for an issue however often its filling is begun. It commits."""
    editions: dict[str, int] = {}
    for form in Form:
        mark = fingerprint(form.value)
        number = known_edition(session, issue.id, mark)
        if number is None:
            made_at = now()
            message = render(form.value)
            session.commit()
            with writing():
                edition = Edition(issue_id=issue.id, digest=mark, to_seq=0, message=message, made_at=made_at)
                number = bind(session, edition, article_ids)
                session.commit()
        editions[form.value] = number
    session.commit()
    return editions


def fill(mailing: Mailing) -> int:
    """Write the copies of all who have none yet, as far as nobody else fills the same; how many. Commits slice by
    slice."""
    copies = 0
    while True:
        with writing():
            issue = held(db.session, mailing.issue_id)
            if issue is None:
                db.session.rollback()
                return copies
            recipients = mailing.audience(db.session, issue.filled_to, reading.SLICE)
            if recipients:
                copies += _write(db.session, mailing, mailing.chosen(db.session, recipients))
                issue.filled_to, issue.state, issue.finished_at = recipients[-1].id, IssueState.FILLING, None
            else:
                mailing.over(db.session, issue)
            db.session.commit()
        if not recipients:
            return copies


def stop(issue_id: int) -> None:
    """Look at nobody else: what it tells has been overtaken. It commits."""
    with writing():
        issue = held(db.session, issue_id)
        if issue is not None:
            end(db.session, issue)
        db.session.commit()


def withdraw(issue_id: int, reason: str) -> None:
    """Skip all copies that nobody has in hand. It commits slice by slice."""
    skipped = reading.SLICE
    while skipped:
        with writing():
            skipped = withdraw_slice(db.session, issue_id, reason, reading.SLICE)
            db.session.commit()


def held(session: AnySession, issue_id: int) -> Issue | None:
    """The issue, ours until the transaction ends; None where another process fills it, or it may not be filled now."""
    waits = Issue.state.in_((IssueState.FILLING, IssueState.SENDING, IssueState.DONE))
    found = select(Issue).where(Issue.id == issue_id, Issue.filled_at.is_(None), waits)
    return session.scalar(found.with_for_update(skip_locked=True).execution_options(populate_existing=True))


def _write(session: AnySession, mailing: Mailing, recipients: Sequence[Recipient]) -> int:
    groups: defaultdict[tuple[int, datetime], list[int]] = defaultdict(list)
    for recipient in recipients:
        edition_id = mailing.editions.get(recipient.form, mailing.editions[Form.NORMAL.value])
        groups[edition_id, mailing.due_at(recipient)].append(recipient.id)
    return sum(
        add_copies(session, mailing.issue_id, edition_id, ids, due_at, is_digest=False)
        for (edition_id, due_at), ids in groups.items()
    )
