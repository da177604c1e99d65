"""The purge log: which tags a transaction makes stale, written in that transaction."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from blueprints.core.clock import now
from blueprints.core.database import AnySession
from blueprints.core.models import Purge

KEPT = timedelta(hours=1)
EVERYTHING = "*"


def purge(session: AnySession, *tags: str) -> None:
    """Make every page with one of these tags stale, everywhere, once this transaction commits."""
    moment = now()
    session.add_all(Purge(tag=tag, at=moment) for tag in sorted(set(tags)))


def trim(session: AnySession, before: datetime) -> int:
    """Forget lines that every process has long read; how many."""
    return len(session.scalars(delete(Purge).where(Purge.at < before).returning(Purge.id)).all())
