"""Numbering what is published: each article once, in the order in which readers could first see it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import defer, selectinload

from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import AnySession, db, writing
from blueprints.core.purging import EVERYTHING, purge
from blueprints.news.announcing import announce
from blueprints.news.editing import tags_of
from blueprints.news.models import NOT_WITHDRAWN, Article

LOCK = 0x6E756D626572  # any number that nothing else in the database locks
MOST_TOLD_ONE_BY_ONE = 100


def number_published(session: AnySession, moment: datetime) -> list[int]:
    """Give every visible article without a number the next one, purge and announce what shows it; ids of the numbered.

    A number that commits later is always higher, so "all up to here" never gains a member afterwards. On SQLite
    the caller's transaction must be a writing one (`core.database.writing`).
    """
    session.flush()
    _one_at_a_time(session)
    last = session.scalar(select(func.max(Article.published_seq))) or 0
    place = func.row_number().over(order_by=(Article.published_at, Article.id))
    waiting = (
        select(Article.id, (place + last).label("number"))
        .where(Article.published_seq.is_(None), Article.published_at <= moment, NOT_WITHDRAWN)
        .subquery()
    )
    numbering = update(Article).where(Article.id == waiting.c.id).values(published_seq=waiting.c.number)
    quietly = numbering.returning(Article.id).execution_options(synchronize_session=False)
    numbered = list(session.scalars(quietly))
    purge(session, *_stale(session, numbered))
    announce(session, numbered)
    return numbered


def _one_at_a_time(session: AnySession) -> None:
    """In PostgreSQL until this transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _stale(session: AnySession, ids: Sequence[int]) -> set[str]:
    """The tags of the pages that show these articles; of all pages, when the articles are many."""
    if len(ids) > MOST_TOLD_ONE_BY_ONE:
        return {EVERYTHING}
    loaded = defer(Article.body), selectinload(Article.tags), selectinload(Article.bylines)
    shown = select(Article).where(Article.id.in_(ids)).options(*loaded)
    return {tag for article in session.scalars(shown) for tag in tags_of(article)}


@job("published", every=timedelta(seconds=30))
def _number_published() -> str:
    """What became visible by its date alone shows up on kept pages at once."""
    with writing():
        numbered = number_published(db.session, now())
        db.session.commit()
    return f"{len(numbered)} newly visible"
