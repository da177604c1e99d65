"""The database: one declarative base, aware times, and settings that keep what people wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

LARGEST_ID = 2**31 - 1  # PostgreSQL refuses to compare an id with a larger number; SQLite takes twice as many bits
AnySession = Session | scoped_session[Any]
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; SQLite has no zones, so it is stored there without and given back with."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: it would silently mean another moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC time on both databases."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every model derives from; Flask-SQLAlchemy's own base shares its tables."""

    metadata = MetaData(naming_convention=NAMES)


Base.registry.update_type_annotation_map({datetime: UTCDateTime()})

db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})


@contextmanager
def writing() -> Iterator[None]:
    """Take SQLite's write lock when a transaction begins, so that a read-then-write cannot fail half-way."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def begin_writing() -> None:
    """Make every transaction from here on, in this request or command, a writing one."""
    _writing.set(True)


def begin_reading() -> None:
    """Make every transaction from here on, in this request, a reading one."""
    _writing.set(False)


def engine_options(url: str) -> dict[str, Any]:
    """Pool and time-out settings for a database URL; seconds unless named otherwise."""
    most = {"pool_size": 5, "max_overflow": 27}  # two for each thread: one that reads, and one that counts or purges
    if url.startswith("sqlite"):
        return {**most, "connect_args": {"timeout": 15, "check_same_thread": False}}
    return {
        **most,
        "pool_pre_ping": True,
        "pool_timeout": 5,
        "connect_args": {"connect_timeout": 3, "options": "-c statement_timeout=30000 -c timezone=UTC"},
    }


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    """WAL for readers beside one writer, FULL so that an answered write survives a power cut."""
    if "sqlite3" not in type(connection).__module__:
        return
    connection.isolation_level = None  # we begin transactions ourselves, in _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
