"""Through the door: a new session, its cookie, and the way on."""

from flask import Response, make_response, redirect, request
from flask.typing import ResponseReturnValue

from blueprints.auth.destinations import after_sign_in
from blueprints.auth.models import Account
from blueprints.auth.sessions import end_present_session, give_cookie, start_sign_in
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import wants_fragment


def enter(account: Account, wanted: str | None = None) -> ResponseReturnValue:
    """Sign this person in, commit, and answer with the way to the page they wanted."""
    onward = after_sign_in(account, wanted)
    end_present_session(db.session, now())
    token = start_sign_in(db.session, account.id, request.headers.get("User-Agent", ""), now())
    db.session.commit()
    give_cookie(token)
    return go(onward)


def go(path: str) -> Response:
    """A redirect that takes the whole page along, also when htmx asked for a piece of it."""
    if wants_fragment():
        answer = make_response("")
        answer.headers["HX-Redirect"] = path
        return answer
    return make_response(redirect(path, 303))
