"""One's own account: the name readers see, the password, and the sessions that are open."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.auth import bp
from blueprints.auth.access import needs_sign_in, signed_in
from blueprints.auth.credentials import is_own_password
from blueprints.auth.forms import AccountForm, ChangePasswordForm, OneButtonForm
from blueprints.auth.models import Account
from blueprints.auth.passwords import hash_password
from blueprints.auth.people import change_password as take_password
from blueprints.auth.people import rename, show_contact
from blueprints.auth.queries import open_sign_ins
from blueprints.auth.sessions import end_sign_in, present_sign_in
from blueprints.auth.throttle import OWN_PACE, own_account
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.extensions import limiter
from blueprints.core.pages import private
from blueprints.core.wording import gettext, lazy_gettext

NOTES = {
    "account": lazy_gettext("Your name and the words about you are kept."),
    "password": lazy_gettext("Your new password is kept. Every other session has ended."),
    "session": lazy_gettext("That session has ended."),
}


@bp.get("/account/")
@needs_sign_in
def show_account() -> ResponseReturnValue:
    """All of it on one page."""
    return _page(200)


@bp.post("/account/")
@needs_sign_in
def save_account() -> ResponseReturnValue:
    """Keep the name and the words about oneself."""
    form = AccountForm()
    if not form.validate():
        return _page(422, account_form=form)
    rename(db.session, signed_in(), form.name.data, form.bio.data)
    show_contact(signed_in(), form.job_title.data, form.contact_email.data, form.contact_url.data)
    db.session.commit()
    return _back("account")


@bp.post("/account/password/")
@needs_sign_in
@limiter.limit(OWN_PACE, key_func=own_account)
def change_password() -> ResponseReturnValue:
    """Keep a new password; all other sessions end."""
    form = ChangePasswordForm()
    me = signed_in()
    form.guessable = (me.name, me.email or "")
    if not form.validate() or not _knows_present_password(me, form):
        return _page(422, password_form=form)
    password_hash = hash_password(form.password.data)
    mine = present_sign_in()
    take_password(db.session, me, password_hash, now(), keep=mine.id if mine else None)
    db.session.commit()
    return _back("password")


@bp.post("/account/sessions/<int:number>/end/")
@needs_sign_in
def end_session(number: int) -> ResponseReturnValue:
    """End one of one's own sessions."""
    if not OneButtonForm().validate():
        abort(400)
    end_sign_in(db.session, signed_in().id, number, now())
    db.session.commit()
    return _back("session")


def _knows_present_password(me: Account, form: ChangePasswordForm) -> bool:
    known = is_own_password(me, form.present.data or "")
    if not known:
        form.present.errors = (gettext("This is not your present password."),)
    return known


def _page(
    status: int, account_form: AccountForm | None = None, password_form: ChangePasswordForm | None = None
) -> Response:
    me = signed_in()
    page = render_template(
        "auth/show_account.html",
        me=me,
        account_form=account_form or AccountForm(None, obj=me),
        password_form=password_form or ChangePasswordForm(None),
        sign_ins=db.session.scalars(open_sign_ins(me.id, now())).all(),
        present=present_sign_in(),
        note=NOTES.get(request.args.get("said", ""), ""),
    )
    return private(page, status)


def _back(said: str) -> ResponseReturnValue:
    return redirect(url_for("auth.show_account", said=said), 303)
