"""How many mails may be asked for: at an address however it is spelled, from a network, and of the whole site."""

import hashlib
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, func, select

from blueprints.core.database import AnySession
from blueprints.newsletter.models import SubscriptionWish

BETWEEN_MAILS = timedelta(minutes=10)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
MOST_OF_ADDRESS = 4  # in a day
MOST_OF_NETWORK = 60  # in an hour: a mobile network has one address for a whole town
MOST_OF_SITE = 2000  # in an hour; whoever comes later waits for the next
GMAIL = ("gmail.com", "googlemail.com")


def address_key(email_norm: str) -> str:
    """A keyed hash that is the same for all spellings by which one mailbox can be written to."""
    key = current_app.config["SECRET_KEY"].encode()[:64]
    return hashlib.blake2b(folded(email_norm).encode(), key=key, digest_size=16).hexdigest()


def folded(email_norm: str) -> str:
    """The address without what a mailbox ignores: a part behind `+`, and dots where they mean nothing."""
    local, _, domain = email_norm.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in GMAIL:
        local, domain = local.replace(".", ""), GMAIL[0]
    return f"{local}@{domain}"


def has_room(session: AnySession, wish: SubscriptionWish, moment: datetime) -> bool:
    """Whether this address and this network may have another mail."""
    of_address = SubscriptionWish.address_key == wish.address_key
    of_network = SubscriptionWish.network == wish.network
    return (
        not _mailed(session, of_address, moment - BETWEEN_MAILS)
        and _mailed(session, of_address, moment - A_DAY) < MOST_OF_ADDRESS
        and _mailed(session, of_network, moment - AN_HOUR) < MOST_OF_NETWORK
    )


def site_is_full(session: AnySession, moment: datetime) -> bool:
    """Whether so many were mailed within the hour that the others wait."""
    return _mailed(session, SubscriptionWish.id > 0, moment - AN_HOUR) >= MOST_OF_SITE


def _mailed(session: AnySession, of: ColumnElement[bool], since: datetime) -> int:
    counted = select(func.count()).select_from(SubscriptionWish).where(of, SubscriptionWish.mailed_at > since)
    return session.scalar(counted) or 0
