"""The access rule of the desk, and the signed-in person."""

from typing import cast

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from blueprints.auth.models import Account


def signed_in() -> Account:
    """The person who signed in; only behind an access rule that made sure of one."""
    return cast(Account, current_user)


def require_staff() -> ResponseReturnValue | None:
    """Authors, editors and admins enter; others are sent to sign in, or refused."""
    person = cast(Account, current_user)
    if not person.is_authenticated:
        return redirect(url_for("auth.show_sign_in", next=request.full_path.rstrip("?")), 303)
    if not person.is_staff:
        raise Forbidden
    return None
