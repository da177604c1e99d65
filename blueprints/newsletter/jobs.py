"""What cron does for the newsletter: compose for everybody in their turn, and deliver what is due."""

import signal
from datetime import timedelta

from sqlalchemy import delete

from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import db, writing
from blueprints.newsletter.composing.catching_up import refuse_overdue, stands_still
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.models import Subscriber, SubscriberState
from blueprints.newsletter.sending.delivering import Report, deliver
from blueprints.newsletter.sending.ending import ending_gently
from blueprints.newsletter.sending.halting import finish_cancelled


@job("composing", every=timedelta(0))
def compose() -> str:
    """Copies for everybody whose turn has come; by itself, so that it goes on while many are being sent."""
    halted = refuse_overdue()
    told_of_halted = f"; {halted:,} overdue and halted" if halted else ""
    return f"{compose_due():,} composed{told_of_halted}"


@job("newsletter", every=timedelta(0))
def deliver_due() -> str:
    """Delivery of all that is due, unless it may be overdue: another cron may be about to say so just now."""
    if stands_still(db.session, now()):
        return "nothing goes out before composing has looked at what is overdue"
    finish_cancelled()
    with ending_gently() as stopping:
        report = deliver(stopping=stopping)
        is_asked = stopping()
    if is_asked:
        signal.raise_signal(signal.SIGTERM)  # all else that cron would do now is for the next one
    return told(report)


@job("forget-wishes", every=timedelta(days=1))
def forget_wishes() -> str:
    """An address that was given and never confirmed is not kept."""
    with writing():
        unconfirmed = delete(Subscriber).where(
            Subscriber.state == SubscriberState.PENDING,
            Subscriber.confirmed_at.is_(None),
            Subscriber.confirm_until < now(),
        )
        gone = db.session.scalars(unconfirmed.returning(Subscriber.id)).all()
        db.session.commit()
    return f"{len(gone)} forgotten"


def told(report: Report) -> str:
    """`998 sent, 1 deferred, 1 uncertain`."""
    if report.others_at_work:
        return "another sender is at work and sends these too"
    if report.window_is_closed:
        return "nothing goes out in these hours (SENDING_WINDOW)"
    return ", ".join(f"{count:,} {state}" for state, count in sorted(report.counts.items())) or "nothing to send"
