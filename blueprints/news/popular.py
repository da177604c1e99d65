"""What is read most, now and over weeks."""

from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import Select, delete, func, literal, select, union_all

from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import db, writing
from blueprints.news.models import Article, ArticleCounter, ViewDay, ViewHour
from blueprints.news.queries import cards, visible

CANDIDATES = 50
HOURS_KEPT = timedelta(days=9)
DAYS_KEPT = timedelta(days=400)


class Span(Enum):
    """The time over which a page counts: its name in the address, its words, and its length."""

    DAY = "", "24 hours", timedelta(days=1)
    WEEK = "7-days", "7 days", timedelta(days=7)
    MONTH = "30-days", "30 days", timedelta(days=30)

    def __init__(self, name_in_address: str, words: str, length: timedelta) -> None:
        self.path = f"/most-read/{name_in_address}/" if name_in_address else "/most-read/"
        self.words, self.length = words, length


def most_read_over(moment: datetime, span: Span, count: int) -> Select[Article]:
    """Cards of the visible articles read within the span, the most read first; none without a view.

    Weeks are counted by whole days (UTC), so that a month is thirty times what was read and not seven hundred.
    """
    read = _read_since(moment - span.length, span, count + CANDIDATES).subquery()
    found = visible(moment).join(read, read.c.article_id == Article.id)
    return cards(found).order_by(read.c.views.desc(), Article.id.desc()).limit(count)


def most_read(moment: datetime, hours: int) -> Select[Article]:
    """Visible articles by views within these hours; behind them, what is new by views in all."""
    read = _read_since(moment - timedelta(hours=hours), Span.DAY, CANDIDATES).cte("read")
    newest = (
        visible(moment)
        .with_only_columns(Article.id, literal(0))
        .where(Article.id.not_in(select(read.c.article_id)))
        .order_by(Article.published_at.desc(), Article.id.desc())
        .limit(CANDIDATES)
        .subquery()
    )
    candidates = union_all(select(read.c.article_id, read.c.views), select(newest)).subquery()
    return (
        visible(moment)
        .join(candidates, candidates.c.article_id == Article.id)
        .outerjoin(ArticleCounter, ArticleCounter.article_id == Article.id)
        .order_by(
            candidates.c.views.desc(),
            func.coalesce(ArticleCounter.views, 0).desc(),
            Article.published_at.desc(),
            Article.id.desc(),
        )
    )


def _read_since(start: datetime, span: Span, count: int) -> Select[int, int]:
    """(article id, views) of what was read most, whether or not it is still out."""
    when, table = (ViewHour.hour, ViewHour) if span is Span.DAY else (ViewDay.day, ViewDay)
    views = func.sum(table.views).label("views")
    read = select(table.article_id, views).where(when > start).group_by(table.article_id)
    return read.order_by(views.desc(), table.article_id.desc()).limit(count)


@job("views", every=timedelta(hours=6))
def _trim_views() -> str:
    """Hours serve the last days and days the last year; what is older is only in the totals."""
    with writing():
        hours = db.session.execute(delete(ViewHour).where(ViewHour.hour < now() - HOURS_KEPT))
        days = db.session.execute(delete(ViewDay).where(ViewDay.day < now() - DAYS_KEPT))
        db.session.commit()
    return f"{hours.rowcount + days.rowcount} forgotten"
