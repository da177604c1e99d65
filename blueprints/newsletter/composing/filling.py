"""Composing what is due: news that breaks, corrections, letters by hand, and everybody's digest in their turn."""

import logging
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import select, text, update

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.core.purging import purge
from blueprints.newsletter.composing import reading
from blueprints.newsletter.composing.breaking import compose_breaking
from blueprints.newsletter.composing.corrections import compose_corrections
from blueprints.newsletter.composing.digests import Tick, compose_digests, open_desk
from blueprints.newsletter.composing.letters import compose_letters
from blueprints.newsletter.composing.reading import COLUMNS, Reader, awake, read
from blueprints.newsletter.models import Subscriber

log = logging.getLogger(__name__)

MANY = 1000
SPAN = 20_000


def compose_due(tick: Tick = lambda looked_at: None) -> int:
    """Compose all that is due; how many copies that made. Commits slice by slice, and goes on where a run was cut.

    A letter that cannot be made holds up no digest: the first trouble is raised when all else is done.
    """
    copies, troubles = 0, list[Exception]()
    for compose in (compose_breaking, compose_corrections, compose_letters, partial(compose_digests, tick)):
        try:
            copies += compose()
        except Exception as trouble:
            db.session.rollback()
            log.exception("composing")
            troubles.append(trouble)
    if copies:
        _after_filling(copies)
    if troubles:
        raise troubles[0]
    return copies


def hurry(session: AnySession, cadence: str) -> None:
    """Make it everybody's turn who gets this digest. The caller commits."""
    moment = now()
    last = session.scalar(select(Subscriber.id).order_by(Subscriber.id.desc()).limit(1)) or 0
    for start in range(0, last, SPAN):  # piece by piece, because PostgreSQL ends a statement that takes too long
        due = update(Subscriber).where(Subscriber.id > start, Subscriber.id <= start + SPAN, *awake(moment))
        due = due.where(Subscriber.cadence == cadence).values(next_at=moment)
        session.execute(due.execution_options(synchronize_session=False))


def preview(cadence: str) -> tuple[str, int]:
    """The subject of the first copy, and how many there were, if it were everybody's turn now; nothing is written."""
    moment = now()
    shelf = open_desk(moment, keep=False).shelf
    copies, subject = 0, ""
    for reader in _everybody(db.session, cadence, moment):
        wanted = reader.wanted(moment)
        if shelf.selection_for(db.session, wanted).article_ids:
            copies, subject = copies + 1, subject or shelf.subject_for(db.session, wanted)
    db.session.rollback()
    return subject, copies


def _everybody(session: AnySession, cadence: str, moment: datetime) -> Iterator[Reader]:
    last = 0
    of_cadence = select(*COLUMNS).where(*awake(moment), Subscriber.cadence == cadence).order_by(Subscriber.id)
    while readers := read(session, of_cadence.where(Subscriber.id > last).limit(reading.SLICE)):
        yield from readers
        last = readers[-1].id


def _after_filling(copies: int) -> None:
    """Tell the pages; and PostgreSQL how many rows there are now, without which it would read the ledger whole."""
    with writing():
        purge(db.session, "newsletter")
        if db.engine.dialect.name == "postgresql" and copies >= MANY:
            db.session.execute(text("ANALYZE delivery, subscriber"))
        db.session.commit()
