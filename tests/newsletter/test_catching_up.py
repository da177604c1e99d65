"""A restored copy of the site does not send what the first one may have sent, until it is told to."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.news.models import Correction
from blueprints.newsletter.composing import catching_up
from blueprints.newsletter.composing.catching_up import OVERDUE, catch_up, refuse_overdue
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.jobs import compose, deliver_due
from blueprints.newsletter.models import Cadence, Issue
from tests.newsletter.readers import Readers
from tests.newsletter.test_letters_by_hand import letter
from tests.smtp_sink import Sink
from tests.world import World

NOON = datetime(2026, 11, 28, 11, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def cron(at: datetime) -> tuple[str, str]:
    with clock.at(at):
        return compose(), deliver_due()


def test_what_is_overdue_waits_for_a_word(world: World, readers: Readers, sink: Sink) -> None:
    readers.add_many(3)
    db.session.execute(db.text("UPDATE subscriber SET next_at = :moment"), {"moment": NOON.replace(tzinfo=None)})
    db.session.commit()
    world.article()
    assert compose() == "3 composed"
    assert cron(NOON + 7 * HOUR) == ("0 composed; 1 overdue and halted", "nothing to send")
    issue = db.session.query(Issue).one()
    assert (issue.state, issue.halted_for) == ("halted", OVERDUE)
    assert cron(NOON + 7 * HOUR + MINUTE) == ("0 composed", "nothing to send")
    with clock.at(NOON + 8 * HOUR):
        assert catch_up() == 1
        assert deliver_due() == "3 sent"
    assert db.session.query(Issue).one().halted_for == ""


def test_of_two_crons_at_once_none_sends_what_the_other_is_about_to_halt(
    world: World, readers: Readers, sink: Sink
) -> None:
    readers.add(next_at=NOON)
    world.article()
    assert compose() == "1 composed"
    with clock.at(NOON + 7 * HOUR):
        assert deliver_due() == "nothing goes out before composing has looked at what is overdue"
    assert cron(NOON + 7 * HOUR) == ("0 composed; 1 overdue and halted", "nothing to send")


def test_a_run_that_is_cut_while_it_halts_is_followed_by_one_that_does(
    world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers.add("alarm@example.org", cadence=Cadence.BREAKING)
    compose()
    world.article("Flood", published=NOON + MINUTE, breaking_until=NOON + 30 * HOUR)
    with clock.at(NOON + 9 * HOUR), monkeypatch.context() as cut, pytest.raises(ZeroDivisionError):
        cut.setattr(catching_up, "open_breaking", lambda *about, **state: 1 // 0)
        refuse_overdue()
    db.session.rollback()
    assert cron(NOON + 9 * HOUR + MINUTE) == ("0 composed; 1 overdue and halted", "nothing to send")


def test_six_hours_are_no_standstill(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(next_at=NOON)
    world.article()
    assert compose() == "1 composed"
    assert cron(NOON + 6 * HOUR) == ("0 composed", "1 sent")


def test_a_running_cron_halts_nothing(world: World, readers: Readers, sink: Sink) -> None:
    """However long its copies wait for a mail server that is away."""
    readers.add(next_at=NOON)
    world.article()
    compose()
    for hours in range(1, 18):
        with clock.at(NOON + hours * HOUR):
            assert refuse_overdue() == 0
    assert cron(NOON + 18 * HOUR) == ("0 composed", "1 sent")


def test_letters_corrections_and_breaking_news_wait_too(world: World, readers: Readers, sink: Sink) -> None:
    readers.add("daily@example.org", next_at=NOON)
    readers.add("alarm@example.org", cadence=Cadence.BREAKING)
    article = world.article("Port opens")
    assert cron(NOON) == ("1 composed", "1 sent")
    letter(send_at=NOON + HOUR)
    db.session.add(Correction(article_id=article.id, text="On Tuesday.", corrected_at=NOON + MINUTE))
    db.session.commit()
    world.article("Flood", published=NOON + MINUTE, breaking_until=NOON + 30 * HOUR)
    assert cron(NOON + 9 * HOUR) == ("0 composed; 3 overdue and halted", "nothing to send")
    assert cron(NOON + 9 * HOUR + MINUTE) == ("0 composed", "nothing to send")
    with clock.at(NOON + 18 * HOUR):
        assert catch_up() == 3
        assert compose_due() == 4
        assert deliver_due() == "4 sent"
    assert sink.copies() == {"daily@example.org": 3, "alarm@example.org": 2}


def test_what_comes_after_is_not_overdue(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(next_at=NOON)
    world.article()
    compose()
    cron(NOON + 9 * HOUR)
    letter(send_at=NOON + 10 * HOUR)
    assert cron(NOON + 10 * HOUR) == ("1 composed", "1 sent")


def test_a_new_site_has_nothing_overdue(world: World, readers: Readers, sink: Sink) -> None:
    letter(send_at=NOON - 9 * HOUR)
    readers.add()
    assert refuse_overdue() == 0
    assert compose_due() == 1
