"""An invitation: the name to write under, a password, and in."""

from flask.typing import ResponseReturnValue

from blueprints.auth import bp
from blueprints.auth.credentials import before_slow_work
from blueprints.auth.entering import enter
from blueprints.auth.forms import InvitationForm
from blueprints.auth.links import opened_by, use_link
from blueprints.auth.models import Purpose
from blueprints.auth.passwords import hash_password
from blueprints.auth.people import accept_invitation, offered_name
from blueprints.auth.throttle import PLACE_PACE
from blueprints.auth.views.answering import dead_link, secret_page
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.extensions import limiter


@bp.get("/invitation/<token>/")
def show_invitation(token: str) -> ResponseReturnValue:
    """The form behind the link of an invitation; looking uses nothing up."""
    account = opened_by(db.session, token, Purpose.INVITATION, now())
    if account is None:
        return dead_link()
    form = InvitationForm(None, name=offered_name(account))
    return secret_page("auth/show_invitation.html", form=form, email=account.email)


@bp.post("/invitation/<token>/")
@limiter.limit(PLACE_PACE)
def save_invitation(token: str) -> ResponseReturnValue:
    """Open the account and sign its person in."""
    form = InvitationForm()
    with before_slow_work():
        account = opened_by(db.session, token, Purpose.INVITATION, now())
        email = account.email or "" if account else ""
    form.guessable = (email,)
    if not email:
        return dead_link()
    if not form.validate():
        return secret_page("auth/show_invitation.html", 422, form=form, email=email)
    password_hash = hash_password(form.password.data)
    account = use_link(db.session, token, Purpose.INVITATION, now())
    if account is None:
        return dead_link()
    accept_invitation(db.session, account, form.name.data, password_hash, now())
    return enter(account)
