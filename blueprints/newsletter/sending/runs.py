"""A run is a process that sends. Whether it is dead is asked of the kernel or the database server, never of a clock."""

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from flask import current_app

from blueprints.core.clock import now
from blueprints.core.database import db, writing
from blueprints.core.locks import exclusive
from blueprints.newsletter.models import Run
from blueprints.newsletter.queries import open_runs
from blueprints.newsletter.sending.ledger import give_back


def only_sender() -> AbstractContextManager[bool]:
    """Whether this process may send: on SQLite one at a time, since there is one writer; on PostgreSQL any number."""
    return _lock("sender") if db.engine.dialect.name == "sqlite" else nullcontext(True)


@contextmanager
def sending_run() -> Iterator[int]:
    """The number of a run of this process. The lock comes before the row, so no living run is ever seen without."""
    key = secrets.token_hex(8)
    with _lock(key):
        with writing():
            run = Run(key=key, started_at=now(), ended_at=None, outcome="")
            db.session.add(run)
            db.session.flush()
            number = run.id
            db.session.commit()
        try:
            yield number
        finally:
            db.session.rollback()
            _end(number, "ended")
    _forget(key)


def bury_dead_runs() -> int:
    """Free what runs hold that died; how many copies became uncertain. A stopped process keeps its lock and its own."""
    uncertain = 0
    for number, key in [(run.id, run.key) for run in db.session.scalars(open_runs())]:
        db.session.commit()
        with _lock(key) as dead:
            if dead:
                uncertain += _end(number, "died")
        if dead:
            _forget(key)
    db.session.commit()
    return uncertain


def _end(number: int, how: str) -> int:
    with writing():
        run = db.session.get_one(Run, number, with_for_update=True)
        uncertain = 0
        if run.ended_at is None:
            returned, uncertain = give_back(db.session, number, now())
            run.ended_at, run.outcome = now(), f"{how}; {returned} returned, {uncertain} uncertain"
        db.session.commit()
    return uncertain


def _lock(key: str) -> AbstractContextManager[bool]:
    return exclusive(db.engine, Path(current_app.instance_path), f"newsletter-{key}")


def _forget(key: str) -> None:
    """No lock file stays behind for a run that nobody will ask about again."""
    (Path(current_app.instance_path) / "locks" / f"newsletter-{key}.lock").unlink(missing_ok=True)
