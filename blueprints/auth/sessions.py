"""Signed-in sessions: a row on the server, its token in the person's cookie."""

import logging
from datetime import datetime, timedelta

from flask import g, request, session
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError

from blueprints.auth.browsers import describe
from blueprints.auth.models import Account, SignIn
from blueprints.auth.queries import end_sign_ins, sign_in_with_token
from blueprints.auth.tokens import hash_token, new_token
from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import AnySession, db, writing
from blueprints.core.extensions import login_manager
from blueprints.core.security import SAFE

COOKIE_KEY = "_user_id"  # Flask-Login's name for what its user_loader is given
SEEN_AGAIN = timedelta(minutes=1)
KEPT = timedelta(days=30)
log = logging.getLogger(__name__)


def start_sign_in(database: AnySession, account_id: int, browser: str, at: datetime) -> str:
    """A new session of this person, flushed; the token that its cookie must hold."""
    token = new_token()
    row = SignIn(
        token_hash=hash_token(token), account_id=account_id, browser=describe(browser), started_at=at, seen_at=at
    )
    database.add(row)
    database.flush()
    return token


def end_sessions(database: AnySession, account_id: int, at: datetime, keep: int | None = None) -> None:
    """End all sessions of this person, but for the one with this id."""
    database.execute(end_sign_ins(account_id, at, keep))


def end_sign_in(database: AnySession, account_id: int, number: int, at: datetime) -> None:
    """End the session with this id, if it is this person's."""
    ending = update(SignIn).where(SignIn.id == number, SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    database.execute(ending.values(ended_at=at))


def end_present_session(database: AnySession, at: datetime) -> None:
    """End the session that this browser's cookie names, if any."""
    present = session.get(COOKIE_KEY)
    if present:
        ending = update(SignIn).where(SignIn.token_hash == hash_token(str(present)), SignIn.ended_at.is_(None))
        database.execute(ending.values(ended_at=at))


def give_cookie(token: str) -> None:
    """Put the token into a fresh cookie; whatever an earlier one held, its form token too, is gone."""
    session.clear()
    session[COOKIE_KEY] = token


def take_cookie() -> None:
    """Leave nothing in the browser."""
    session.clear()


def present_sign_in() -> SignIn | None:
    """The session of this request, once `current_user` was asked for."""
    found: SignIn | None = g.get("sign_in")
    return found


def load_person(token: object) -> Account | None:
    """The person whose open session has this token; nobody once it ended, grew old or lay idle."""
    sign_in = db.session.scalar(sign_in_with_token(hash_token(str(token))))
    if sign_in is None or not sign_in.is_open(now()) or not sign_in.account.may_sign_in:
        return None
    g.sign_in = sign_in
    _note_seen(sign_in, now())
    return sign_in.account


def _note_seen(sign_in: SignIn, at: datetime) -> None:
    if at - sign_in.seen_at < SEEN_AGAIN:
        return
    if request.method not in SAFE:
        sign_in.seen_at = at  # goes with what the view commits; SQLite has room for one writer only
        return
    try:
        with writing(), db.engine.begin() as connection:
            connection.execute(update(SignIn).where(SignIn.id == sign_in.id).values(seen_at=at))
    except OperationalError as error:  # reading goes on while the database cannot be written to
        log.warning("seen_at: %s", error)


@job("forget-sign-ins", every=timedelta(days=1))
def forget_sign_ins() -> str:
    """Delete sessions that began longer ago than they are kept; each ended at most 12 hours after it began."""
    with writing():
        gone = db.session.scalars(delete(SignIn).where(SignIn.started_at < now() - KEPT).returning(SignIn.id)).all()
        db.session.commit()
    return f"{len(gone)} forgotten"


login_manager.user_loader(load_person)
