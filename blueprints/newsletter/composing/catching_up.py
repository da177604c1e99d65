"""Overdue work: what should have gone out long ago, as in a copy of the site restored from a backup, waits for a word.

The site from which the backup was taken may have sent it all. So when nothing was composed for `LATE`, what is open
from before is halted, and only `flask newsletter deliver --catch-up` lets it go.
"""

from datetime import datetime

from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.core.models import CronRun
from blueprints.core.wording import mark
from blueprints.newsletter.composing.breaking import open_breaking
from blueprints.newsletter.composing.corrections import GRACE, open_corrections
from blueprints.newsletter.composing.letters import planned_until
from blueprints.newsletter.composing.reading import IN_HAND, UNTRIED
from blueprints.newsletter.composing.schedule import LATE
from blueprints.newsletter.models import DIGESTS, Delivery, Issue, IssueState, Kind

OVERDUE = mark(
    "Nothing was sent for more than 6 hours, as after a backup was restored. If these copies have not gone out from "
    "another machine, run `flask newsletter deliver --catch-up`."
)
LAST_LOOK = "newsletter-composing"  # not a job: when composing last looked at what is due, whoever asked it to


def refuse_overdue() -> int:
    """Halt what is overdue where composing has stood still; how many issues. To be called before each composing.

    That it was looked at is written down last, so that a run which is cut here is followed by one that looks again.
    """
    moment, halted = now(), 0
    if stands_still(db.session, moment):
        state = {"state": IssueState.HALTED, "halted_for": OVERDUE}
        halted += open_breaking(moment, moment - LATE, **state)
        halted += open_corrections(moment, moment - LATE - GRACE, **state)
    db.session.commit()
    with writing():
        last = db.session.get(CronRun, LAST_LOOK, with_for_update=True, populate_existing=True)
        halted += _halt(db.session, moment) if _is_long_ago(last, moment) else 0
        db.session.merge(CronRun(job=LAST_LOOK, started_at=moment, finished_at=moment, outcome=f"{halted} halted"))
        db.session.commit()
    return halted


def stands_still(session: AnySession, moment: datetime) -> bool:
    """Whether nobody has looked yet at what may be overdue, so that nothing is to be sent."""
    return _is_long_ago(session.get(CronRun, LAST_LOOK, populate_existing=True), moment)


def _is_long_ago(last: CronRun | None, moment: datetime) -> bool:
    return last is not None and moment - last.started_at > LATE


def catch_up() -> int:
    """Let all go on that was halted for being overdue; how many issues. To be called instead of `refuse_overdue`."""
    moment = now()
    with writing():
        overdue = select(Issue).where(Issue.state == IssueState.HALTED, Issue.halted_for == OVERDUE).with_for_update()
        issues = db.session.scalars(overdue).all()
        for issue in issues:
            issue.state, issue.halted_for, issue.alerted_at = _state_before(issue), "", None
        count = len(issues)
        db.session.merge(CronRun(job=LAST_LOOK, started_at=moment, finished_at=moment, outcome=f"{count} caught up"))
        db.session.commit()
    return count


def _state_before(issue: Issue) -> IssueState:
    if issue.kind in DIGESTS or issue.filled_at is not None:
        return IssueState.SENDING
    return IssueState.PLANNED if issue.kind == Kind.MANUAL and issue.filled_to == 0 else IssueState.FILLING


def _halt(session: AnySession, moment: datetime) -> int:
    """The issues with open copies, and the letters that were to go out in the meantime."""
    undecided = Delivery.state.in_((*UNTRIED, *IN_HAND))
    waiting = select(Delivery.issue_id).where(Delivery.issue_id == Issue.id, undecided).exists()
    going_out = select(Issue).where(Issue.state.in_((IssueState.FILLING, IssueState.SENDING)), waiting)
    issues = [*session.scalars(going_out), *session.scalars(planned_until(moment - LATE))]
    for issue in issues:
        issue.state, issue.halted_for, issue.title = IssueState.HALTED, OVERDUE, issue.title or issue.subject
    return len(issues)
