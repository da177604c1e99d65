"""Lost addresses: one of another time leads on; for any other, what its words find, in bounded work."""

from threading import BoundedSemaphore

from flask import redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.errors import Withdrawn, error_page, show_error
from blueprints.core.languages import meant_root
from blueprints.core.pages import wants_fragment
from blueprints.news import bp, queries
from blueprints.news.addresses import forwarding
from blueprints.news.models import Article
from blueprints.news.search import lost_words
from blueprints.news.search.asking import parse
from blueprints.news.search.matching import Filters, newest_places
from blueprints.news.search.places import end_of, id_at

FOUND = 5
LOOKED_AT = 20
# So many searches at once in a process; in a storm of lost crawlers the others get the page without.
PLACES = BoundedSemaphore(2)


@bp.app_errorhandler(404)
def _find(error: NotFound) -> ResponseReturnValue:
    """An address of another time leads to where its thing lives now, or tells why it is gone; others are not found."""
    if request.method not in ("GET", "HEAD") or "\0" in request.path or b"\0" in request.query_string:
        return show_error(error)
    try:
        place = meant_root(request.path) or old_place()
        return redirect(place, 301) if place else _searched_page() or show_error(error)
    except Withdrawn as gone:
        return show_error(gone)
    except SQLAlchemyError:
        # The page that says so needs no database, and must not fail for want of one.
        db.session.rollback()
        return show_error(error)


def old_place() -> str | None:
    """Where the asked address now leads, if it once named something."""
    return forwarding(db.session, request.path, request.query_string.decode("ascii", "replace"))


def _searched_page() -> ResponseReturnValue | None:
    """The page with what its words find; none for what is no page of the paper's, such as a file or a fragment."""
    words = "" if "." in request.path else lost_words(request.path)
    if request.blueprint != bp.name or not words or wants_fragment() or not PLACES.acquire(blocking=False):
        return None
    try:
        return error_page(404, words=words, found=_found(words))
    finally:
        PLACES.release()


def _found(words: str) -> list[Article]:
    """The newest that hold every word of the address, or else its longest one."""
    for asked in dict.fromkeys((words, max(words.split(), key=len))):
        query = parse(asked)
        places = newest_places(db.session, query, Filters(last=end_of(now())), LOOKED_AT) if query else []
        if not places:
            continue
        found = db.session.scalars(queries.these([id_at(place) for place in places], now()).limit(FOUND)).all()
        if found:
            return list(found)
    return []
