"""What cron does for the newsletter: compose each digest in its turn, and deliver what is due."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import delete

from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import db, writing
from blueprints.newsletter.composing import compose, finish_composing
from blueprints.newsletter.delivery import deliver, own_transport
from blueprints.newsletter.models import Period, Subscriber
from blueprints.newsletter.schedule import is_due


@job("daily-digest", every=timedelta(0))
def compose_daily() -> str:
    """The digest of the day, from 07:00."""
    return _compose(Period.DAILY)


@job("weekly-digest", every=timedelta(0))
def compose_weekly() -> str:
    """The digest of the week, on Saturday from 08:00."""
    return _compose(Period.WEEKLY)


@job("deliver-newsletter", every=timedelta(0))
def deliver_due() -> str:
    """What waits, was deferred, or may be tried again."""
    finish_composing()
    return told(deliver(own_transport()))


@job("forget-wishes", every=timedelta(days=1))
def forget_wishes() -> str:
    """An address that was given and never confirmed is not kept."""
    with writing():
        unconfirmed = delete(Subscriber).where(Subscriber.confirmed_at.is_(None), Subscriber.confirm_until < now())
        gone = db.session.scalars(unconfirmed.returning(Subscriber.id)).all()
        db.session.commit()
    return f"{len(gone)} forgotten"


def told(outcomes: Counter[str]) -> str:
    """`998 sent, 1 deferred, 1 uncertain`."""
    return ", ".join(f"{count:,} {state}" for state, count in sorted(outcomes.items())) or "nothing to send"


def _compose(period: Period) -> str:
    if not is_due(period, now()):
        return "not due"
    number = compose(period, in_turn=True)
    return f"issue {number}" if number else "nothing new, or done"
