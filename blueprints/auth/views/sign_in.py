"""Signing in with an address and a password, and signing out."""

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.auth import bp
from blueprints.auth.access import person
from blueprints.auth.credentials import account_with_password
from blueprints.auth.destinations import after_sign_in, own_path
from blueprints.auth.entering import enter, go
from blueprints.auth.forms import OneButtonForm, SignInForm
from blueprints.auth.sessions import end_present_session, take_cookie
from blueprints.auth.throttle import PLACE_PACE, account_and_place, account_pace, note_failure
from blueprints.core.clock import now
from blueprints.core.database import begin_reading, db
from blueprints.core.extensions import limiter
from blueprints.core.languages import here
from blueprints.core.pages import private, wants_fragment
from blueprints.core.wording import lazy_gettext

NOTES = {"password": lazy_gettext("Your new password is kept. Sign in with it.")}
WRONG = lazy_gettext("This email address and password do not belong together. Try again, or choose a new password.")


@bp.get("/sign-in/")
def show_sign_in() -> ResponseReturnValue:
    """The sign-in page; whoever is signed in goes on to where they wanted."""
    wanted = own_path(request.args.get("next"))
    somebody = person()
    if somebody is not None:
        return go(after_sign_in(somebody, wanted))
    return _page("auth/show_sign_in.html", SignInForm(None, next=wanted), 200)


@bp.get("/sign-in/dialog/")
def show_sign_in_dialog() -> ResponseReturnValue:
    """The same form as a fragment, for the dialog."""
    somebody = person()
    if somebody is not None:
        return go(after_sign_in(somebody, None))
    return _page("auth/show_sign_in_dialog.html", SignInForm(None), 200)


@bp.post("/sign-in/")
@limiter.limit(PLACE_PACE)
@limiter.limit(account_pace, key_func=account_and_place)
def sign_in() -> ResponseReturnValue:
    """Sign in; a refusal says the same whatever was wrong."""
    form = SignInForm()
    if form.validate():
        account = account_with_password(form.email.data, form.password.data)
        if account is not None:
            return enter(account, form.next.data)
        note_failure()
        form.form_errors.append(WRONG)
        form.password.render_kw = {"autofocus": True}  # the one field that is empty again
    template = "auth/_sign_in_form.html" if wants_fragment() else "auth/show_sign_in.html"
    return _page(template, form, 422)


@bp.post("/sign-out/")
def sign_out() -> ResponseReturnValue:
    """End this browser's session, on the server and in its cookie."""
    if person() is None:
        return go(here("/"))
    if not OneButtonForm().validate():
        abort(400)
    end_present_session(db.session, now())
    db.session.commit()
    take_cookie()
    return go(here("/"))


def _page(template: str, form: SignInForm, status: int) -> Response:
    begin_reading()  # a refusal changes nothing, so it need not wait for those who write
    form.next.data = own_path(form.next.data) or ""
    note = NOTES.get(request.args.get("said", ""), "")
    return private(render_template(template, sign_in_form=form, note=note), status)
