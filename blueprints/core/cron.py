"""What is due, run once: each job under its own lock, its outcome recorded."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app

from blueprints.core.clock import now
from blueprints.core.database import db, writing
from blueprints.core.locks import exclusive
from blueprints.core.models import CronRun
from blueprints.core.outbox import deliver_outbox
from blueprints.core.purging import KEPT, trim

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something that time makes due; `run` commits what it does and says in a few words what that was."""

    name: str
    every: timedelta
    run: Callable[[], str]


JOBS: list[Job] = []


def job(name: str, every: timedelta) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Register a function to run at most this often."""

    def register(run: Callable[[], str]) -> Callable[[], str]:
        JOBS.append(Job(name, every, run))
        return run

    return register


def run_due() -> list[tuple[str, str, bool]]:
    """Run every due job that no other process runs; (name, outcome, well) of each that ran."""
    return [result for job in JOBS if (result := _run(job)) is not None]


def _run(job: Job) -> tuple[str, str, bool] | None:
    with exclusive(db.engine, Path(current_app.instance_path), f"cron-{job.name}") as mine:
        if not mine or not _note_start(job):
            return None
        try:
            outcome, well = job.run(), True
        except Exception as error:
            db.session.rollback()
            log.exception("cron job %s", job.name)
            outcome, well = f"{type(error).__name__}: {error}", False
        db.session.rollback()  # a job that only read may have left its transaction open
        _note_end(job, outcome)
    return job.name, outcome, well


def _note_start(job: Job) -> bool:
    with writing():
        last = db.session.get(CronRun, job.name)
        if last is not None and last.finished_at is not None and now() - last.started_at < job.every:
            db.session.rollback()
            return False
        db.session.merge(CronRun(job=job.name, started_at=now(), finished_at=None, outcome=""))
        db.session.commit()
    return True


def _note_end(job: Job, outcome: str) -> None:
    with writing():
        started = db.session.get_one(CronRun, job.name)
        started.finished_at, started.outcome = now(), outcome[:500]
        db.session.commit()


@job("outbox", every=timedelta(seconds=0))
def _deliver_outbox() -> str:
    return f"{deliver_outbox()} sent"


@job("purge-log", every=timedelta(hours=1))
def _trim_purges() -> str:
    with writing():
        gone = trim(db.session, before=now() - KEPT)
        db.session.commit()
    return f"{gone} forgotten"
