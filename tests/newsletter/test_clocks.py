"""One turn on each local day, whatever the clocks of a country do, and never two close together."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from blueprints.core import clock
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.composing.schedule import APART, moment_of, next_digest, slot_of, zone_of
from blueprints.newsletter.models import Cadence, Subscriber, SubscriberState
from blueprints.newsletter.readers.signing_up import set_turn
from tests.newsletter.readers import Readers
from tests.world import World

CASABLANCA, LISBON, ST_JOHNS = map(ZoneInfo, ("Africa/Casablanca", "Europe/Lisbon", "America/St_Johns"))
STRANGE = ("America/Nuuk", "Africa/Cairo", "Australia/Lord_Howe", "America/Havana", "Asia/Kathmandu", "Africa/Lagos")
ZONES = ("Africa/Casablanca", "Europe/Lisbon", "America/St_Johns", *STRANGE)
NEW_YEAR = datetime(2026, 12, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "local", "utc"),
    [
        # Ramadan: Morocco goes back to Greenwich time for it, and forward again; 2 o'clock comes twice, and is skipped.
        (CASABLANCA, date(2027, 2, 6), 7, "07:00", "06:00"),
        (CASABLANCA, date(2027, 2, 7), 2, "02:00", "01:00"),
        (CASABLANCA, date(2027, 2, 7), 7, "07:00", "07:00"),
        (CASABLANCA, date(2027, 3, 14), 2, "03:00", "02:00"),
        (CASABLANCA, date(2027, 3, 14), 7, "07:00", "06:00"),
        (LISBON, date(2027, 3, 28), 1, "02:00", "01:00"),
        (LISBON, date(2027, 3, 28), 7, "07:00", "06:00"),
        (LISBON, date(2027, 10, 31), 1, "01:00", "00:00"),
        (LISBON, date(2027, 10, 31), 7, "07:00", "07:00"),
        # Half an hour from everybody else.
        (ST_JOHNS, date(2027, 3, 14), 2, "03:00", "05:30"),
        (ST_JOHNS, date(2027, 3, 14), 7, "07:00", "09:30"),
        (ST_JOHNS, date(2027, 11, 7), 1, "01:00", "03:30"),
        (ST_JOHNS, date(2027, 11, 7), 7, "07:00", "10:30"),
        # The hour before midnight is skipped, so the last minute before it is what is left of the day.
        (ZoneInfo("America/Nuuk"), date(2027, 3, 27), 23, "22:59", "00:59"),
        # Midnight is skipped.
        (ZoneInfo("Africa/Cairo"), date(2027, 4, 30), 0, "01:00", "22:00"),
    ],
)
def test_an_hour_on_a_day_when_the_clocks_change(zone: ZoneInfo, day: date, hour: int, local: str, utc: str) -> None:
    due = moment_of(day, hour, zone)
    assert due is not None
    assert (f"{due:%H:%M}", f"{due.astimezone(zone):%H:%M}") == (utc, local)
    assert due.astimezone(zone).date() == day


def test_a_day_that_a_zone_never_had_has_no_turn() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert moment_of(date(2011, 12, 30), 7, apia) is None
    before = datetime(2011, 12, 29, 20, tzinfo=UTC)
    due = next_digest(Cadence.DAILY, 6, 7, apia, before)
    assert due is not None and due.astimezone(apia).date() == date(2011, 12, 31)


@pytest.mark.parametrize("name", ZONES)
def test_one_turn_on_each_day_of_a_year(name: str) -> None:
    """Cron comes up to a minute late."""
    zone, late = ZoneInfo(name), random.Random(name)
    for hour in range(24):
        days = [turn.astimezone(zone).date() for turn in turns(zone, hour, timedelta(days=370), late)]
        first = days[0]
        assert days == [first + timedelta(days=number) for number in range(len(days))]
        assert len(days) >= 366


@pytest.mark.parametrize("name", ZONES[:4])
def test_one_turn_on_each_day_for_a_cron_that_looks_each_minute(name: str) -> None:
    zone, moment = ZoneInfo(name), datetime(2027, 3, 12, 12, tzinfo=UTC)
    for hour in (1, 2, 7, 23):
        due = next_digest(Cadence.DAILY, 6, hour, zone, moment)
        days: Counter[date] = Counter()
        for number in range(17 * 24 * 60):
            look = moment + timedelta(minutes=number)
            if due is not None and due <= look:
                days[due.astimezone(zone).date()] += 1
                due = next_digest(Cadence.DAILY, 6, hour, zone, look)
        assert set(days.values()) == {1} and len(days) in (16, 17, 18)
        assert max(days) - min(days) == timedelta(days=len(days) - 1)


@pytest.mark.parametrize("weekday", range(1, 8))
def test_one_turn_in_each_week_on_the_chosen_day(weekday: int) -> None:
    moment, weeks = NEW_YEAR, []
    for _ in range(52):
        due = next_digest(Cadence.WEEKLY, weekday, 2, LISBON, moment)
        assert due is not None and due.astimezone(LISBON).isoweekday() == weekday
        weeks.append(slot_of(Cadence.WEEKLY, due.astimezone(LISBON).date()))
        moment = due
    assert len(set(weeks)) == 52


def test_who_wants_only_breaking_news_has_no_turns() -> None:
    assert next_digest(Cadence.BREAKING, 6, 7, LISBON, NEW_YEAR) is None


def test_who_moves_about_never_gets_two_within_twenty_hours(app: Flask) -> None:
    chance = random.Random(7)
    for _ in range(40):
        reader = Subscriber(cadence=Cadence.DAILY, hour=7, weekday=6, zone="", state=SubscriberState.ACTIVE)
        moment, served = NEW_YEAR, []
        set_turn(reader, moment)
        while len(served) < 20:
            moment += timedelta(minutes=chance.randint(1, 600))
            if reader.next_at is not None and reader.next_at <= moment:
                served.append(reader.next_at)
                reader.last_at = reader.next_at
                reader.next_at = next_digest(
                    Cadence.DAILY, 6, reader.hour, zone_of(reader.zone, "Africa/Lagos"), moment
                )
            elif chance.random() < 0.5:
                reader.zone, reader.hour = chance.choice(ZONES), chance.randint(0, 23)
                set_turn(reader, moment)
        assert min(later - sooner for sooner, later in pairwise(served)) >= APART


def test_an_unknown_zone_is_the_sites(world: World, readers: Readers) -> None:
    at_seven = datetime(2027, 1, 9, 6, tzinfo=UTC)
    readers.add(zone="Mars/Olympus", next_at=at_seven)
    with clock.at(at_seven):
        world.article()
        assert compose_due() == 1
    assert readers.get("dan@example.org").next_at == at_seven + timedelta(days=1)


@pytest.mark.parametrize(("zone", "hour"), [("Europe/Lisbon", 1), ("America/St_Johns", 2), ("Africa/Casablanca", 2)])
def test_cron_composes_once_on_each_day_around_a_change(world: World, readers: Readers, zone: str, hour: int) -> None:
    changes = {"Europe/Lisbon": (3, 28), "America/St_Johns": (3, 14), "Africa/Casablanca": (2, 7)}
    start = datetime(2027, *changes[zone], tzinfo=UTC) - timedelta(hours=20)
    first = next_digest(Cadence.DAILY, 6, hour, ZoneInfo(zone), start)
    readers.add(zone=zone, hour=hour, next_at=first)
    made: Counter[date] = Counter()
    for number in range(60):
        with clock.at(start + timedelta(hours=number)) as moment:
            world.article(f"Story of hour {number}", published=moment - timedelta(minutes=1))
            made[moment.astimezone(ZoneInfo(zone)).date()] += compose_due()
    assert list(made.values())[1:-1] == [1] * (len(made) - 2)


def turns(zone: ZoneInfo, hour: int, length: timedelta, late: random.Random) -> Iterator[datetime]:
    """Each turn until then, with the next one reckoned when cron comes."""
    moment = NEW_YEAR
    while moment < NEW_YEAR + length:
        due = next_digest(Cadence.DAILY, 6, hour, zone, moment)
        assert due is not None
        yield due
        moment = due + timedelta(seconds=late.randint(0, 59))
