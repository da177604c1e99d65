"""Ending a run that is asked to: what is on its way is finished, and nothing else begun."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def ending_gently() -> Iterator[Callable[[], bool]]:
    """At SIGTERM or Ctrl-C the copies in hand are finished and the others are given back. Whether it was asked for."""
    asked: list[int] = []
    kinds = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(kind, lambda number, frame: asked.append(number)) for kind in kinds]
    try:
        yield lambda: bool(asked)
    finally:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)
