"""How things stand, in words and for machines."""

import json
import re
from datetime import UTC, datetime, timedelta

from flask import Flask

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.models import Issue
from blueprints.newsletter.sending.runs import sending_run
from tests.newsletter.readers import Readers
from tests.newsletter.test_commands import run
from tests.newsletter.test_letters_by_hand import letter
from tests.smtp_sink import Sink
from tests.world import World

NOON = datetime(2026, 11, 28, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_empty_site_says_so(app: Flask) -> None:
    code, told = run(app, "status")
    assert code == 0
    assert told.splitlines()[0] == "Due now: 0. Uncertain: 0. Held: 0."
    assert "Sending: nobody." in told and "Next turns: none." in told


def test_it_tells_what_is_in_hand_and_what_comes(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    with clock.at(NOON):
        sink.plan = lambda stage, count, to: {1: "450 not now"}.get(count) if stage == "rcpt" else None
        for number in range(3):
            readers.add(f"reader{number}@example.org", next_at=NOON)
        readers.add("later@example.org", next_at=NOON + HOUR)
        readers.add("gone@example.org", state="suspended")
        world.article("Port opens")
        compose_due()
        assert readers.deliver() == {"sent": 2, "deferred": 1}
        letter(send_at=NOON + HOUR)
        with clock.at(NOON + HOUR):
            due = re.search(r"Due now: 1, the oldest since (\S+)\. Uncertain: 0\. Held: 0\.", run(app, "status")[1])
        assert due and NOON + timedelta(minutes=5) <= datetime.fromisoformat(due[1]) < NOON + timedelta(minutes=7)
        daily = db.session.query(Issue).filter_by(kind="daily").one()
        daily.state, daily.halted_for = "halted", "Taken for spam."
        db.session.commit()
    with clock.at(NOON + HOUR), sending_run() as number:
        code, told = run(app, "status")
        status = json.loads(run(app, "status", "--json")[1])
    assert code == 0
    lines = told.splitlines()
    assert lines[0].endswith("“A word from the desk”: planned for 2026-11-28T12:00:00+00:00; no copies yet.")
    assert lines[1] == "Issue 1, daily en 2026-11-28 “Port opens”: halted; 1 deferred, 2 sent."
    assert lines[2] == "  Taken for spam."
    assert lines[3] == "Due now: 0. Uncertain: 0. Held: 0."
    assert lines[4].startswith(f"Sending: run {number} since")
    assert "4 active" in lines[5] and "1 suspended" in lines[5]
    assert lines[6].startswith("Next turns: 1 at 2026-11-28T12:00:00+00:00, 3 at 2026-11-29T")
    assert [issue["copies"] for issue in status["issues"]] == [{}, {"deferred": 1, "sent": 2}]
    assert (status["due"], status["runs"][0]["id"], status["subscribers"]["active"]) == (0, number, 4)


def test_a_run_that_died_is_not_said_to_be_running(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    readers.add_many(1)
    world.article()
    sender = readers.start("send-digest")
    sink.plan = lambda stage, count, to: "stall" if stage == "mail" else None
    while not sink.reached["mail"]:
        assert sender.poll() is None
    assert json.loads(run(app, "status", "--json")[1])["runs"] != []
    sender.kill()
    sender.wait(10)
    assert json.loads(run(app, "status", "--json")[1])["runs"] == []
