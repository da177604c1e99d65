"""Counts over millions of rows, which a page may show a minute old: kept in this process, and made by one at a time."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

from flask import current_app

from blueprints.core.clock import now

Count = TypeVar("Count")
FOR = timedelta(minutes=1)
MOST = 500


class KeptCounts:
    """What was counted of late, by name; while one request counts, others that want the same wait for it."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[datetime, Any]] = {}
        self._locks: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, name: Hashable, make: Callable[[], Any], age: timedelta) -> Any:
        """What was made under this name not longer ago than that; made anew, where nothing was."""
        with self._lock:
            own = self._locks.setdefault(name, Lock())
        with own:
            moment = now()
            kept = self._kept.get(name)
            if kept is not None and timedelta(0) <= moment - kept[0] < age:
                return kept[1]
            made = make()
            self._keep(name, moment, made)
            return made

    def forget(self, name: Hashable) -> None:
        """Count this anew when it is asked for next."""
        self._kept.pop(name, None)

    def _keep(self, name: Hashable, moment: datetime, made: Any) -> None:
        with self._lock:
            if len(self._kept) >= MOST:
                self._kept.clear()
                self._locks.clear()
            self._kept[name] = moment, made


def kept_count(name: Hashable, make: Callable[[], Count], age: timedelta = FOR) -> Count:
    """The count with this name, which was made in the last minute or within this age."""
    found: Count = _counts().get(name, make, age)
    return found


def forget_count(name: Hashable) -> None:
    """Count this anew when it is asked for next, because it was changed here."""
    _counts().forget(name)


def _counts() -> KeptCounts:
    counts: KeptCounts = current_app.extensions.setdefault("kept_counts", KeptCounts())
    return counts
