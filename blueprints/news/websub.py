"""WebSub (w3.org/TR/websub): the hub is told of each changed feed until it has heard, and nothing waits for it."""

import logging
import ssl
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from flask import current_app
from sqlalchemy import delete, select

from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import db, writing
from blueprints.news.addresses import full_url
from blueprints.news.models import HubPing

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
TIMEOUT = 5.0  # seconds that the hub may keep us waiting for each step
LONGEST_RUN = 20.0  # seconds of one run; the jobs behind this one wait for it
AT_ONCE = 200
log = logging.getLogger(__name__)


class HubAwayError(Exception):
    """The hub cannot be reached, or does not talk; no feed is at fault."""


@job("hub", every=timedelta(seconds=30))
def _tell_hub() -> str:
    """Tell the hub of each feed that is due; when it is away, all of them wait for their next time."""
    due = select(HubPing.id, HubPing.topic, HubPing.queued_at).where(HubPing.not_before <= now())
    waiting = db.session.execute(due.order_by(HubPing.not_before, HubPing.id).limit(AT_ONCE)).all()
    db.session.rollback()  # no transaction stays open while we wait for a hub
    hub, told, end = current_app.config["WEBSUB_HUB"], 0, time.monotonic() + LONGEST_RUN
    for place, (number, topic, queued_at) in enumerate(waiting if hub else ()):
        if time.monotonic() > end:
            break
        try:
            heard = _tell(hub, full_url(topic))
        except HubAwayError as away:
            log.warning("the WebSub hub is away: %s", away)
            _postpone([each.id for each in waiting[place:]])
            break
        if heard:
            _forget(number, queued_at)
            told += 1
        else:
            _postpone([number])
    return f"{told} of {len(waiting)} told"


def _tell(hub: str, topic: str) -> bool:
    """Whether the hub took the news of this feed; raises HubAwayError."""
    parts = urlsplit(hub)
    secure, place = parts.scheme == "https", (parts.hostname or "", parts.port)
    connection = (
        HTTPSConnection(*place, timeout=TIMEOUT, context=ssl.create_default_context())
        if secure
        else HTTPConnection(*place, timeout=TIMEOUT)
    )
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    form = urlencode({"hub.mode": "publish", "hub.url": topic})
    try:
        connection.request("POST", target, form, {"Content-Type": "application/x-www-form-urlencoded"})
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise HubAwayError(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        log.warning("the WebSub hub answered %s to %s", status, topic)
    return 200 <= status < 300


def _forget(number: int, queued_at: datetime) -> None:
    """The hub has heard; unless the feed changed again meanwhile, which it must hear too."""
    with writing():
        db.session.execute(delete(HubPing).where(HubPing.id == number, HubPing.queued_at == queued_at))
        db.session.commit()


def _postpone(numbers: Sequence[int]) -> None:
    """Try again later, each time after a longer wait, and give up in the end."""
    with writing():
        for ping in db.session.scalars(select(HubPing).where(HubPing.id.in_(numbers))):
            if ping.attempts < len(WAITS):
                ping.not_before = now() + WAITS[ping.attempts]
                ping.attempts += 1
            else:
                log.error("the WebSub hub was not told of %s", ping.topic)
                db.session.delete(ping)
        db.session.commit()
