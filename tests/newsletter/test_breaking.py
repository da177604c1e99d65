"""News that breaks reaches those who want only that: once, at once or when their quiet hours end."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.news.models import Article
from blueprints.newsletter.composing import mailings, reading
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.composing.fresh import begin_digests
from blueprints.newsletter.composing.schedule import zone_of
from blueprints.newsletter.models import Cadence, Delivery, Issue
from blueprints.newsletter.sending.windows import quiet_until
from tests.newsletter.readers import Readers, parsed
from tests.smtp_sink import Sink
from tests.world import World

NOON = datetime(2026, 11, 28, 11, tzinfo=UTC)  # in Lagos
SOON = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def breaks(world: World, headline: str = "Flood in the delta", **more: object) -> Article:
    more.setdefault("published", clock.now() - SOON)
    return world.article(headline, breaking_until=clock.now() + timedelta(hours=6), **more)


def test_it_goes_at_once_to_those_who_want_only_that(world: World, readers: Readers, sink: Sink) -> None:
    readers.add("alarm@example.org", cadence=Cadence.BREAKING)
    readers.add("daily@example.org", next_at=NOON + timedelta(days=1))
    readers.add("gone@example.org", cadence=Cadence.BREAKING, state="unsubscribed")
    readers.add("rests@example.org", cadence=Cadence.BREAKING, paused_until=NOON + timedelta(days=2))
    world.article("A quiet day")
    assert compose_due() == 0
    breaks(world)
    assert compose_due() == 1
    assert readers.deliver() == {"sent": 1}
    assert sink.copies() == {"alarm@example.org": 1}
    assert "Flood in the delta" in parsed(sink.accepted[0].content)["Subject"]
    assert readers.get("alarm@example.org").watermark == 0


def test_it_goes_once_for_ever(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(cadence=Cadence.BREAKING)
    number = breaks(world).id
    assert [compose_due() for _ in range(3)] == [1, 0, 0]
    article = db.session.get_one(Article, number)
    article.unpublish(clock.now())
    db.session.commit()
    article.publish(clock.now())
    article.breaking_until = clock.now() + timedelta(hours=9)
    db.session.commit()
    readers.add("late@example.org", cadence=Cadence.BREAKING)
    assert compose_due() == 0


def test_not_what_ceased_to_break_or_is_off_the_site(world: World, readers: Readers) -> None:
    readers.add(cadence=Cadence.BREAKING)
    world.article("Old alarm", breaking_until=clock.now() - SOON)
    breaks(world, "Tomorrow", published=clock.now() + timedelta(days=1))
    breaks(world, "A draft", draft=True)
    assert compose_due() == 0 and db.session.scalar(select(Issue)) is None


def test_choices_and_languages_are_kept_to(world: World, readers: Readers, sink: Sink) -> None:
    sports = world.category("Sports", position=2)
    readers.add("sports@example.org", cadence=Cadence.BREAKING, categories=(sports,))
    readers.add("news@example.org", cadence=Cadence.BREAKING, categories=(world.news,))
    readers.add("french@example.org", cadence=Cadence.BREAKING, language="fr")
    world.article("Du calme", language="fr")
    breaks(world)
    assert compose_due() == 1
    breaks(world, "Crue dans le delta", language="fr")
    assert compose_due() == 1
    readers.deliver()
    assert sink.copies() == {"news@example.org": 1, "french@example.org": 1}
    assert sorted(db.session.scalars(select(Issue.state))) == ["cancelled", "cancelled", "done", "done"]


def test_who_reads_several_languages_is_told_a_story_once(world: World, readers: Readers) -> None:
    reader = readers.add(cadence=Cadence.BREAKING)
    reader.choose({"languages": ["en", "fr"]})
    db.session.merge(reader)
    db.session.commit()
    story = breaks(world)
    assert compose_due() == 1
    breaks(world, "Crue dans le delta", language="fr", source_id=story.id)
    assert compose_due() == 0


def test_nobody_is_woken(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    for zone in ("Africa/Lagos", "America/St_Johns", "Asia/Tokyo"):
        readers.add(f"{zone[-2:].lower()}@example.org", cadence=Cadence.BREAKING, zone=zone)
    with clock.at(datetime(2026, 11, 28, 21, 30, tzinfo=UTC)):  # 22:30 in Lagos, 18:00 in St John's, 6:30 in Tokyo
        breaks(world)
        assert compose_due() == 3
        assert readers.deliver() == {"sent": 2}
    with clock.at(datetime(2026, 11, 29, 4, 59, tzinfo=UTC)):
        assert readers.deliver() == {}
    with clock.at(datetime(2026, 11, 29, 5, 0, tzinfo=UTC)):
        assert readers.deliver() == {"sent": 1}
    assert set(sink.copies().values()) == {1}


@pytest.mark.parametrize(
    ("hours", "zone", "moment", "due"),
    [
        ((22, 6), "Africa/Lagos", "2026-11-28T20:59", "2026-11-28T20:59"),
        ((22, 6), "Africa/Lagos", "2026-11-28T21:00", "2026-11-29T05:00"),
        ((22, 6), "Africa/Lagos", "2026-11-29T04:59", "2026-11-29T05:00"),
        ((0, 7), "Asia/Kathmandu", "2026-11-28T20:00", "2026-11-29T01:15"),
        ((1, 2), "Europe/Lisbon", "2027-10-31T00:10", "2027-10-31T02:00"),  # the hour comes twice
        ((22, 2), "America/St_Johns", "2027-03-14T05:00", "2027-03-14T05:30"),  # its end is skipped
        ((5, 5), "Africa/Lagos", "2026-11-28T04:30", "2026-11-28T04:30"),
        (None, "Africa/Lagos", "2026-11-28T23:00", "2026-11-28T23:00"),
    ],
)
def test_quiet_hours_end_on_the_readers_clock(hours: tuple[int, int] | None, zone: str, moment: str, due: str) -> None:
    asked, expected = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (moment, due))
    assert (quiet_until(hours, zone_of(zone, "UTC"), asked) or asked) == expected


def test_a_story_withdrawn_in_the_night_wakes_nobody_in_the_morning(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(cadence=Cadence.BREAKING)
    with clock.at(datetime(2026, 11, 28, 23, tzinfo=UTC)):
        number = breaks(world).id
        assert compose_due() == 1
        db.session.get_one(Article, number).unpublish(clock.now())
        db.session.commit()
        compose_due()
    with clock.at(datetime(2026, 11, 29, 6, tzinfo=UTC)):
        assert readers.deliver() == {}
    assert readers.states() == {"skipped": 1}


def test_a_run_cut_between_slices_is_finished_by_the_next(
    world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SLICE", 3)
    emails = [f"reader{number}@example.org" for number in range(10)]
    for email in emails:
        readers.add(email, cadence=Cadence.BREAKING)
    breaks(world)
    with monkeypatch.context() as patched:
        patched.setattr(mailings, "add_copies", cut_at_the_third(mailings.add_copies))
        with pytest.raises(KeyboardInterrupt):
            compose_due()
        db.session.remove()
    assert readers.states() == {"waiting": 6}
    assert compose_due() == 4
    readers.deliver()
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_it_stops_when_the_story_ceases_to_break_between_slices(
    world: World, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SLICE", 3)
    for number in range(10):
        readers.add(f"reader{number}@example.org", cadence=Cadence.BREAKING)
    breaks(world)
    with monkeypatch.context() as patched:
        patched.setattr(mailings, "add_copies", cut_at_the_third(mailings.add_copies))
        with pytest.raises(KeyboardInterrupt):
            compose_due()
        db.session.remove()
    with clock.at(NOON + timedelta(hours=7)):
        assert compose_due() == 0
    assert db.session.scalars(select(Issue)).one().filled_at is not None
    assert readers.states() == {"waiting": 6}


def test_who_was_told_in_a_digest_is_not_told_again(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(next_at=NOON)
    number = world.article("Port opens").id
    compose_due()
    readers.deliver()
    reader = readers.get("dan@example.org")
    reader.cadence, reader.next_at = Cadence.BREAKING, None
    db.session.get_one(Article, number).breaking_until = NOON + timedelta(hours=6)
    db.session.commit()
    assert compose_due() == 0


def test_who_goes_over_to_digests_gets_no_flood(world: World, readers: Readers) -> None:
    readers.add(cadence=Cadence.BREAKING)
    world.article("Of last week", published=NOON - timedelta(days=5))
    reader = readers.get("dan@example.org")
    begin_digests(db.session, reader, NOON)
    reader.cadence, reader.next_at = Cadence.DAILY, NOON
    db.session.commit()
    assert compose_due() == 0
    world.article("Of today", published=NOON)
    readers.get("dan@example.org").next_at = NOON
    db.session.commit()
    assert compose_due() == 1
    assert db.session.scalars(select(Delivery)).one().watermark == 1


def cut_at_the_third(real: Callable[..., int]) -> Callable[..., int]:
    """A stand-in for a process that is killed while its third slice is written."""
    calls: list[int] = []

    def cut(*args: object, **more: object) -> int:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return int(real(*args, **more))

    return cut
