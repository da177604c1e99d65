"""Who is signed in, the access rule of the desk, and the way to the door."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Forbidden, Unauthorized

from blueprints.auth.models import Account
from blueprints.core.pages import wants_fragment
from blueprints.core.security import SAFE

Arguments = ParamSpec("Arguments")


def person() -> Account | None:
    """Whoever signed in, or nobody."""
    somebody = cast(Account, current_user)
    return somebody if somebody.is_authenticated else None


def signed_in() -> Account:
    """The person who signed in; only behind an access rule that made sure of one."""
    return cast(Account, current_user)


def needs_sign_in(view: Callable[Arguments, ResponseReturnValue]) -> Callable[Arguments, ResponseReturnValue]:
    """A view for whoever is signed in, whatever their role."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
        return view(*args, **kwargs) if person() else show_the_door()

    return guarded


def require_staff() -> ResponseReturnValue | None:
    """Authors, editors and admins enter; others are sent to sign in, or refused."""
    somebody = person()
    if somebody is None:
        return show_the_door()
    if not somebody.is_staff:
        raise Forbidden
    return None


def show_the_door() -> ResponseReturnValue:
    """To the sign-in page, and back from there; a fragment only says so, since what was typed around it must stay."""
    if wants_fragment():
        raise Unauthorized
    readable = request.method in SAFE or (request.url_rule is not None and "GET" in (request.url_rule.methods or ()))
    onward = request.full_path.rstrip("?") if readable else None
    return redirect(url_for("auth.show_sign_in", next=onward), 303)
