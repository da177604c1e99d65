"""Paging by keyset: a cursor says after which article a list goes on, so that page 500 costs what page 1 does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import Select, and_, or_

from blueprints.core.database import LARGEST_ID, AnySession
from blueprints.news.models import Article

PAGE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(-?\d{1,18})\.(\d{1,18})", re.ASCII)


class BadCursor(ValueError):
    """A cursor that this site never gave out."""


@dataclass(frozen=True)
class Cursor:
    """The place behind one article in a list that runs from the newest to the oldest."""

    at: datetime
    id: int

    @classmethod
    def behind(cls, article: Article) -> Self:
        """The place behind this published article."""
        assert article.published_at is not None
        return cls(article.published_at, article.id)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From its spelling in an address (microseconds since 1970 and the article's id); raises BadCursor."""
        found = _CURSOR.fullmatch(text)
        if not found or int(found[2]) > LARGEST_ID:
            raise BadCursor(text)
        try:
            return cls(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))
        except OverflowError as error:
            raise BadCursor(text) from error

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}.{self.id}"


@dataclass(frozen=True)
class Listing:
    """One page of a list, and where the next one begins, if there is one."""

    articles: Sequence[Article]
    after: Cursor | None


def beyond(query: Select[Article], cursor: Cursor | None) -> Select[Article]:
    """The part of a list, newest first, that lies behind the cursor; all of it without one."""
    if cursor is None:
        return query
    earlier = or_(Article.published_at < cursor.at, and_(Article.published_at == cursor.at, Article.id < cursor.id))
    return query.where(Article.published_at <= cursor.at, earlier)


def read_page(session: AnySession, query: Select[Article], cursor: Cursor | None, size: int = PAGE) -> Listing:
    """One page of a list that runs from the newest to the oldest."""
    found = session.scalars(beyond(query, cursor).limit(size + 1)).all()
    articles = found[:size]
    return Listing(articles, Cursor.behind(articles[-1]) if len(found) > size else None)
