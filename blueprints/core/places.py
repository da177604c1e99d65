"""Places for those who write: fewer than threads, so that whatever writing waits for never keeps readers waiting."""

from threading import BoundedSemaphore

from flask import Flask, current_app, g, request
from werkzeug.exceptions import ServiceUnavailable

from blueprints.core.security import SAFE

THREADS = 16  # in each process; one that waits costs nothing
WRITERS = 12
AGAIN_AFTER = 5  # seconds


def init_places(app: Flask) -> None:
    """Count those who write, and send away who finds no place."""
    app.extensions["writing_places"] = BoundedSemaphore(WRITERS)
    app.before_request(_take_place)
    app.teardown_request(_leave_place)


def _take_place() -> None:
    if request.method in SAFE:
        return
    if not _places().acquire(blocking=False):
        raise ServiceUnavailable(retry_after=AGAIN_AFTER)
    g.has_place = True


def _leave_place(error: BaseException | None) -> None:
    if g.pop("has_place", False):
        _places().release()


def _places() -> BoundedSemaphore:
    places: BoundedSemaphore = current_app.extensions["writing_places"]
    return places
