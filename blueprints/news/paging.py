"""Paging by keyset: a cursor says after which article a list goes on, so that page 500 costs what page 1 does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from sqlalchemy import Select, Subquery, select, tuple_, union_all

from blueprints.core.database import LARGEST_ID
from blueprints.news.models import Article

PAGE = 20
Piece = Select[datetime | None, int]  # when and which, in no order yet; an index holds both in the order of lists
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


def stretch_of(pieces: Sequence[Piece], moment: datetime, after: Cursor | None, count: int) -> Subquery:
    """The ids (`id`, with `at`) of so many articles behind the cursor, the newest first among all the pieces.

    Each piece is read from its own index and no further than the count, so it costs the same wherever the list is.
    """
    parts = [_newest_of(piece, moment, after, count) for piece in pieces]
    if len(parts) == 1:
        return parts[0].subquery()
    together = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return select(together).order_by(together.c.at.desc(), together.c.id.desc()).limit(count).subquery()


def _newest_of(piece: Piece, moment: datetime, after: Cursor | None, count: int) -> Piece:
    """One bound and not two: SQLite would search its index by the wrong one of them."""
    at, number = piece.selected_columns
    begun = after is not None and after.at <= moment
    bound = tuple_(at, number) < (after.at, after.id) if after and begun else at <= moment
    named = piece.with_only_columns(at.label("at"), number.label("id"))
    return named.where(bound).order_by(at.desc(), number.desc()).limit(count)


def page_of(found: Sequence[Article], size: int) -> Listing:
    """One page, of articles that were asked for one more than it holds."""
    return Listing(found[:size], Cursor.behind(found[size - 1]) if len(found) > size else None)
