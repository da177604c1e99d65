"""Delivering: every due copy is claimed, offered, fenced, handed over and written down, over several lines at once."""

import gc
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app

from blueprints.core.clock import now
from blueprints.core.database import db, writing
from blueprints.core.smtp import MailServerAway
from blueprints.newsletter.models import DeliveryState
from blueprints.newsletter.queries import due_count
from blueprints.newsletter.sending.clerk import Clerk, Tick
from blueprints.newsletter.sending.file_talk import FileTalk
from blueprints.newsletter.sending.ledger import Copy, close_finished
from blueprints.newsletter.sending.return_path import return_path
from blueprints.newsletter.sending.runs import bury_dead_runs, only_sender, sending_run
from blueprints.newsletter.sending.smtp_talk import SmtpTalk
from blueprints.newsletter.sending.stock import Stock
from blueprints.newsletter.sending.switchboard import Switchboard
from blueprints.newsletter.sending.talks import Talk
from blueprints.newsletter.sending.throttling import Throttle
from blueprints.newsletter.sending.transport import Patience
from blueprints.newsletter.sending.uncertain import settle_due
from blueprints.newsletter.sending.windows import is_open

PATIENT = Patience()


@dataclass
class Report:
    """What became of the copies of one run; `seconds` is how long it sent. `others_at_work` where another process sends
    already and, on SQLite, sends these copies too; `window_is_closed` in hours in which nothing goes out."""

    counts: Counter[str] = field(default_factory=Counter)
    run_id: int | None = None
    issues: list[int] = field(default_factory=list)
    seconds: float = 0.0
    others_at_work: bool = False
    window_is_closed: bool = False

    @property
    def rate(self) -> float:
        """Copies in a second."""
        return self.counts.total() / self.seconds if self.seconds else 0.0


def deliver(
    tick: Tick = lambda count: None,
    stopping: Callable[[], bool] = lambda: False,
    patience: Patience | None = None,
) -> Report:
    """Send what is due. Raises MailServerAway or SettingsRefusedError, and then no reader's try is counted; and the
    database's errors. It commits as it goes; killed at any point, the next run goes on."""
    report = Report()
    with only_sender() as mine:
        report.others_at_work, report.window_is_closed = not mine, not _window_is_open()
        if report.others_at_work or report.window_is_closed:
            return report
        report.counts[DeliveryState.UNCERTAIN] += bury_dead_runs()
        settled = settle_due()
        waiting = db.session.scalar(due_count(now()))
        db.session.commit()
        if waiting:
            _send(report, tick, lambda: stopping() or not _window_is_open(), patience or PATIENT)
        if waiting or settled:
            with writing():
                close_finished(db.session, now())
                db.session.commit()
    report.counts = +report.counts
    return report


def _window_is_open() -> bool:
    config = current_app.config
    return is_open(config["SENDING_WINDOW"], ZoneInfo(config["TIMEZONE"]), now())


def _send(report: Report, tick: Tick, stopping: Callable[[], bool], patience: Patience) -> None:
    started = time.monotonic()
    with sending_run() as run_id:
        report.run_id = run_id
        throttle = Throttle(current_app.config["SENDING_RATE"], current_app.config["DOMAIN_RATES"])
        clerk = Clerk(db.engine, run_id, Stock(run_id, throttle), tick)
        talks = _talks(clerk, patience)
        board = Switchboard(clerk, talks, stopping)
        gc.freeze()  # what the application is made of need not be looked through again and again
        try:
            board.run()
        finally:
            gc.unfreeze()
            clerk.close()
            report.counts.update(clerk.counts)
            report.issues = sorted(clerk.stock.issues)
            report.seconds = time.monotonic() - started
        if board.failure is not None:
            raise board.failure
    troubles = [talk.trouble for talk in talks if talk.trouble]
    if troubles and not any(talk.has_served and not talk.trouble for talk in talks):
        raise MailServerAway(troubles[0])


def _talks(clerk: Clerk, patience: Patience) -> list[Talk]:
    """A talk for each connection to the server of SMTP_URL, or one with instance/outbox/ while none is set."""
    config = current_app.config
    if not config["SMTP_URL"]:
        return [FileTalk(Path(current_app.instance_path) / "outbox", clerk)]
    bounces, mail_from = config["BOUNCE_ADDRESS"], config["MAIL_FROM"]

    def sender_of(copy: Copy) -> str:
        return return_path(bounces, *copy.key, copy.secret) if bounces else mail_from

    return [SmtpTalk(config["SMTP_URL"], sender_of, clerk, patience) for _ in range(int(config["SENDING_CONNECTIONS"]))]
