"""Filling the ledger with digests: one for each subscriber whose turn has come and to whom something is new.

A subscriber's turn is taken in the transaction that writes their copy, so that a run which is cut anywhere goes on with
exactly those who were not looked at, and two runs never look at the same.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import exists, select

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.news.numbering import number_published
from blueprints.newsletter.composing import reading
from blueprints.newsletter.composing.editions import NOTHING, Place, Shelf
from blueprints.newsletter.composing.fresh import choice_at, hidden_articles, newest_number, returned_articles
from blueprints.newsletter.composing.ledgering import add_copies, served_already, take_turn, withdraw_digests
from blueprints.newsletter.composing.missing import Returned, missed_by
from blueprints.newsletter.composing.reading import Reader, Wanted, open_digests, read_due
from blueprints.newsletter.composing.schedule import LATE
from blueprints.newsletter.models import Subscriber, SubscriberState

Tick = Callable[[int], None]


@dataclass
class Desk:
    """What one run of composing works with: the moment, the shelf, the articles that came back."""

    moment: datetime
    shelf: Shelf
    returned: Sequence[Returned]
    turns: dict[tuple[object, ...], datetime | None] = field(default_factory=dict)

    def turn_after(self, reader: Reader) -> datetime | None:
        """A reader's next turn, reckoned once for all who are alike in that."""
        rest = reader.paused_until if reader.rests(self.moment) else None
        key = (reader.cadence, reader.weekday, reader.hour, reader.zone, rest)
        if key not in self.turns:
            self.turns[key] = reader.after(self.moment)
        return self.turns[key]


@dataclass
class Slice:
    """What becomes of the readers of one slice: their places, what must be prepared first, who is looked at again."""

    readers: Sequence[Reader]
    groups: defaultdict[Place, list[int]] = field(default_factory=lambda: defaultdict(list))
    unknown: set[Wanted] = field(default_factory=set)
    again: set[int] = field(default_factory=set)
    waiting: Collection[int] = ()


def compose_digests(tick: Tick) -> int:
    """Compose for everybody whose turn has come; how many copies that made. Commits slice by slice.

    Somebody whose turn was missed by more than `LATE` gets nothing now: what is new to them waits for the next. Where
    an edition cannot be made, its readers wait and all others are served; then the trouble is raised.
    """
    moment = now()
    is_due = exists().where(Subscriber.state == SubscriberState.ACTIVE, Subscriber.next_at <= moment)
    somebody = db.session.scalar(select(is_due))
    db.session.commit()
    if not somebody:
        return 0
    desk, copies = open_desk(moment, keep=True), 0
    last: Reader | None = None
    while True:
        looked_at, added = fill_slice(desk, last)
        if not looked_at:
            break
        last = looked_at[-1]
        copies += added
        tick(len(looked_at))
    if desk.shelf.troubles:
        raise desk.shelf.troubles[0]
    return copies


def open_desk(moment: datetime, *, keep: bool) -> Desk:
    """What is new at this moment. The numbers that articles get are kept, or given back when nothing may be written."""
    with writing():
        number_published(db.session, moment)
        before = hidden_articles(db.session, moment)
        choice = choice_at(db.session, moment)
        after = hidden_articles(db.session, moment)  # one that came back between the two is in neither alone
        shelf = Shelf(choice, newest_number(db.session), moment, {*before, *after})
        returned = returned_articles(db.session, choice, moment)
        if keep:
            db.session.commit()
        else:
            db.session.rollback()
    return Desk(moment, shelf, returned)


def fill_slice(desk: Desk, after: Reader | None) -> tuple[Sequence[Reader], int]:
    """Look at the next subscribers whose turn it is, behind this one; who they were, and how many copies they got.

    Where editions are missing, nothing is written, they are made, and the slice is begun anew. Who changed their mind
    in between is left to the next run.
    """
    for is_second in (False, True):
        with writing():
            readers = read_due(db.session, desk.moment, after, reading.SLICE)
            found = _sorted_out(db.session, desk, readers)
            if is_second or not found.unknown:
                added = _write(db.session, desk, found)
                db.session.commit()
                return readers, added
            db.session.rollback()
        desk.shelf.prepare(db.session, found.unknown)
    return (), 0


def _sorted_out(session: AnySession, desk: Desk, readers: Sequence[Reader]) -> Slice:
    found = Slice(readers)
    due = [reader for reader in readers if desk.moment - reader.next_at <= LATE and not reader.rests(desk.moment)]
    ids = [reader.id for reader in due]
    found.waiting, in_hand = open_digests(session, ids) if ids else (set(), set())
    missed = missed_by(session, ids, desk.returned) if ids and desk.returned else {}
    for reader in due:
        place = desk.shelf.place_of(session, reader, missed.get(reader.id, frozenset()))
        if place is NOTHING:
            continue
        if reader.id in in_hand:
            found.again.add(reader.id)
        elif isinstance(place, Wanted):
            found.unknown.add(place)
            found.again.add(reader.id)
        else:
            found.groups[place].append(reader.id)
    return found


def _write(session: AnySession, desk: Desk, found: Slice) -> int:
    """Nobody gets a second copy of an issue: not when a digest is sent by hand on a day that had one, either."""
    cancelled = desk.shelf.open_again(session, {place.issue_id for place in found.groups if place.issue_id is not None})
    served: set[int] = set()
    for place, ids in found.groups.items():
        if place.issue_id is None or place.edition_id is None or place.issue_id in cancelled:
            continue
        there = served_already(session, place.issue_id, ids)
        wanting = [number for number in ids if number not in there]
        if outdated := [number for number in wanting if number in found.waiting]:
            withdraw_digests(session, outdated, "a later issue holds it too")
        if wanting:
            add_copies(session, place.issue_id, place.edition_id, wanting, desk.moment, is_digest=True)
            served.update(wanting)
    _take_turns(session, desk, [reader for reader in found.readers if reader.id not in found.again], served)
    return len(served)


def _take_turns(session: AnySession, desk: Desk, readers: Sequence[Reader], served: set[int]) -> None:
    """Move everybody who was looked at on to their next turn."""
    turns: defaultdict[tuple[datetime | None, bool], list[int]] = defaultdict(list)
    for reader in readers:
        turns[desk.turn_after(reader), reader.id in served].append(reader.id)
    for (next_at, is_served), ids in turns.items():
        take_turn(session, ids, next_at, desk.moment if is_served else None)
