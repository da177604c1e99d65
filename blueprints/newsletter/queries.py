"""Subscribers, issues and deliveries, as queries."""

from datetime import datetime

from sqlalchemy import Select, exists, func, select

from blueprints.news.models import Article, Category
from blueprints.news.queries import cards, visible
from blueprints.newsletter.models import Delivery, Edition, EditionArticle, Issue, IssueState, Run

MOST_ON_THE_WEB = 60


def choosable_categories() -> Select[Category]:
    """What a subscriber may choose from: the top categories, those of the menu first."""
    top = select(Category).where(Category.parent_id.is_(None))
    return top.order_by(Category.position.is_(None), Category.position, Category.name)


def latest_issues(count: int) -> Select[Issue]:
    """The last issues that went out, the newest first."""
    return (
        select(Issue)
        .where(Issue.state != IssueState.PLANNED)
        .order_by(Issue.created_at.desc(), Issue.id.desc())
        .limit(count)
    )


def articles_of(issue: Issue, moment: datetime) -> Select[Article]:
    """Cards of all that any copy of the issue held, as far as readers may still see it."""
    held = select(EditionArticle.article_id).join(Edition, Edition.id == EditionArticle.edition_id)
    shown = cards(visible(moment)).where(Article.id.in_(held.where(Edition.issue_id == issue.id)))
    return shown.order_by(Article.published_at.desc(), Article.id.desc()).limit(MOST_ON_THE_WEB)


def due_count(moment: datetime) -> Select[int]:
    """How many copies may be tried at this moment."""
    goes_out = exists().where(Issue.id == Delivery.issue_id, Issue.state.in_((IssueState.FILLING, IssueState.SENDING)))
    return select(func.count()).select_from(Delivery).where(Delivery.not_before <= moment, goes_out)


def open_runs() -> Select[Run]:
    """The runs that have not ended, whether they live or not."""
    return select(Run).where(Run.ended_at.is_(None)).order_by(Run.id)
