"""The operator's commands, and what cron does."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.news.models import Article
from blueprints.newsletter.jobs import compose, deliver_due, forget_wishes
from blueprints.newsletter.models import Issue
from blueprints.newsletter.sending import delivering
from tests.newsletter.asking import ask
from tests.newsletter.readers import QUICK, Readers, parsed
from tests.smtp_sink import Sink
from tests.world import World

# A Saturday; Lagos is one hour ahead.
SATURDAY = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)


def cron() -> str:
    """What both jobs say."""
    return f"{compose()}; {deliver_due()}"


def run(app: Flask, *command: str) -> tuple[int, str]:
    """Exit code and all that it said."""
    outcome = app.test_cli_runner().invoke(args=["newsletter", *command])
    db.session.expunge_all()
    return outcome.exit_code, outcome.output


def test_send_digest_says_in_one_line_what_it_did(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    world.article("Port opens")
    readers.add_many(3)
    code, told = run(app, "send-digest")
    assert code == 0 and "Daily digest, 3 new: 3 sent;" in told and told.count("\n") == 1
    assert run(app, "send-digest")[1].startswith(
        "Nothing new for the daily digest; copies that waited: nothing to send"
    )


def test_a_dry_run_tells_and_writes_nothing(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    world.article("Port opens")
    readers.add_many(3)
    code, told = run(app, "send-digest", "--dry-run")
    assert (code, told) == (0, "Would send “Port opens” to 3 subscribers (daily). Nothing was written.\n")
    assert db.session.scalar(select(func.count()).select_from(Issue)) == 0
    assert db.session.scalar(select(func.max(Article.published_seq))) is None
    run(app, "send-digest")
    assert "nothing would be sent" in run(app, "send-digest", "--dry-run")[1]


def test_without_a_mail_server_the_copies_are_files(app: Flask, world: World, readers: Readers) -> None:
    world.article()
    readers.add_many(2)
    code, told = run(app, "send-digest")
    assert code == 0 and "2 sent" in told and "SMTP_URL is not set" in told
    files = sorted((Path(app.instance_path) / "outbox").glob("*.eml"))
    assert [path.name for path in files] == ["digest-1-1.eml", "digest-1-2.eml"]
    assert parsed(files[0].read_bytes())["To"] == "reader1@example.org"
    assert run(app, "send-digest")[1].startswith("Nothing new")


def test_a_run_can_be_told_to_machines(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    world.article("Port opens")
    readers.add_many(3)
    code, told = run(app, "send-digest", "--json")
    told_to_machines = json.loads(told)
    assert code == 0 and told.count("\n") == 1
    assert told_to_machines.pop("seconds") > 0 and told_to_machines.pop("rate") > 0
    assert told_to_machines == {
        "run": 1,
        "issues": [1],
        "states": {"sent": 3},
        "others_at_work": False,
        "window_is_closed": False,
    }


def test_each_kind_of_trouble_has_its_exit_code_and_one_line(
    app: Flask, world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "PATIENT", QUICK)
    world.article("Port opens")
    readers.add_many(3)
    sink.plan = lambda stage, count, recipient: "421 4.3.2 shutting down" if stage == "mail" else None
    code, told = run(app, "send-digest")
    assert code == 75 and told.count("\n") == 1
    assert told.startswith("Error: Stopped, and nobody's try was counted: the mail server")
    sink.plan = lambda stage, count, recipient: "550 5.7.1 not from you" if stage == "mail" else None
    with readers.later(timedelta(minutes=2)):
        code, told = run(app, "deliver", "--json")
    assert code == 78 and told.startswith("Error: Stopped, look at the settings") and told.count("\n") == 1
    assert readers.states() == {"waiting": 3}


@pytest.mark.parametrize("period", ["hourly", ""])
def test_an_unknown_period_is_refused(app: Flask, period: str) -> None:
    code, told = run(app, "send-digest", "--period", period)
    assert code == 2 and "daily" in told


def test_cron_composes_once_a_day_at_each_readers_hour(world: World, readers: Readers, sink: Sink) -> None:
    readers.add("lagos@example.org", next_at=SATURDAY)
    readers.add("nairobi@example.org", next_at=SATURDAY - timedelta(hours=2), zone="Africa/Nairobi")
    with clock.at(SATURDAY - timedelta(minutes=1)):
        world.article("Night story")
        assert cron() == "1 composed; 1 sent"
    with clock.at(SATURDAY):
        assert cron() == "1 composed; 1 sent"
        world.article("Morning story", published=clock.now())
        assert cron() == "0 composed; nothing to send"
    assert readers.get("lagos@example.org").next_at == SATURDAY + timedelta(days=1)
    assert readers.get("nairobi@example.org").next_at == SATURDAY + timedelta(hours=22)
    with clock.at(SATURDAY + timedelta(days=1)):
        assert cron() == "2 composed; 2 sent"


def test_a_quiet_morning_is_not_made_up_for_later_in_the_day(world: World, readers: Readers) -> None:
    readers.add(next_at=SATURDAY)
    with clock.at(SATURDAY):
        assert cron() == "0 composed; nothing to send"
    with clock.at(SATURDAY + timedelta(hours=2)):
        world.article(published=clock.now())
        assert cron() == "0 composed; nothing to send"
    with clock.at(SATURDAY + timedelta(days=1)):
        assert cron().startswith("1 composed")


def test_a_late_cron_still_serves_within_six_hours(world: World, readers: Readers, sink: Sink) -> None:
    readers.add("soon@example.org", next_at=SATURDAY)
    with clock.at(SATURDAY):
        world.article("Night story")
    with clock.at(SATURDAY + timedelta(hours=6)):
        assert cron() == "1 composed; 1 sent"
    readers.add("late@example.org", next_at=SATURDAY)
    with clock.at(SATURDAY + timedelta(hours=6, minutes=1)):
        assert cron() == "0 composed; nothing to send"
    assert readers.get("late@example.org").next_at == SATURDAY + timedelta(days=1)


def test_cron_forgets_addresses_that_nobody_confirmed(client: FlaskClient, readers: Readers) -> None:
    readers.add("known@example.org")
    ask(client, "dan@example.org")
    assert forget_wishes() == "0 forgotten"
    with clock.at(clock.now() + timedelta(days=8)):
        assert forget_wishes() == "1 forgotten"
    assert readers.get("known@example.org").is_active
