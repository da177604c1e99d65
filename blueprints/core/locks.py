"""One at a time, across processes: a file lock beside SQLite, an advisory lock in PostgreSQL."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text


@contextmanager
def exclusive(engine: Engine, instance: Path, name: str) -> Iterator[bool]:
    """Whether this process holds the lock of this name; the kernel or the server frees it when we die."""
    held = _postgresql(engine, name) if engine.dialect.name == "postgresql" else _file(instance / "locks", name)
    with held as mine:
        yield mine


@contextmanager
def _file(folder: Path, name: str) -> Iterator[bool]:
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _postgresql(engine: Engine, name: str) -> Iterator[bool]:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        mine = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}))
        try:
            yield mine
        finally:
            if mine:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": number})
