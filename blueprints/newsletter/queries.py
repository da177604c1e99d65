"""Deliveries and runs, and what a subscriber may choose from, as queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from blueprints.news.models import Article, Category
from blueprints.news.queries import cards, visible, with_bylines
from blueprints.newsletter.models import Delivery, Form, Issue, IssueState, Run

Column = TypeVar("Column")


def choosable_categories() -> Select[Category]:
    """What a subscriber may choose from: the top categories, those of the menu first."""
    top = select(Category).where(Category.parent_id.is_(None))
    return top.order_by(Category.position.is_(None), Category.position, Category.name)


def told(ids: Sequence[int], form: str, moment: datetime) -> Select[Article]:
    """The visible ones among these articles, with what a letter of this form tells of them; versions in other
    languages are as good as sources."""
    found = visible(moment).where(Article.id.in_(ids))
    if form != Form.FULL:
        return cards(found)
    return with_bylines(found).options(
        joinedload(Article.category),
        joinedload(Article.author),
        joinedload(Article.lead_picture),
        selectinload(Article.corrections),
    )


def due_count(moment: datetime) -> Select[int]:
    """How many copies may be tried at this moment."""
    return _due(select(func.count()).select_from(Delivery), moment)


def oldest_due(moment: datetime) -> Select[datetime | None]:
    """Since when the first of them may be tried."""
    return _due(select(Delivery.not_before), moment).order_by(Delivery.not_before).limit(1)


def _due(query: Select[Column], moment: datetime) -> Select[Column]:
    goes_out = exists().where(Issue.id == Delivery.issue_id, Issue.state.in_((IssueState.FILLING, IssueState.SENDING)))
    return query.where(Delivery.not_before <= moment, goes_out)


def open_runs() -> Select[Run]:
    """The runs that have not ended, whether they live or not."""
    return select(Run).where(Run.ended_at.is_(None)).order_by(Run.id)
