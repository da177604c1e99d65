"""A subscriber's links: their number and a MAC by their own secret, so that no change of the site's key breaks one."""

import base64
import hashlib
import hmac
import re

from flask import current_app

from blueprints.core.database import LARGEST_ID, AnySession
from blueprints.core.languages import here
from blueprints.newsletter.models import Subscriber

MAC_BYTES = 16
TOKEN = re.compile(r"([1-9][0-9]{0,17})\.(?:([1-9][0-9]{0,17})\.)?[A-Za-z0-9_-]{22}")


def token_for(subscriber_id: int, secret: bytes, issue_id: int = 0) -> str:
    """What stands in this subscriber's links, and says in which issue; no character of it is escaped anywhere."""
    named = b"newsletter %d" % subscriber_id + (b" %d" % issue_id if issue_id else b"")
    mac = hmac.digest(secret, named, hashlib.sha256)[:MAC_BYTES]
    number = f"{subscriber_id}.{issue_id}" if issue_id else f"{subscriber_id}"
    return f"{number}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def holder_of(session: AnySession, token: str) -> Subscriber | None:
    """The subscriber whose link this is, or None."""
    found = TOKEN.fullmatch(token)
    number = int(found.group(1)) if found else 0
    subscriber = session.get(Subscriber, number) if 0 < number <= LARGEST_ID else None
    if subscriber is None:
        return None
    known = token_for(subscriber.id, subscriber.secret, issue_of(token))
    return subscriber if hmac.compare_digest(known, token) else None


def issue_of(token: str) -> int:
    """The issue that a link stood in, or 0; to be asked only of a token that has a holder."""
    found = TOKEN.fullmatch(token)
    return int(found.group(2) or 0) if found else 0


def address(path: str) -> str:
    """The whole address of a path below /newsletter/, under SITE_URL and never under a name that a request gave."""
    return f"{current_app.config['SITE_URL']}{here('/newsletter/')}{path}"
