"""Counting views, shares and comments, one statement for each number; counting never fails a page."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from blueprints.core.database import AnySession, Base, writing
from blueprints.news.models import ArticleCounter, ViewDay, ViewHour

PATIENCE = 500  # milliseconds that a count may wait for somebody else's writing
DURABLE = 15000  # what every other connection waits; see core.database
log = logging.getLogger(__name__)


def count_view(engine: Engine, article_id: int, moment: datetime) -> None:
    """One more view of this article, in all, in this hour and on this day; whatever fails is logged."""
    hour = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    _count(
        engine,
        (ArticleCounter, {"article_id": article_id}, "views"),
        (ViewHour, {"hour": hour, "article_id": article_id}, "views"),
        (ViewDay, {"day": hour.replace(hour=0), "article_id": article_id}, "views"),
    )


def count_share(engine: Engine, article_id: int) -> None:
    """One more share of this article; whatever fails is logged."""
    _count(engine, (ArticleCounter, {"article_id": article_id}, "shares"))


def count_comments(session: AnySession, article_id: int, more: int) -> None:
    """So many comments more (or fewer) under this article, in the caller's transaction."""
    add = _addition(session.get_bind().dialect.name, ArticleCounter, {"article_id": article_id}, "comments", more)
    session.execute(add)


def _count(engine: Engine, *numbers: tuple[type[Base], dict[str, Any], str]) -> None:
    try:
        with brief_transaction(engine) as connection:
            for model, key, column in numbers:
                connection.execute(_addition(engine.dialect.name, model, key, column, 1))
    except SQLAlchemyError as error:
        log.warning("not counted: %s", type(error).__name__)


def _addition(dialect: str, model: type[Base], key: dict[str, Any], column: str, more: int) -> Insert:
    """The row with this number, made where it is missing."""
    zeros = {"views": 0, "shares": 0, "comments": 0} if model is ArticleCounter else {"views": 0}
    values = {**zeros, **key, column: max(0, more)}
    row = sqlite.insert(model).values(values) if dialect == "sqlite" else postgresql.insert(model).values(values)
    return row.on_conflict_do_update(index_elements=list(key), set_={column: getattr(model, column) + more})


@contextmanager
def brief_transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction of its own that gives up early, and whose loss in a power cut nobody would mourn.

    It takes a connection of its own, so whoever counts should hold none meanwhile.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _set_pragmas(connection, PATIENCE, "NORMAL")
        try:
            with writing(), connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {PATIENCE}")
                    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
                yield connection
        finally:
            if engine.dialect.name == "sqlite":
                _set_pragmas(connection, DURABLE, "FULL")


def _set_pragmas(connection: Connection, milliseconds: int, synchronous: str) -> None:
    """Straight to the driver, since SQLAlchemy would begin a transaction first."""
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute(f"PRAGMA busy_timeout={milliseconds}")
    raw.execute(f"PRAGMA synchronous={synchronous}")
