"""Filling the ledger: one delivery for each subscriber whose turn has come and to whom something is new.

A subscriber's turn is taken in the transaction that writes their copy, so that a run which is cut anywhere goes on with
exactly those who were not looked at, and two runs never look at the same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, Insert, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.core.purging import purge
from blueprints.news.numbering import number_published
from blueprints.newsletter.composing.editions import Shelf, Wanted
from blueprints.newsletter.composing.fresh import choice_at, newest_number
from blueprints.newsletter.composing.schedule import LATE, next_digest, zone_of
from blueprints.newsletter.models import Delivery, DeliveryState, Subscriber, SubscriberState
from blueprints.newsletter.sending.ledger import already_served, busy_among, withdraw_untried

SLICE = 2000
COLUMNS = (
    Subscriber.id,
    Subscriber.watermark,
    Subscriber.language,
    Subscriber.cadence,
    Subscriber.weekday,
    Subscriber.hour,
    Subscriber.zone,
    Subscriber.form,
    Subscriber.choices,
    Subscriber.next_at,
)


class Reader(NamedTuple):
    """What composing knows of a subscriber."""

    id: int
    watermark: int
    language: str
    cadence: str
    weekday: int
    hour: int
    zone: str
    form: str
    choices: str
    next_at: datetime

    def wanted(self, due_at: datetime) -> Wanted:
        """What they should get, were it their turn at this moment."""
        day = due_at.astimezone(zone_of(self.zone, current_app.config["TIMEZONE"])).date()
        return Wanted(self.cadence, self.language, day, self.form, self.watermark, self.choices)

    def after(self, moment: datetime) -> datetime | None:
        """When their next turn is."""
        zone = zone_of(self.zone, current_app.config["TIMEZONE"])
        return next_digest(self.cadence, self.weekday, self.hour, zone, moment)


def compose_due(tick: Callable[[int], None] = lambda looked_at: None) -> int:
    """Compose for everybody whose turn has come; how many copies that made. Commits slice by slice.

    Somebody whose turn was missed by more than `LATE` gets nothing now: what is new to them waits for the next.
    """
    with writing():
        moment = now()
        number_published(db.session, moment)
        shelf = Shelf(choice_at(db.session, moment), newest_number(db.session), moment)
        db.session.commit()
    copies, looked_at = 0, SLICE
    while looked_at:
        with writing():
            looked_at, made = _fill_slice(db.session, shelf, moment)
            db.session.commit()
        copies += made
        tick(looked_at)
    if copies:
        _after_filling()
    return copies


def hurry(session: AnySession, cadence: str) -> None:
    """Make it everybody's turn who gets this digest. The caller commits."""
    moment = now()
    due = update(Subscriber).where(*_awake(moment), Subscriber.cadence == cadence).values(next_at=moment)
    session.execute(due.execution_options(synchronize_session=False))


def preview(cadence: str) -> tuple[str, int]:
    """The subject of the first copy, and how many there were, if it were everybody's turn now; nothing is written."""
    with writing():
        moment = now()
        number_published(db.session, moment)
        shelf = Shelf(choice_at(db.session, moment), newest_number(db.session), moment)
        copies, subject = 0, ""
        for reader in _everybody(db.session, cadence, moment):
            wanted = reader.wanted(moment)
            if shelf.selection_for(db.session, wanted).article_ids:
                copies, subject = copies + 1, subject or shelf.subject_for(db.session, wanted)
        db.session.rollback()
    return subject, copies


def _fill_slice(session: AnySession, shelf: Shelf, moment: datetime) -> tuple[int, int]:
    """Look at the next subscribers whose turn it is; how many they are, and how many copies they get."""
    due = select(*COLUMNS).where(*_awake(moment), Subscriber.next_at <= moment)
    readers = _readers(
        session, due.order_by(Subscriber.next_at, Subscriber.id).limit(SLICE).with_for_update(skip_locked=True)
    )
    if not readers:
        return 0, 0
    rows = _copies(session, shelf, readers, moment)
    if rows:
        ids = [row["subscriber_id"] for row in rows]
        withdraw_untried(session, ids, "a later issue holds it too", only_digests=True)
        session.execute(_unless_there(session), rows)
        shelf.open_again(session, {row["issue_id"] for row in rows})
    _take_turns(session, readers, {row["subscriber_id"] for row in rows}, moment)
    return len(readers), len(rows)


def _copies(session: AnySession, shelf: Shelf, readers: Sequence[Reader], moment: datetime) -> list[dict[str, Any]]:
    in_time = [reader for reader in readers if moment - reader.next_at <= LATE]
    busy = set(session.scalars(busy_among([reader.id for reader in in_time])))
    rows: list[dict[str, Any]] = []
    for reader in in_time:
        wanted = reader.wanted(reader.next_at)
        selection = shelf.selection_for(session, wanted)
        if selection.article_ids and reader.id not in busy:
            issue_id, edition_id = shelf.edition_for(session, wanted, selection)
            rows.append(
                {
                    "issue_id": issue_id,
                    "subscriber_id": reader.id,
                    "edition_id": edition_id,
                    "watermark": reader.watermark,
                    "state": DeliveryState.WAITING,
                    "not_before": moment,
                    "attempts": 0,
                    "reply": "",
                    "queue_id": "",
                }
            )
    return _without_those_there(session, rows)


def _without_those_there(session: AnySession, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Nobody gets a second copy of an issue: not when a digest is sent by hand on a day that had one, either."""
    issues, subscribers = {row["issue_id"] for row in rows}, [row["subscriber_id"] for row in rows]
    there = {tuple(key) for key in session.execute(already_served(list(issues), subscribers))} if rows else set()
    return [row for row in rows if (row["issue_id"], row["subscriber_id"]) not in there]


def _take_turns(session: AnySession, readers: Sequence[Reader], served: set[int], moment: datetime) -> None:
    """Move everybody who was looked at on to their next turn."""
    turns: defaultdict[tuple[datetime | None, bool], list[int]] = defaultdict(list)
    for reader in readers:
        turns[reader.after(moment), reader.id in served].append(reader.id)
    for (next_at, is_served), ids in turns.items():
        taking = update(Subscriber).where(Subscriber.id.in_(ids)).values(next_at=next_at)
        taking = taking.values(last_at=moment) if is_served else taking
        session.execute(taking.execution_options(synchronize_session=False))


def _unless_there(session: AnySession) -> Insert:
    kind = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return kind(Delivery).on_conflict_do_nothing()


def _awake(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    """Those whom mail goes to, and who did not ask for a rest."""
    rested = or_(Subscriber.paused_until.is_(None), Subscriber.paused_until <= moment)
    return Subscriber.state == SubscriberState.ACTIVE, rested


def _everybody(session: AnySession, cadence: str, moment: datetime) -> Iterator[Reader]:
    last = 0
    of_cadence = select(*COLUMNS).where(*_awake(moment), Subscriber.cadence == cadence).order_by(Subscriber.id)
    while readers := _readers(session, of_cadence.where(Subscriber.id > last).limit(SLICE)):
        yield from readers
        last = readers[-1].id


def _readers(session: AnySession, query: Any) -> list[Reader]:
    return [Reader(*row) for row in session.execute(query)]


def _after_filling() -> None:
    """Tell the pages; and PostgreSQL how many rows there are now, without which it would read the ledger whole."""
    with writing():
        purge(db.session, "newsletter")
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("ANALYZE delivery, subscriber"))
        db.session.commit()
