"""A subscriber's links: their number and a MAC by their own secret, so that no change of the site's key breaks one."""

import base64
import hashlib
import hmac
import re

from flask import current_app
from sqlalchemy.orm.interfaces import ORMOption

from blueprints.core.database import LARGEST_ID, AnySession
from blueprints.core.languages import here
from blueprints.newsletter.models import Subscriber

MAC_BYTES = 16
TOKEN = re.compile(r"([1-9][0-9]{0,17})\.([A-Za-z0-9_-]{22})")


def token_for(subscriber_id: int, secret: bytes) -> str:
    """What stands in this subscriber's links; it holds no character that mail or an address would escape."""
    mac = hmac.digest(secret, b"newsletter %d" % subscriber_id, hashlib.sha256)[:MAC_BYTES]
    return f"{subscriber_id}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def holder_of(session: AnySession, token: str, *options: ORMOption) -> Subscriber | None:
    """The subscriber whose link this is, or None."""
    found = TOKEN.fullmatch(token)
    number = int(found.group(1)) if found else 0
    subscriber = session.get(Subscriber, number, options=options) if 0 < number <= LARGEST_ID else None
    if subscriber is None or not hmac.compare_digest(token_for(subscriber.id, subscriber.secret), token):
        return None
    return subscriber


def address(path: str) -> str:
    """The whole address of a path below /newsletter/, under SITE_URL and never under a name that a request gave."""
    return f"{current_app.config['SITE_URL']}{here('/newsletter/')}{path}"
