"""What several tests of signing in share."""

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from blueprints.auth.links import make_link
from blueprints.auth.models import Account, Purpose
from blueprints.auth.passwords import hash_password
from blueprints.core.clock import now
from blueprints.core.database import db, writing
from blueprints.core.models import OutboxMail

PASSWORD = "seven boats at dawn"


def with_password(account: Account, password: str = PASSWORD) -> Account:
    """The same person, who now has a password."""
    with writing():
        db.session.get_one(Account, account.id).password_hash = hash_password(password)
        db.session.commit()
    db.session.expunge_all()
    return account


def token_for(account: Account, purpose: Purpose) -> str:
    """The token of a new one-time link."""
    with writing():
        token = make_link(db.session, account.id, purpose, now())
        db.session.commit()
    db.session.expunge_all()
    return token


def submit(client: FlaskClient, email: str, password: str = PASSWORD, **fields: str) -> TestResponse:
    """Fill in the sign-in form and send it off."""
    return client.post("/sign-in/", data={"email": email, "password": password, **fields})


def is_in(client: FlaskClient) -> bool:
    """Whether this browser is signed in."""
    return client.get("/account/").status_code == 200


def mails() -> list[OutboxMail]:
    """Every mail there is, the oldest first."""
    db.session.expunge_all()
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))
