"""flask cron: what is due, once, recorded; two at once are safe."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from blueprints.core import clock
from blueprints.core.cron import JOBS, Job, run_due
from blueprints.core.database import db
from blueprints.core.locks import exclusive
from blueprints.core.models import CronRun


@pytest.fixture
def ran(app: Flask) -> Iterator[list[str]]:
    """A job that notes when it runs, alone in the table of jobs."""
    notes: list[str] = []

    def run() -> str:
        notes.append("ran")
        return f"{len(notes)} done"

    kept = JOBS[:]
    JOBS[:] = [Job("probe", timedelta(minutes=5), run)]
    yield notes
    JOBS[:] = kept


def test_it_runs_what_is_due_and_records_it(ran: list[str]) -> None:
    assert run_due() == [("probe", "1 done", True)]
    assert run_due() == []
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert run_due() == [("probe", "2 done", True)]
    assert db.session.get_one(CronRun, "probe").outcome == "2 done"


def test_a_job_that_another_process_runs_is_left_alone(app: Flask, ran: list[str]) -> None:
    with exclusive(db.engine, Path(app.instance_path), "cron-probe") as mine:
        assert mine
        assert run_due() == []
    assert run_due() != []


def test_one_that_died_half_way_runs_again(app: Flask, ran: list[str]) -> None:
    db.session.add(CronRun(job="probe", started_at=clock.now(), finished_at=None, outcome=""))
    db.session.commit()
    assert run_due() == [("probe", "1 done", True)]


def test_a_failing_job_is_told_and_the_others_run(app: Flask, ran: list[str]) -> None:
    def fail() -> str:
        raise RuntimeError("no luck")

    JOBS.insert(0, Job("broken", timedelta(0), fail))
    results = run_due()
    assert results[0] == ("broken", "RuntimeError: no luck", False)
    assert results[1][2]
    outcome = app.test_cli_runner().invoke(args=["cron"])
    assert outcome.exit_code == 1
    assert "no luck" in outcome.output


def test_four_at_once_run_it_once(app: Flask, ran: list[str]) -> None:
    def cron() -> None:
        with app.app_context():
            run_due()

    threads = [threading.Thread(target=cron) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == ["ran"]


def test_it_says_where_mails_go_while_no_server_is_set(app: Flask) -> None:
    outcome = app.test_cli_runner().invoke(args=["cron"])
    assert outcome.exit_code == 0, outcome.output
    assert "instance/outbox" in outcome.output
