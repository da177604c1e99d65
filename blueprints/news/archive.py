"""The archive: years, months and days in the site's own zone, and which of them hold articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, select

from blueprints.core.database import AnySession
from blueprints.news.models import NOT_WITHDRAWN, Article
from blueprints.news.paging import Piece
from blueprints.news.queries import everything


@dataclass(frozen=True)
class Period:
    """A year, a month of it, or a day of that; it ends where the next one begins, however long its days are."""

    zone: ZoneInfo
    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date:
        """Its first day; raises ValueError when no calendar has it."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def start(self) -> datetime:
        """The moment at which it begins, in UTC."""
        return _midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The moment at which the next one begins, in UTC; raises ValueError or OverflowError at the end of time."""
        if self.day:
            return _midnight(self.first + timedelta(days=1), self.zone)
        year, month = divmod(self.year * 12 + (self.month or 12), 12)
        return _midnight(date(year, month + 1, 1), self.zone)

    def like(self, moment: datetime) -> Self:
        """The period of the same kind in which a moment lies."""
        there = moment.astimezone(self.zone)
        return type(self)(self.zone, there.year, self.month and there.month, self.day and there.day)

    @property
    def path(self) -> str:
        """Its address on this site."""
        parts = [f"{part:02}" for part in (self.month, self.day) if part]
        return "/".join(["", f"{self.year:04}", *parts, ""])


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Where clocks skip midnight or strike it twice, the first moment of the day."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def within(period: Period) -> list[Piece]:
    """What was published in it or later; a list that begins at its end holds the rest away."""
    return [piece.where(Article.published_at >= period.start) for piece in everything()]


def last_moment(period: Period, moment: datetime) -> datetime:
    """The last moment of the period that has come."""
    return min(moment, period.end - timedelta(microseconds=1))


def neighbours(session: AnySession, period: Period, moment: datetime) -> tuple[Period | None, Period | None]:
    """The nearest periods of its kind, before and after, that hold articles."""
    before = _dates().where(Article.published_at < period.start).order_by(Article.published_at.desc())
    later = Article.published_at >= period.end, Article.published_at <= moment
    found = [
        session.scalar(query.limit(1)) for query in (before, _dates().where(*later).order_by(Article.published_at))
    ]
    earlier, after = (period.like(date) if date else None for date in found)
    return earlier, after


def months_of(session: AnySession, period: Period, moment: datetime) -> Sequence[Period]:
    """The months of its year that hold articles, in one question."""
    months = [Period(period.zone, period.year, month) for month in range(1, 13)]
    held = session.execute(select(*(exists(_held(month, moment)) for month in months))).one()
    return [month for month, holds in zip(months, held, strict=True) if holds]


def _held(month: Period, moment: datetime) -> Select[datetime | None]:
    return _dates().where(Article.published_at >= month.start, Article.published_at <= last_moment(month, moment))


def _dates() -> Select[datetime | None]:
    return select(Article.published_at).where(NOT_WITHDRAWN)
