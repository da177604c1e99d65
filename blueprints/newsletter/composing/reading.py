"""Reading, a slice at a time, those whose turn it is: what composing knows of a reader, and of their copies."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, Select, or_, select

from blueprints.core.database import AnySession
from blueprints.newsletter.composing.among import among
from blueprints.newsletter.composing.schedule import next_digest, zone_of
from blueprints.newsletter.models import Delivery, DeliveryState, Subscriber, SubscriberState

SLICE = 5000
UNTRIED = (DeliveryState.WAITING, DeliveryState.DEFERRED)
IN_HAND = (DeliveryState.CLAIMED, DeliveryState.INFLIGHT, DeliveryState.UNCERTAIN, DeliveryState.HELD)
MAYBE_READ = (DeliveryState.SENT, DeliveryState.INFLIGHT, DeliveryState.UNCERTAIN, DeliveryState.HELD)
COLUMNS = (
    Subscriber.id,
    Subscriber.next_at,
    Subscriber.watermark,
    Subscriber.language,
    Subscriber.cadence,
    Subscriber.zone,
    Subscriber.form,
    Subscriber.choices,
    Subscriber.weekday,
    Subscriber.hour,
    Subscriber.paused_until,
)


class Wanted(NamedTuple):
    """What decides which edition a reader gets: which digest of which local day, and what is new to them; `missed` are
    articles below their watermark that they were not told."""

    kind: str
    language: str
    day: date
    form: str
    watermark: int
    choices: str
    missed: frozenset[int] = frozenset()


class Reader(NamedTuple):
    """What composing knows of a subscriber. All but the number is alike for many."""

    id: int
    next_at: datetime
    watermark: int
    language: str
    cadence: str
    zone: str
    form: str
    choices: str
    weekday: int
    hour: int
    paused_until: datetime | None

    def wanted(self, due_at: datetime, missed: frozenset[int] = frozenset()) -> Wanted:
        """What they should get, were it their turn at this moment."""
        day = due_at.astimezone(zone_of(self.zone, current_app.config["TIMEZONE"])).date()
        return Wanted(self.cadence, self.language, day, self.form, self.watermark, self.choices, missed)

    def after(self, moment: datetime) -> datetime | None:
        """When their next turn is: never while they rest."""
        zone = zone_of(self.zone, current_app.config["TIMEZONE"])
        awake = max(moment, self.paused_until) if self.paused_until else moment
        return next_digest(self.cadence, self.weekday, self.hour, zone, awake)

    def rests(self, moment: datetime) -> bool:
        """Whether they asked for a pause that lasts."""
        return self.paused_until is not None and self.paused_until > moment


def awake(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    """Those whom mail goes to, and who did not ask for a rest."""
    rested = or_(Subscriber.paused_until.is_(None), Subscriber.paused_until <= moment)
    return Subscriber.state == SubscriberState.ACTIVE, rested


def read_due(session: AnySession, moment: datetime, after: Reader | None, count: int) -> list[Reader]:
    """The next ones whose turn has come, behind this one; nobody else takes them until the transaction ends."""
    due = select(*COLUMNS).where(Subscriber.state == SubscriberState.ACTIVE, Subscriber.next_at <= moment)
    if after is not None:
        beyond = or_(Subscriber.next_at > after.next_at, Subscriber.id > after.id)
        due = due.where(Subscriber.next_at >= after.next_at, beyond)
    return read(session, due.order_by(Subscriber.next_at, Subscriber.id).limit(count).with_for_update(skip_locked=True))


def read(session: AnySession, query: Select[*tuple[Any, ...]]) -> list[Reader]:
    """The readers that a query of `COLUMNS` finds."""
    return [Reader(*row) for row in session.connection().execute(query)]


def open_digests(session: AnySession, subscriber_ids: Sequence[int]) -> tuple[set[int], set[int]]:
    """Those among these subscribers who have a digest that nobody has in hand yet, and those who have one that may be
    on its way or already theirs, without our knowing."""
    states = select(Delivery.subscriber_id, Delivery.state).where(
        among(session, Delivery.subscriber_id, subscriber_ids),
        Delivery.state.in_((*UNTRIED, *IN_HAND)),
        Delivery.watermark.is_not(None),
    )
    rows = session.connection().execute(states).all()
    return {number for number, state in rows if state in UNTRIED}, {n for n, state in rows if state in IN_HAND}
