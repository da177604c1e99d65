"""Signing a test's browser in: a real session row and a real cookie."""

from flask import current_app
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from blueprints.auth.models import Account
from blueprints.auth.sessions import COOKIE_KEY, start_sign_in
from blueprints.core.clock import now
from blueprints.core.database import db

FORM_TOKEN = "0" * 40


def sign_in(client: FlaskClient, account: Account) -> str:
    """Let this browser be that person's; the form token that staff forms want as `csrf_token` is given back."""
    token = start_sign_in(db.session, account.id, "Test browser", now())
    db.session.commit()
    db.session.expunge_all()
    # A browser says with every request where it comes from; without that, a post with a cookie is refused.
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie[COOKIE_KEY], cookie["csrf_token"] = token, FORM_TOKEN
    return form_token()


def form_token() -> str:
    """The token of a signed-in browser's forms, made as Flask-WTF makes it."""
    return str(URLSafeTimedSerializer(current_app.secret_key, salt="wtf-csrf-token").dumps(FORM_TOKEN))
