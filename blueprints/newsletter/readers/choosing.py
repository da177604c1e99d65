"""What a reader changes about their letters: how often, what of, and a rest. The caller commits."""

from collections.abc import Callable
from datetime import date, datetime, time

from flask import current_app

from blueprints.core.database import AnySession
from blueprints.newsletter.composing.fresh import begin_digests
from blueprints.newsletter.composing.schedule import zone_of
from blueprints.newsletter.models import Cadence, Subscriber
from blueprints.newsletter.readers.history import note
from blueprints.newsletter.readers.signing_up import set_turn
from blueprints.newsletter.sending.ledger import withdraw_untried


def change(session: AnySession, subscriber: Subscriber, store: Callable[[Subscriber], None], moment: datetime) -> None:
    """Let their choices be written, and follow them: who had breaking news only begins with what is new now."""
    before = _chosen(subscriber)
    store(subscriber)
    if before["cadence"] == Cadence.BREAKING != subscriber.cadence:
        begin_digests(session, subscriber, moment)
    set_turn(subscriber, moment)
    changed = [name for name, value in _chosen(subscriber).items() if value != before[name]]
    if changed:
        note(session, subscriber, "changed", moment, ", ".join(changed))


def weekly(subscriber: Subscriber) -> None:
    """One letter a week."""
    subscriber.cadence = Cadence.WEEKLY


def rest_until(session: AnySession, subscriber: Subscriber, until: datetime, moment: datetime) -> None:
    """No letters before that moment, nor what waits already; what a digest would have told comes afterwards."""
    subscriber.paused_until = until
    set_turn(subscriber, moment)
    session.flush()
    withdraw_untried(session, [subscriber.id], "rests")
    note(session, subscriber, "paused", moment, f"{until:%Y-%m-%d}")


def end_rest(session: AnySession, subscriber: Subscriber, moment: datetime) -> None:
    """Letters again from now on. Twice is fine."""
    if subscriber.paused_until is not None:
        subscriber.paused_until = None
        note(session, subscriber, "changed", moment, "rest ended")
    set_turn(subscriber, moment)


def start_of(day: date, subscriber: Subscriber) -> datetime:
    """When a day begins on the reader's clock."""
    return datetime.combine(day, time(), zone_of(subscriber.zone, current_app.config["TIMEZONE"]))


def today_of(subscriber: Subscriber, moment: datetime) -> date:
    """Which day it is on the reader's clock."""
    return moment.astimezone(zone_of(subscriber.zone, current_app.config["TIMEZONE"])).date()


def _chosen(subscriber: Subscriber) -> dict[str, object]:
    names = ("cadence", "hour", "weekday", "zone", "form", "language", "choices")
    return {name: getattr(subscriber, name) for name in names}
