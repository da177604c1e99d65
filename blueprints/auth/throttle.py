"""How often somebody may try: fewer times the more an account is under attack, and never so that its owner is shut out.

The pace is kept for each pair of account and address, so the first tries from any one place always count. What many
places do together only makes that pace slower, for each of them alone.
"""

import hmac
import logging

from flask import current_app, request

from blueprints.auth.access import person
from blueprints.core.extensions import client_network, limiter

PLACE_PACE = "60 per 5 minutes"  # many phones share one address
MAIL_PACE = "20 per 10 minutes"
OWN_PACE = "10 per 10 minutes"
REMEMBERED = 3600
PACES = ((100, "1 per 10 minutes"), (20, "3 per 10 minutes"), (0, "10 per 10 minutes"))
log = logging.getLogger(__name__)


def account_pace() -> str:
    """The limit for this account from this address, by how often it was tried in vain of late."""
    failures = _failures()
    return next(pace for least, pace in PACES if failures >= least)


def account_and_place() -> str:
    """The account that is asked for, whether there is one or not, and where from."""
    return f"{_account_key()} {client_network()}"


def own_account() -> str:
    """The account that is signed in, so that a found browser is no place to guess the password at."""
    somebody = person()
    return f"own/{somebody.id}" if somebody else client_network()


def note_failure() -> None:
    """Remember for an hour that this account was tried in vain."""
    try:
        limiter.storage.incr(_failures_key(), REMEMBERED)
    except limiter.storage.base_exceptions as error:
        log.warning("limits: %s", error)


def _failures() -> int:
    try:
        return limiter.storage.get(_failures_key())
    except limiter.storage.base_exceptions as error:
        log.warning("limits: %s", error)
        return 0


def _failures_key() -> str:
    return f"failures/{_account_key()}"


def _account_key() -> str:
    """A keyed hash, so that no store of limits holds an address that somebody typed."""
    typed = request.form.get("email", "")[:320].strip().casefold()
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), typed.encode("utf-8", "replace"), "sha256").hex()
