"""Letters by hand: what the desk wrote and planned, to everybody of a language, when its time has come."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Select, func, select, update

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.news.models import Article
from blueprints.newsletter.composing.mailings import RECIPIENT, Mailing, Recipient, fill, make_editions, unfilled
from blueprints.newsletter.composing.reading import awake
from blueprints.newsletter.messages.letters import letter_message
from blueprints.newsletter.models import Issue, IssueState, Kind, Subscriber
from blueprints.newsletter.queries import told


def compose_letters() -> int:
    """Fill the letters whose time has come; how many copies that made. It commits.

    A letter goes to all whom mail goes to and who are written to in its language, whatever else they chose; one
    without a language goes to everybody, in the site's own.
    """
    moment = now()
    if db.session.scalar(planned_until(moment).limit(1)) is not None:
        db.session.commit()
        with writing():
            due = planned_until(moment).with_only_columns(Issue.id)
            starting = update(Issue).where(Issue.id.in_(due)).values(state=IssueState.FILLING, title=Issue.subject)
            db.session.execute(starting.execution_options(synchronize_session=False))
            db.session.commit()
    issue_ids = [issue.id for issue in db.session.scalars(unfilled(Kind.MANUAL, moment))]
    db.session.commit()
    return sum(_fill(issue_id, moment) for issue_id in issue_ids)


def planned_until(moment: datetime) -> Select[Issue]:
    """The letters that should go out by this moment and were not begun."""
    planned = select(Issue).where(Issue.kind == Kind.MANUAL, Issue.state == IssueState.PLANNED)
    return planned.where(Issue.send_at <= moment)


def _fill(issue_id: int, moment: datetime) -> int:
    issue = db.session.get_one(Issue, issue_id)
    shown = db.session.scalars(told(issue.picks, "", moment).with_only_columns(Article.id)).all()
    picks = [number for number in issue.picks if number in shown]
    audience = partial(_audience, moment, issue.language)
    editions = make_editions(db.session, issue, picks, partial(_render, issue_id, picks, moment))
    return fill(Mailing(issue_id, editions, audience, lambda recipient: moment))


def _render(issue_id: int, picks: Sequence[int], moment: datetime, form: str) -> bytes:
    found = {article.id: article for article in db.session.scalars(told(picks, form, moment))}
    articles = [found[number] for number in picks if number in found]
    return letter_message(db.session.get_one(Issue, issue_id), form, articles, moment)


def _audience(moment: datetime, language: str, session: AnySession, after: int, count: int) -> Sequence[Recipient]:
    """Walked by number: behind COALESCE, SQLite cannot take the state's index, and would sort all for each slice."""
    active, rested = awake(moment)
    wanted = select(*RECIPIENT).where(Subscriber.id > after, func.coalesce(active, False), rested)
    if language:
        wanted = wanted.where(Subscriber.language == language)
    return [Recipient(*row) for row in session.execute(wanted.order_by(Subscriber.id).limit(count))]
