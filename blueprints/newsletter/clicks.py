"""Clicks: how often an article was opened from an issue. Nobody is led anywhere else for it, and nobody is named."""

import logging
from typing import Any

from sqlalchemy import ColumnElement, Engine, Insert, exists, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from blueprints.core.database import LARGEST_ID, db
from blueprints.news.counting import brief_transaction
from blueprints.news.signals import came_from_letter
from blueprints.newsletter.models import Edition, EditionArticle, Issue, IssueClick

log = logging.getLogger(__name__)


@came_from_letter.connect
def _count(article_id: int, letter_id: int, **more: Any) -> None:
    if letter_id <= LARGEST_ID:
        count_click(db.engine, letter_id, article_id)


def count_click(engine: Engine, issue_id: int, article_id: int) -> None:
    """One more click, if there is such an issue and it told of this article; whatever fails is logged."""
    try:
        with brief_transaction(engine) as connection:
            connection.execute(_addition(engine.dialect.name, issue_id, article_id))
    except SQLAlchemyError as error:
        log.warning("click not counted: %s", type(error).__name__)


def _addition(dialect: str, issue_id: int, article_id: int) -> Insert:
    first = select(literal(issue_id), literal(article_id), literal(1)).where(_told(issue_id, article_id))
    row = sqlite.insert(IssueClick) if dialect == "sqlite" else postgresql.insert(IssueClick)
    counted = row.from_select(["issue_id", "article_id", "count"], first)
    return counted.on_conflict_do_update(
        index_elements=["issue_id", "article_id"], set_={"count": IssueClick.count + 1}
    )


def _told(issue_id: int, article_id: int) -> ColumnElement[bool]:
    """Whether an edition of the issue holds the article, or the issue is about it."""
    in_edition = exists().where(
        EditionArticle.article_id == article_id,
        EditionArticle.edition_id == Edition.id,
        Edition.issue_id == issue_id,
    )
    return or_(in_edition, exists().where(Issue.id == issue_id, Issue.article_id == article_id))
