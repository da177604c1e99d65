"""Reads the purge log's new lines before a page is served from memory."""

import logging
import threading
import time
from collections.abc import Callable, Collection
from datetime import timedelta

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from blueprints.core.clock import now
from blueprints.core.models import Purge
from blueprints.core.purging import EVERYTHING

EVERY_SECONDS = 0.25
OVERLAP = timedelta(seconds=90)
log = logging.getLogger(__name__)


class PurgeReader:
    """Follows the log. Numbers are given before they commit, so the last 90 seconds are read again each time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seen: dict[int, str] = {}
        self._order: list[frozenset[str]] = []
        self._dropped = 0
        self._next = 0.0
        self._started = False
        self._lock = threading.Lock()

    def refresh(self, drop: Callable[[frozenset[str] | None], None], at_once: bool = False) -> None:
        """Hand the stale tags to `drop`; with the database away nothing is known, so the kept pages go on."""
        if not at_once and time.monotonic() < self._next:
            return
        with self._lock:
            self._next = time.monotonic() + EVERY_SECONDS
            try:
                fresh = self._read()
            except SQLAlchemyError as error:
                log.warning("purge log cannot be read: %s", type(error).__name__)
                return
            if fresh:
                self._order.append(fresh)
                drop(None if EVERYTHING in fresh else fresh)

    def look_again(self) -> None:
        """Read the log before the next page: whoever just changed something is about to look at it."""
        self._next = 0.0

    def mark(self) -> int:
        """A place in the order of purges, to compare with later."""
        return self._dropped + len(self._order)

    def touched_since(self, mark: int, tags: Collection[str]) -> bool:
        """Whether one of these tags was purged since the mark, or so much that it cannot be told."""
        if mark < self._dropped:
            return True
        return any(EVERYTHING in fresh or fresh & set(tags) for fresh in self._order[mark - self._dropped :])

    def _read(self) -> frozenset[str]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(Purge.id, Purge.tag).where(Purge.at > now() - OVERLAP)).all()
        fresh = frozenset(tag for number, tag in rows if number not in self._seen)
        first, self._started = not self._started, True
        self._seen = {number: tag for number, tag in rows}
        self._forget()
        return frozenset() if first else fresh

    def _forget(self) -> None:
        if len(self._order) > 1000:
            self._order = self._order[500:]
            self._dropped += 500
