"""News that breaks: one issue for ever for each article and language, for those who want nothing else."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVarTuple

from flask import current_app
from sqlalchemy import Select, func, select

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.news.models import Article
from blueprints.news.numbering import number_published
from blueprints.news.queries import visible
from blueprints.newsletter.composing.among import among
from blueprints.newsletter.composing.choosing import Choice
from blueprints.newsletter.composing.fresh import FRESH, choice_at
from blueprints.newsletter.composing.mailings import (
    RECIPIENT,
    Mailing,
    Recipient,
    fill,
    make_editions,
    open_issue,
    stop,
    unfilled,
    withdraw,
)
from blueprints.newsletter.composing.reading import MAYBE_READ, UNTRIED, awake
from blueprints.newsletter.composing.schedule import zone_of
from blueprints.newsletter.messages.letters import breaking_message
from blueprints.newsletter.models import (
    Cadence,
    Delivery,
    DeliveryState,
    Edition,
    EditionArticle,
    Issue,
    IssueState,
    Kind,
    Subscriber,
)
from blueprints.newsletter.queries import told
from blueprints.newsletter.sending.windows import quiet_until

Columns = TypeVarTuple("Columns")


def compose_breaking() -> int:
    """Open issues for the articles that break, and fill what is unfilled; how many copies that made. It commits."""
    moment = now()
    _hold_back(moment)
    open_breaking(moment, moment)
    issues = db.session.scalars(unfilled(Kind.BREAKING, moment)).all()
    keys = [(issue.id, issue.article_id or 0) for issue in issues]
    choice = choice_at(db.session, moment) if keys else None
    db.session.commit()
    return sum(_fill(issue_id, article_id, choice, moment) for issue_id, article_id in keys if choice is not None)


def _hold_back(moment: datetime) -> None:
    """A story that was taken off the site goes to nobody any more, such as those for whom it waits until morning."""
    going_out = Issue.state.in_((IssueState.FILLING, IssueState.SENDING))
    shown = visible(moment).where(Article.id == Issue.article_id).exists()
    gone = db.session.scalars(select(Issue.id).where(Issue.kind == Kind.BREAKING, going_out, ~shown)).all()
    db.session.commit()
    for issue_id in gone:
        withdraw(issue_id, "the story was withdrawn")


def open_breaking(moment: datetime, published_until: datetime, **state: str) -> int:
    """Issues for the articles that break and have none, in all languages of those who want news at once; how many.

    It is one transaction: an article that has issues gets no more. It commits.
    """
    found = _without_issue(db.session, moment, published_until)
    db.session.commit()
    if not found:
        return 0
    with writing():
        number_published(db.session, moment)
        languages = db.session.scalars(_of_breaking(select(Subscriber.language).distinct(), moment)).all()
        for article_id, headline in found:
            for language in languages:
                about = {"article_id": article_id, "title": headline}
                open_issue(db.session, Kind.BREAKING, language, article_id, moment, **about, **state)
        db.session.commit()
    return len(found) * len(languages)


def _without_issue(session: AnySession, moment: datetime, published_until: datetime) -> list[tuple[int, str]]:
    """Number and headline of the articles that break and that nobody was told of."""
    breaking = _that_break(moment).where(Article.published_at <= published_until)
    rows = session.execute(breaking.with_only_columns(Article.id, Article.headline)).all()
    slots = [str(number) for number, _ in rows]
    opened = select(Issue.slot).where(Issue.kind == Kind.BREAKING, Issue.slot.in_(slots))
    known = set(session.scalars(opened)) if rows else set()
    return [(number, headline) for number, headline in rows if str(number) not in known]


def _fill(issue_id: int, article_id: int, choice: Choice, moment: datetime) -> int:
    """Not any more where it has ceased to break before all had it."""
    session = db.session
    breaks = session.scalar(_that_break(moment).where(Article.id == article_id).with_only_columns(Article.id))
    if breaks is None:
        session.commit()
        stop(issue_id)
        return 0
    issue = session.get_one(Issue, issue_id)
    audience = partial(_audience, moment, issue.language)
    chosen = partial(_chosen, _wanting(choice, article_id), issue_id, _family(session, article_id))
    editions = make_editions(session, issue, [article_id], partial(_render, issue_id, article_id, moment))
    return fill(Mailing(issue_id, editions, audience, _awakening(moment), chosen))


def _render(issue_id: int, article_id: int, moment: datetime, form: str) -> bytes:
    article = db.session.scalars(told([article_id], form, moment)).one()
    return breaking_message(db.session.get_one(Issue, issue_id), form, article, moment)


def _audience(moment: datetime, language: str, session: AnySession, after: int, count: int) -> Sequence[Recipient]:
    found = _of_breaking(select(*RECIPIENT), moment).where(Subscriber.language == language, Subscriber.id > after)
    return [Recipient(*row) for row in session.execute(found.order_by(Subscriber.id).limit(count))]


def _chosen(
    wants: Callable[[Recipient], bool],
    issue_id: int,
    family: Sequence[int],
    session: AnySession,
    recipients: Sequence[Recipient],
) -> Sequence[Recipient]:
    """Those who want it and were not told it in another mail, nor its version in another language."""
    wanting = [recipient for recipient in recipients if wants(recipient)]
    elsewhere = select(Edition.id).join(EditionArticle, EditionArticle.edition_id == Edition.id).distinct()
    elsewhere = elsewhere.where(EditionArticle.article_id.in_(family), Edition.issue_id != issue_id)
    holding = session.scalars(elsewhere).all()
    if not holding:
        return wanting
    there = select(Delivery.subscriber_id).where(
        among(session, Delivery.subscriber_id, [recipient.id for recipient in wanting]),
        among(session, Delivery.edition_id, holding),
        Delivery.state.in_((*MAYBE_READ, *UNTRIED, DeliveryState.CLAIMED)),
    )
    known = set(session.scalars(there))
    return [recipient for recipient in wanting if recipient.id not in known]


def _wanting(choice: Choice, article_id: int) -> Callable[[Recipient], bool]:
    known: dict[tuple[str, str], bool] = {}

    def wants(recipient: Recipient) -> bool:
        key = (recipient.choices, recipient.language)
        if key not in known:
            known[key] = choice.wants(article_id, *key)
        return known[key]

    return wants


def _awakening(moment: datetime) -> Callable[[Recipient], datetime]:
    """When somebody may get news that breaks at this moment."""
    hours, site_zone = current_app.config["QUIET_HOURS"], current_app.config["TIMEZONE"]
    known: dict[str, datetime] = {}

    def due_at(recipient: Recipient) -> datetime:
        if recipient.zone not in known:
            quiet = quiet_until(hours, zone_of(recipient.zone, site_zone), moment)
            known[recipient.zone] = quiet or moment
        return known[recipient.zone]

    return due_at


def _family(session: AnySession, article_id: int) -> list[int]:
    """An article and its versions in other languages."""
    root = func.coalesce(Article.source_id, Article.id)
    own = select(root).where(Article.id == article_id).scalar_subquery()
    versions = select(Article.id).where((Article.id == own) | (Article.source_id == own))
    return [article_id, *session.scalars(versions)]


def _that_break(moment: datetime) -> Select[Article]:
    return visible(moment).where(Article.published_at > moment - FRESH, Article.breaking_until > moment)


def _of_breaking(query: Select[*Columns], moment: datetime) -> Select[*Columns]:
    return query.where(Subscriber.cadence == Cadence.BREAKING, *awake(moment))
