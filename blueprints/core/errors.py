"""Error pages in the site's look; they need no database."""

import logging
from collections.abc import Sequence
from datetime import datetime

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Gone, HTTPException

from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.core.wording import lazy_gettext

log = logging.getLogger(__name__)
SAYINGS = {
    400: (
        lazy_gettext("We could not read that request"),
        lazy_gettext("Something in it was not as it should be. Go back and try again."),
    ),
    401: (
        lazy_gettext("Your session has ended"),
        lazy_gettext("Sign in again in a new tab, then come back and repeat this. Nothing is lost."),
    ),
    403: (
        lazy_gettext("This is not open to you"),
        lazy_gettext("You may need to sign in, or to ask an editor. Nothing was changed."),
    ),
    404: (
        lazy_gettext("We have no page at this address"),
        lazy_gettext("It may have moved, or the link may have lost a letter on its way."),
    ),
    405: (lazy_gettext("This address does not take that"), lazy_gettext("Go back and try again from the page itself.")),
    409: (
        lazy_gettext("Somebody else changed this just now"),
        lazy_gettext("Nothing of yours was kept. Look at it again, then repeat it."),
    ),
    410: (
        lazy_gettext("This is no longer here"),
        lazy_gettext("It was withdrawn by the newsroom. The address will not be used again."),
    ),
    413: (
        lazy_gettext("That is too much at once"),
        lazy_gettext("A form may hold 256 KB and a picture 12 MB. Nothing was kept of it."),
    ),
    414: (
        lazy_gettext("That address is too long"),
        lazy_gettext("No page of ours has one of that length. Look for it by its words."),
    ),
    421: (
        lazy_gettext("This site has another name"),
        lazy_gettext("The address in SITE_URL is the one that it answers to."),
    ),
    429: (
        lazy_gettext("That was quick"),
        lazy_gettext("Too many tries in a short time. Wait a few minutes and try again."),
    ),
    500: (
        lazy_gettext("Something broke on our side"),
        lazy_gettext("It has been noted, and nothing that you saved is lost. Please try again."),
    ),
    501: (
        lazy_gettext("We cannot give it in that form"),
        lazy_gettext("What this address tells comes as JSON or as XML."),
    ),
    503: (
        lazy_gettext("We will be back in a moment"),
        lazy_gettext("The newsroom's database is resting. Please try again in a minute."),
    ),
}


class Withdrawn(Gone):
    """What readers could once see is gone; since when and why, as far as that is known."""

    def __init__(self, at: datetime | None = None, reason: str = "") -> None:
        super().__init__()
        self.at, self.reason = at, reason


def init_errors(app: Flask) -> None:
    """Answer every error with a page of our own."""
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(OperationalError, _show_outage)
    app.register_error_handler(InterfaceError, _show_outage)
    app.register_error_handler(TimeoutError, _show_outage)
    app.register_error_handler(StaleDataError, _show_conflict)


def show_error(error: HTTPException) -> ResponseReturnValue:
    """The page for an HTTP error; a redirect passes through."""
    code = error.code or 500
    if code < 400:
        return error.get_response()
    answer = error_page(code, withdrawn=error if isinstance(error, Withdrawn) else None)
    if error.response is None:
        answer.headers.extend((n, v) for n, v in error.get_headers() if n.lower() not in ("content-type",))
    return answer


def error_page(
    code: int, *, withdrawn: Withdrawn | None = None, words: str = "", found: Sequence[object] | None = None
) -> Response:
    """The page that says what happened and what to do; for the words of a lost address, with what they find."""
    title, advice = SAYINGS.get(code, SAYINGS[500 if code >= 500 else 400])
    template = "core/_error.html" if request.headers.get("HX-Request") == "true" else "core/show_error.html"
    told = {"code": code, "title": title, "advice": advice, "withdrawn": withdrawn, "words": words, "found": found}
    return private(render_template(template, **told), code)


def _show_conflict(error: StaleDataError) -> ResponseReturnValue:
    """Two people changed the same thing in the same instant; the second is told."""
    db.session.rollback()
    return error_page(409)


def _show_outage(error: Exception) -> ResponseReturnValue:
    """503 for a database that is away; an SQL error of ours is a bug, and says 500."""
    db.session.rollback()
    log.error("database: %s", error)
    original = getattr(error, "orig", None)
    ours = "sqlite3" in type(original).__module__ and not _is_outage(str(original))
    answer = error_page(500 if ours else 503)
    if not ours:
        answer.headers["Retry-After"] = "60"
    return answer


def _is_outage(words: str) -> bool:
    signs = ("locked", "unable to open", "disk", "readonly", "I/O", "full", "malformed")
    return any(sign in words for sign in signs)
