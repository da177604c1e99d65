"""Importing: people who agreed elsewhere are subscribed at once, slice by slice, and nobody is brought back.

`read_rows` checks each line by itself; here it meets who is there already. Importing a table twice changes nothing, and
one that was interrupted goes on where it was.
"""

import hashlib
import secrets
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.dialects import postgresql, sqlite

from blueprints.core.database import AnySession, db, writing
from blueprints.news.numbering import number_published
from blueprints.newsletter.composing.fresh import newest_number
from blueprints.newsletter.models import Subscriber, SubscriberEvent, SubscriberState, Suppression
from blueprints.newsletter.models.subscriber import SECRET_BYTES
from blueprints.newsletter.readers.rows import Reason, Refusal, Row, read_rows
from blueprints.newsletter.readers.signing_up import set_turn
from blueprints.newsletter.readers.suppressing import address_hash

__all__ = ["ImportReport", "Refusal", "Row", "import_people", "read_rows"]

SLICE = 1000
MOST_LISTED = 1000
MANY = 10_000
IN_STATE = {
    SubscriberState.ACTIVE: Reason.THERE,
    SubscriberState.PENDING: Reason.PENDING,
    SubscriberState.UNSUBSCRIBED: Reason.LEFT,
    SubscriberState.SUSPENDED: Reason.SUSPENDED,
    SubscriberState.COMPLAINED: Reason.COMPLAINED,
}


@dataclass
class ImportReport:
    """What became of a table: how many of its lines were taken, and how many not, for which reasons; the first thousand
    of those are listed."""

    added: int = 0
    refused: Counter[Reason] = field(default_factory=Counter)
    listed: list[Refusal] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many lines there were."""
        return self.added + self.refused.total()

    def refuse(self, refusal: Refusal) -> None:
        """Count a line that is not taken."""
        self.refused[refusal.reason] += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(refusal)


def import_people(
    rows: Iterable[Row | Refusal],
    moment: datetime,
    *,
    origin: str = "",
    dry_run: bool = False,
    refused: Callable[[Refusal], None] = lambda refusal: None,
    tick: Callable[[int], None] = lambda line: None,
) -> ImportReport:
    """Subscribe everybody in these rows who may be; in a dry run only say what would be done.

    `origin` is noted in their histories. `refused` hears of every line that is not taken, `tick` of the last line of
    each slice. Commits slice by slice.
    """
    report, waiting = ImportReport(), iter(rows)
    refusals: list[Refusal] = []
    importer = _Importer(db.session, moment, origin, refusals.append)
    with _Seen() as seen:
        while slice_ := list(islice(waiting, SLICE)):
            taken = list(_first_ones(slice_, seen, refusals.append))
            db.session.commit()  # what was read so far; a writing transaction begins by itself
            with writing():
                free = importer.free(taken)
                report.added += len(free) if dry_run else importer.add(free)
                db.session.commit()
            for refusal in sorted(refusals, key=lambda each: each.line):
                report.refuse(refusal)
                refused(refusal)
            refusals.clear()
            tick(slice_[-1].line)
    if report.added >= MANY and not dry_run:
        _count_again()
    return report


def _count_again() -> None:
    """PostgreSQL would plan the next digest for as many as there were before."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE subscriber, subscriber_event"))
        db.session.commit()


class _Seen:
    """The addresses of earlier lines: in a file of SQLite's own, so that a million of them take no memory."""

    def __enter__(self) -> "_Seen":
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA synchronous=OFF")
        self._file.execute("CREATE TABLE seen (hash BLOB PRIMARY KEY) WITHOUT ROWID")
        self._file.execute("BEGIN")
        return self

    def __exit__(self, *trouble: object) -> None:
        self._file.close()

    def is_first(self, email_norm: str) -> bool:
        """Whether this address was not asked about before."""
        short = hashlib.blake2b(email_norm.encode(), digest_size=16).digest()
        return self._file.execute("INSERT OR IGNORE INTO seen VALUES (?)", (short,)).rowcount == 1


def _first_ones(slice_: Sequence[Row | Refusal], seen: _Seen, refuse: Callable[[Refusal], None]) -> Iterator[Row]:
    for each in slice_:
        if isinstance(each, Refusal):
            refuse(each)
        elif not seen.is_first(each.email.norm):
            refuse(Refusal(each.line, Reason.TWICE, each.email.written))
        else:
            yield each


class _Importer:
    """Meets each slice with who is there."""

    def __init__(self, session: AnySession, moment: datetime, origin: str, refuse: Callable[[Refusal], None]) -> None:
        self._session, self._moment, self._refuse = session, moment, refuse
        self._told = {"kind": "imported", "detail": origin, "happened_at": moment}
        self._turns = _Turns(moment)

    def free(self, rows: Sequence[Row]) -> list[Row]:
        """Those that nothing stands against."""
        against = _against(self._session, rows)
        for row in rows:
            if reason := against.get(row.email.norm):
                self._refuse(Refusal(row.line, reason, row.email.written))
        return [row for row in rows if row.email.norm not in against]

    def add(self, rows: Sequence[Row]) -> int:
        """Subscribe these; how many were not there, for somebody may have signed up since we looked."""
        if not rows:
            return 0
        number_published(self._session, self._moment)
        watermark = newest_number(self._session)
        kind = sqlite.insert if self._session.get_bind().dialect.name == "sqlite" else postgresql.insert
        adding = kind(Subscriber).on_conflict_do_nothing().returning(Subscriber.id, Subscriber.email_norm)
        values = [_values(row, self._moment, watermark, self._turns.next_for(row)) for row in rows]
        added = {norm: number for number, norm in self._session.execute(adding, values)}
        if added:
            lines = [{**self._told, "subscriber_id": number} for number in added.values()]
            self._session.execute(insert(SubscriberEvent), lines)
        for row in rows:
            if row.email.norm not in added:
                self._refuse(Refusal(row.line, Reason.THERE, row.email.written))
        return len(added)


def _against(session: AnySession, rows: Sequence[Row]) -> dict[str, Reason]:
    """What stands against some of these addresses."""
    norms = {address_hash(row.email.norm): row.email.norm for row in rows}
    hashes = select(Suppression.address_hash).where(Suppression.address_hash.in_(norms))
    suppressed = {norms[each]: Reason.SUPPRESSED for each in session.scalars(hashes)}
    known = select(Subscriber.email_norm, Subscriber.state).where(Subscriber.email_norm.in_(norms.values()))
    return suppressed | {norm: IN_STATE[SubscriberState(state)] for norm, state in session.execute(known)}


class _Turns:
    """When each of those who want it at the same hour is due: reckoned once."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment
        self._known: dict[tuple[str, int, int, str], datetime | None] = {}

    def next_for(self, row: Row) -> datetime | None:
        """The moment of their first digest."""
        key = (row.cadence, row.weekday, row.hour, row.zone)
        if key not in self._known:
            reader = Subscriber(
                state=SubscriberState.ACTIVE, cadence=row.cadence, weekday=row.weekday, hour=row.hour, zone=row.zone
            )
            set_turn(reader, self._moment)
            self._known[key] = reader.next_at
        return self._known[key]


def _values(row: Row, moment: datetime, watermark: int, next_at: datetime | None) -> dict[str, Any]:
    return {
        "email": row.email.ascii or row.email.written,
        "email_norm": row.email.norm,
        "state": SubscriberState.ACTIVE,
        "language": row.language,
        "cadence": row.cadence,
        "hour": row.hour,
        "weekday": row.weekday,
        "zone": row.zone,
        "form": row.form,
        "choices": row.choices,
        "next_at": next_at,
        "secret": secrets.token_bytes(SECRET_BYTES),
        "watermark": watermark,
        "source": "import",
        "consent": row.consent,
        "asked_at": min(row.agreed_at or moment, moment),
        "confirmed_at": moment,
    }
