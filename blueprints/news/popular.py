"""What is read most, now and over weeks."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, CursorResult, Delete, Select, case, delete, func, select

from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import AnySession, db, writing
from blueprints.core.wording import lazy_gettext
from blueprints.news.models import Article, ArticleCounter, ViewDay, ViewHour
from blueprints.news.paging import stretch_of
from blueprints.news.queries import cards, everything, of_language, visible

CANDIDATES = 50
MOST_RANKED = 2000  # looked through for one language
WORTH_KEEPING, LONGEST_KEPT = 0.05, 600.0  # seconds
_KEPT: WeakKeyDictionary[Any, dict[tuple[type, timedelta], tuple[list[int], float]]] = WeakKeyDictionary()
HOURS_KEPT = timedelta(days=9)
DAYS_KEPT = timedelta(days=400)


class Span(Enum):
    """The time over which a page counts: its name in the address, and its length."""

    DAY = "", timedelta(days=1)
    WEEK = "7-days", timedelta(days=7)
    MONTH = "30-days", timedelta(days=30)

    def __init__(self, name_in_address: str, length: timedelta) -> None:
        self.path = f"/most-read/{name_in_address}/" if name_in_address else "/most-read/"
        self.length = length

    @property
    def words(self) -> str:
        """How long it is."""
        return str(SPAN_WORDS[self])


SPAN_WORDS = {
    Span.DAY: lazy_gettext("24 hours"),
    Span.WEEK: lazy_gettext("7 days"),
    Span.MONTH: lazy_gettext("30 days"),
}


def most_read_over(
    session: AnySession, moment: datetime, span: Span, count: int, language: str = ""
) -> Select[Article]:
    """Cards of the visible articles of this language read within the span, the most read first; none without a view."""
    table = ViewHour if span is Span.DAY else ViewDay
    ids = ranked(session, moment, span.length, table)
    ids = ids[: MOST_RANKED if language else count + CANDIDATES]
    found = cards(visible(moment)).where(Article.id.in_(ids), of_language(language))
    return found.order_by(*_places(ids)).limit(count)


def most_read(session: AnySession, moment: datetime, hours: int) -> Select[Article]:
    """Visible articles by views within these hours; behind them, what is new by views in all."""
    ids = ranked(session, moment, timedelta(hours=hours), ViewHour)[:CANDIDATES]
    newest = session.scalars(select(stretch_of(everything(), moment, None, CANDIDATES).c.id)).all()
    found = visible(moment).where(Article.id.in_({*ids, *newest}))
    by_all = func.coalesce(ArticleCounter.views, 0).desc(), Article.published_at.desc(), Article.id.desc()
    counted = found.outerjoin(ArticleCounter, ArticleCounter.article_id == Article.id)
    return counted.order_by(*_places(ids), *by_all)


def _places(ids: Sequence[int]) -> list[ColumnElement[int]]:
    """Where an article stands among these; all others are behind them."""
    places = {number: place for place, number in enumerate(ids)}
    return [case(places, value=Article.id, else_=len(ids))] if places else []


def ranked(session: AnySession, moment: datetime, length: timedelta, table: type[ViewHour | ViewDay]) -> list[int]:
    """Ids by views within this time, whether or not they are still out.

    Where that takes long it is kept, a hundred times as long as it took, so that counting never fills a server's day.
    """
    kept = _KEPT.setdefault(session.get_bind(), {})
    ids, until = kept.get((table, length), ([], 0.0))
    if time.monotonic() < until:
        return ids
    started = time.perf_counter()
    ids = list(session.scalars(by_views(table, moment - length)))
    took = time.perf_counter() - started
    if took > WORTH_KEEPING:
        kept[table, length] = ids, time.monotonic() + min(100 * took, LONGEST_KEPT)
    return ids


def by_views(table: type[ViewHour | ViewDay], start: datetime) -> Select[int]:
    """Weeks are counted by whole days (UTC): a month is then thirty times what was read, and not seven hundred."""
    when = ViewHour.hour if table is ViewHour else ViewDay.day
    ranks = select(table.article_id).where(when > start).group_by(table.article_id)
    return ranks.order_by(func.sum(table.views).desc(), table.article_id.desc()).limit(2 * CANDIDATES)


@job("views", every=timedelta(hours=6))
def _trim_views() -> str:
    """Hours serve the last days and days the last year; what is older is only in the totals."""
    with writing():
        gone = _forget(delete(ViewHour).where(ViewHour.hour < now() - HOURS_KEPT))
        gone += _forget(delete(ViewDay).where(ViewDay.day < now() - DAYS_KEPT))
        db.session.commit()
    return f"{gone} forgotten"


def _forget(old: Delete) -> int:
    return cast("CursorResult[Any]", db.session.execute(old)).rowcount
