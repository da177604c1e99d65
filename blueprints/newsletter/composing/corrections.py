"""Corrections: to exactly those who were sent the article as it was before, once.

A copy of it may still be under way when the correction is made, and nobody knows yet whether it will be sent. So all
copies are looked at again, each time after as long as it took so far, until none is open.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import or_, select

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.news.models import NOT_WITHDRAWN, Article, Correction
from blueprints.newsletter.composing.among import among
from blueprints.newsletter.composing.mailings import (
    Mailing,
    Recipient,
    end,
    fill,
    make_editions,
    open_issue,
    stop,
    unfilled,
    withdraw,
)
from blueprints.newsletter.composing.reading import awake
from blueprints.newsletter.composing.wrong import Wrong
from blueprints.newsletter.messages.letters import correction_message
from blueprints.newsletter.models import Delivery, Issue, Kind, Subscriber
from blueprints.newsletter.queries import told

GRACE = timedelta(minutes=30)  # in which the desk may still mend or delete it
OLDEST = timedelta(days=14)
SOONEST = timedelta(minutes=10)


def compose_corrections() -> int:
    """Open issues for the corrections whose grace is over, and fill what is unfilled; how many copies. It commits."""
    moment = now()
    open_corrections(moment, moment - GRACE)
    due = unfilled(Kind.CORRECTION, moment).where(or_(Issue.send_at.is_(None), Issue.send_at <= moment))
    keys = [(issue.id, issue.correction_id) for issue in db.session.scalars(due)]
    db.session.commit()
    return sum(_fill(issue_id, correction_id, moment) for issue_id, correction_id in keys)


def open_corrections(moment: datetime, until: datetime, **state: str) -> int:
    """An issue in each language that the article went out in, for each correction made until then; how many."""
    session = db.session
    issues = [
        (language, correction.id, {"article_id": correction.article_id, "title": headline})
        for correction, headline in _unsent(session, moment, until)
        for language in Wrong.of(correction).languages(session)
    ]
    session.commit()
    if issues:
        with writing():
            for language, number, about in issues:
                open_issue(session, Kind.CORRECTION, language, number, moment, correction_id=number, **about, **state)
            session.commit()
    return len(issues)


def _unsent(session: AnySession, moment: datetime, until: datetime) -> list[tuple[Correction, str]]:
    """The corrections of these days that have no issue, with the headlines of their articles."""
    recent = select(Correction, Article.headline).join(Article, Article.id == Correction.article_id)
    recent = recent.where(Article.published_at <= moment, NOT_WITHDRAWN)
    recent = recent.where(Correction.corrected_at > moment - OLDEST, Correction.corrected_at <= until)
    rows = session.execute(recent).all()
    slots = [str(correction.id) for correction, _ in rows]
    opened = select(Issue.slot).where(Issue.kind == Kind.CORRECTION, Issue.slot.in_(slots))
    known = set(session.scalars(opened)) if rows else set()
    return [(correction, headline) for correction, headline in rows if str(correction.id) not in known]


def _fill(issue_id: int, correction_id: int | None, moment: datetime) -> int:
    """It waits while the article is off the site."""
    correction = db.session.get(Correction, correction_id) if correction_id is not None else None
    if correction is None or correction.corrected_at <= moment - OLDEST:
        _give_up(issue_id, is_deleted=correction is None)
        return 0
    if db.session.scalar(told([correction.article_id], "", moment).with_only_columns(Article.id)) is None:
        db.session.commit()
        return 0
    issue, wrong = db.session.get_one(Issue, issue_id), Wrong.of(correction)
    walk = Pass(wrong, wrong.issues(db.session, issue.language), moment)
    siblings = select(Issue.id).where(Issue.kind == Kind.CORRECTION, Issue.slot == issue.slot, Issue.id != issue_id)
    chosen = partial(_chosen, moment, db.session.scalars(siblings).all())
    render = partial(_render, issue_id, correction.id, moment)
    editions = make_editions(db.session, issue, [wrong.article_id], render)
    return fill(Mailing(issue_id, editions, walk.readers, lambda recipient: moment, chosen, walk.over))


def _render(issue_id: int, correction_id: int, moment: datetime, form: str) -> bytes:
    correction = db.session.get_one(Correction, correction_id)
    article = db.session.scalars(told([correction.article_id], form, moment)).one()
    return correction_message(db.session.get_one(Issue, issue_id), form, article, correction, moment)


def _chosen(
    moment: datetime, siblings: Collection[int], session: AnySession, recipients: Sequence[Recipient]
) -> Sequence[Recipient]:
    """Not those who left, or rest; nor who has it in another language."""
    ids = [recipient.id for recipient in recipients]
    active = set(session.scalars(select(Subscriber.id).where(among(session, Subscriber.id, ids), *awake(moment))))
    there = select(Delivery.subscriber_id).where(
        among(session, Delivery.issue_id, siblings), among(session, Delivery.subscriber_id, ids)
    )
    active -= set(session.scalars(there)) if siblings else set()
    return [recipient for recipient in recipients if recipient.id in active]


class Pass:
    """One walk over all who were sent the article as it was. It is the last one where no copy was open when it began:
    one that is sent behind its back would be lost otherwise."""

    def __init__(self, wrong: Wrong, issue_ids: Sequence[int], moment: datetime) -> None:
        self._wrong, self._issue_ids, self._moment = wrong, issue_ids, moment
        self._is_last = False

    def readers(self, session: AnySession, after: int, count: int) -> Sequence[Recipient]:
        """The next so many behind this one."""
        if after == 0:
            self._is_last = not self._wrong.is_under_way(session, self._issue_ids)
        return self._wrong.readers(session, self._issue_ids, after, count)

    def over(self, session: AnySession, issue: Issue) -> None:
        """It is done; or begins anew, after as long as it took so far."""
        if self._is_last:
            end(session, issue)
        else:
            issue.filled_to, issue.send_at = 0, self._moment + max(SOONEST, self._moment - issue.created_at)


def _give_up(issue_id: int, *, is_deleted: bool) -> None:
    db.session.commit()
    stop(issue_id)
    if is_deleted:
        withdraw(issue_id, "the correction was deleted")
