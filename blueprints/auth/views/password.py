"""A forgotten password: asking for a link, and choosing a new password behind it."""

from flask import Response, redirect, render_template, request, url_for
from flask.globals import app_ctx
from flask.typing import ResponseReturnValue

from blueprints.auth import bp
from blueprints.auth.credentials import before_slow_work
from blueprints.auth.forms import ForgottenPasswordForm, NewPasswordForm
from blueprints.auth.links import opened_by, use_link
from blueprints.auth.models import PasswordRequest, Purpose
from blueprints.auth.passwords import hash_password
from blueprints.auth.people import change_password
from blueprints.auth.retrieval import answer_aside
from blueprints.auth.throttle import MAIL_PACE, PLACE_PACE
from blueprints.auth.views.answering import dead_link, secret_page
from blueprints.core.clock import now
from blueprints.core.database import begin_reading, db
from blueprints.core.email_addresses import read_email
from blueprints.core.extensions import limiter
from blueprints.core.pages import private, wants_fragment


@bp.get("/forgotten-password/")
def show_forgotten_password() -> ResponseReturnValue:
    """Ask for a link to choose a new password; `sent` says that it was asked for."""
    return _asking("auth/show_forgotten_password.html", ForgottenPasswordForm(None), 200)


@bp.get("/forgotten-password/dialog/")
def show_forgotten_password_dialog() -> ResponseReturnValue:
    """The same form as a fragment, for the dialog."""
    return _asking("auth/show_forgotten_password_dialog.html", ForgottenPasswordForm(None), 200)


@bp.post("/forgotten-password/")
@limiter.limit(MAIL_PACE)
def request_password() -> ResponseReturnValue:
    """Take the request down, and answer it aside: the same row, words and time for known and unknown."""
    form = ForgottenPasswordForm()
    if not form.validate():
        template = "auth/_forgotten_password_form.html" if wants_fragment() else "auth/show_forgotten_password.html"
        return _asking(template, form, 422)
    db.session.add(PasswordRequest(email_norm=read_email(form.email.data).norm, asked_at=now()))
    db.session.commit()
    answer_aside(app_ctx.app)
    if wants_fragment():
        return private(render_template("auth/_password_request_taken.html"))
    return redirect(url_for("auth.show_forgotten_password", sent=1), 303)


def _asking(template: str, form: ForgottenPasswordForm, status: int) -> Response:
    begin_reading()
    sent = "sent" in request.args and status == 200
    return private(render_template(template, forgotten_form=form, sent=sent), status)


@bp.get("/password/<token>/")
def show_new_password(token: str) -> ResponseReturnValue:
    """The form behind the link of a password mail; looking uses nothing up."""
    account = opened_by(db.session, token, Purpose.RESET, now())
    if account is None:
        return dead_link()
    return secret_page("auth/show_new_password.html", form=NewPasswordForm(None), email=account.email)


@bp.post("/password/<token>/")
@limiter.limit(PLACE_PACE)
def save_new_password(token: str) -> ResponseReturnValue:
    """Keep the new password; every session ends, and every link that was sent dies."""
    form = NewPasswordForm()
    with before_slow_work():
        account = opened_by(db.session, token, Purpose.RESET, now())
        email, form.guessable = (account.email, (account.email or "", account.name)) if account else ("", ())
    if not email:
        return dead_link()
    if not form.validate():
        return secret_page("auth/show_new_password.html", 422, form=form, email=email)
    password_hash = hash_password(form.password.data)
    account = use_link(db.session, token, Purpose.RESET, now())
    if account is None:
        return dead_link()
    change_password(db.session, account, password_hash, now())
    db.session.commit()
    return redirect(url_for("auth.show_sign_in", said="password"), 303)
