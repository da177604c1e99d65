"""A one-time sign-in link, as the operator's command prints it."""

from flask.typing import ResponseReturnValue

from blueprints.auth import bp
from blueprints.auth.entering import enter
from blueprints.auth.links import opened_by, use_link
from blueprints.auth.models import Purpose
from blueprints.auth.throttle import PLACE_PACE
from blueprints.auth.views.answering import dead_link, secret_page
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.extensions import limiter


@bp.get("/link/<token>/")
def show_link(token: str) -> ResponseReturnValue:
    """A page with a button, since mail scanners and previews fetch links."""
    account = opened_by(db.session, token, Purpose.SIGN_IN, now())
    if account is None:
        return dead_link()
    return secret_page("auth/show_link.html", name=account.name)


@bp.post("/link/<token>/")
@limiter.limit(PLACE_PACE)
def sign_in_by_link(token: str) -> ResponseReturnValue:
    """Use the link up and sign its person in."""
    account = use_link(db.session, token, Purpose.SIGN_IN, now())
    return enter(account) if account is not None else dead_link()
