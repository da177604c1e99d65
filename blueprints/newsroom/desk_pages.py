"""The desk's lists page by page: each ordered by the time that matters in it, by keyset."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from blueprints.core.database import AnySession
from blueprints.news.models import Article
from blueprints.news.paging import Cursor
from blueprints.newsroom.queries import Filter, desk_articles

PAGE = 40
Time = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
ORDERED_BY: dict[Filter, Time] = {
    Filter.ALL: Article.edited_at,
    Filter.DRAFTS: Article.edited_at,
    Filter.SCHEDULED: Article.published_at,
    Filter.PUBLISHED: Article.published_at,
    Filter.WITHDRAWN: Article.withdrawn_at,
}


@dataclass(frozen=True)
class DeskPage:
    """Articles, and where the list goes on, if it does."""

    articles: Sequence[Article]
    after: Cursor | None


def desk_page(
    session: AnySession, shown: Filter, moment: datetime, author_id: int | None, cursor: Cursor | None
) -> DeskPage:
    """One page of a list; the scheduled run from the next one on, the others from the newest back."""
    time = ORDERED_BY[shown]
    forwards = shown is Filter.SCHEDULED
    query = desk_articles(shown, moment, author_id)
    if cursor is not None:
        query = query.where(_beyond(time, cursor, forwards))
    order = (time, Article.id) if forwards else (time.desc(), Article.id.desc())
    found = session.scalars(query.order_by(*order).limit(PAGE + 1)).all()
    articles = found[:PAGE]
    last = Cursor(getattr(articles[-1], time.key), articles[-1].id) if len(found) > PAGE else None
    return DeskPage(articles, last)


def _beyond(time: Time, cursor: Cursor, forwards: bool) -> ColumnElement[bool]:
    if forwards:
        return and_(time >= cursor.at, or_(time > cursor.at, Article.id > cursor.id))
    return and_(time <= cursor.at, or_(time < cursor.at, Article.id < cursor.id))
