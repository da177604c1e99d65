"""Misses: what was asked and found nothing, folded and counted, so that the desk learns what readers miss.

Nothing is kept of who asked. A query that may name somebody's address or number is not counted at all.
"""

import re
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, Select, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import AnySession, db, writing
from blueprints.news.counting import brief_transaction, log
from blueprints.news.models import SearchMiss
from blueprints.news.search.folding import words_of

MOST = 2000
LONGEST = 100  # characters
SHOWN = 100
KEPT = timedelta(days=90)
PASSING, PASSING_KEPT = 1, timedelta(days=14)  # what was asked so often goes sooner
PERSONAL = re.compile(r"@|\d[\d\s().-]{5,}\d")


def count_miss(engine: Engine, asked: str, moment: datetime) -> None:
    """One more query that found nothing; whatever fails is logged. New ones wait while the list is full."""
    words = " ".join(words_of(asked))
    if not words or len(asked) > LONGEST or len(words) > LONGEST or PERSONAL.search(asked):
        return
    dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
    row = dialect.insert(SearchMiss).values(words=words, times=1, last_at=moment)
    row = row.on_conflict_do_update(index_elements=["words"], set_={"times": SearchMiss.times + 1, "last_at": moment})
    try:
        with brief_transaction(engine) as connection:
            known = connection.scalar(select(SearchMiss.times).where(SearchMiss.words == words))
            if known or (connection.scalar(select(func.count()).select_from(SearchMiss)) or 0) < MOST:
                connection.execute(row)
    except SQLAlchemyError as error:
        log.warning("not counted: %s", type(error).__name__)


def most_missed() -> Select[SearchMiss]:
    """What was missed most, and of equals what was asked last."""
    return select(SearchMiss).order_by(SearchMiss.times.desc(), SearchMiss.last_at.desc()).limit(SHOWN)


def forget_miss(session: AnySession, words: str) -> None:
    """Take one from the list, such as when it was answered; the caller commits."""
    session.execute(delete(SearchMiss).where(SearchMiss.words == words))


@job("search misses", every=timedelta(hours=6))
def _trim() -> str:
    """What nobody asked again goes."""
    moment = now()
    old = or_(
        SearchMiss.last_at < moment - KEPT,
        (SearchMiss.times <= PASSING) & (SearchMiss.last_at < moment - PASSING_KEPT),
    )
    with writing():
        gone = cast("CursorResult[Any]", db.session.execute(delete(SearchMiss).where(old))).rowcount
        db.session.commit()
    return f"{gone} forgotten"
