"""What is new for whom: watermarks, sections, periods, and issues that are composed once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from blueprints.core import clock
from blueprints.core.database import db, writing
from blueprints.news.models import Article, Category
from blueprints.news.numbering import number_published
from blueprints.newsletter.composing import digests, editions, reading
from blueprints.newsletter.composing.choosing import Choice
from blueprints.newsletter.composing.digests import fill_slice, open_desk
from blueprints.newsletter.composing.filling import compose_due, hurry
from blueprints.newsletter.composing.fresh import choice_at
from blueprints.newsletter.models import Cadence, Edition, Issue
from tests.newsletter.readers import Readers, body, parsed
from tests.smtp_sink import Sink
from tests.world import World

EMAIL = "dan@example.org"


def told(sink: Sink, recipient: str = EMAIL) -> list[str]:
    """The text of each mail that a reader got, in order."""
    return [body(parsed(mail.content), "plain") for mail in sink.accepted if mail.recipient == recipient]


def test_each_issue_holds_what_is_new_since_the_readers_last(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(EMAIL)
    for number in range(1, 11):
        world.article(f"Story {number} of ten")
        assert readers.send() == {"sent": 1}
    assert readers.send() == {}
    texts = told(sink)
    assert len(texts) == 10
    for number, text in enumerate(texts, 1):
        assert [n for n in range(1, 11) if f"Story {n} of ten" in text] == [number]


def test_a_story_that_comes_back_while_it_is_composed_is_told_the_next_time(
    world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers.add(EMAIL)
    story = world.article("Flood recedes")
    with writing():
        number_published(db.session, clock.now())
        this = update(Article).where(Article.id == story.id)
        db.session.execute(this.values(withdrawn_at=clock.now()))
        db.session.commit()
    world.article("Port opens")

    def chosen_before_it_came_back(session: Any, moment: Any) -> Choice:
        choice = choice_at(session, moment)
        session.execute(update(Article).values(withdrawn_at=None))
        return choice

    with monkeypatch.context() as at_that_moment:
        at_that_moment.setattr(digests, "choice_at", chosen_before_it_came_back)
        assert readers.send() == {"sent": 1}
    assert readers.send() == {"sent": 1}
    assert ["Flood recedes" in text for text in told(sink)] == [False, True]


def test_nothing_new_sends_nothing(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(EMAIL)
    assert readers.compose() == 0
    world.article(draft=True)
    world.article("Tomorrow", published=clock.now() + timedelta(days=5))
    assert readers.send() == {}
    assert sink.accepted == [] and db.session.scalar(select(Issue)) is None


def test_a_story_of_long_ago_is_no_news(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(EMAIL)
    world.article("Moved in from the old site", published=clock.now() - timedelta(days=15))
    assert readers.send() == {}
    world.article("Back-dated by a week", published=clock.now() - timedelta(days=7))
    assert readers.send() == {"sent": 1}


def test_an_edited_or_republished_story_is_not_sent_again(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(EMAIL)
    number = world.article("Port opens").id
    readers.send()
    article = db.session.get_one(Article, number)
    article.unpublish(clock.now())
    db.session.commit()
    article.publish(clock.now())
    article.update(clock.now())
    db.session.commit()
    assert readers.send() == {}


def test_a_scheduled_story_comes_when_it_is_out(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(EMAIL)
    world.article("At noon", published=clock.now() + timedelta(hours=3))
    world.article("Now")
    readers.send()
    assert readers.send() == {"sent": 1}
    assert ["At noon" in text for text in told(sink)] == [False, True]


def test_chosen_sections_and_those_below_them_only(world: World, readers: Readers, sink: Sink) -> None:
    sports = world.category("Sports", position=2)
    football = world.category("Football", parent=sports)
    readers.add("all@example.org")
    readers.add("sports@example.org", categories=(sports,))
    readers.add("opinion@example.org", categories=(world.category("Opinion", position=3),))
    world.article("Election day")
    world.article("Race won", category=sports)
    world.article("Goal scored", category=football)
    assert readers.send() == {"sent": 2}
    assert all(story in told(sink, "all@example.org")[0] for story in ("Election day", "Race won", "Goal scored"))
    text = told(sink, "sports@example.org")[0]
    assert "Race won" in text and "Goal scored" in text and "Election day" not in text


def test_sections_chosen_later_bring_what_was_not_sent_yet(world: World, readers: Readers, sink: Sink) -> None:
    sports = world.category("Sports", position=2)
    readers.add(EMAIL, categories=(sports,))
    world.article("Election day")
    assert readers.send() == {}
    readers.get(EMAIL).choose({})
    db.session.commit()
    world.article("Race won", category=sports)
    readers.send()
    assert "Election day" in told(sink)[0]


def test_daily_and_weekly_readers_get_each_their_own(world: World, readers: Readers, sink: Sink) -> None:
    readers.add("daily@example.org")
    readers.add("weekly@example.org", cadence=Cadence.WEEKLY)
    world.article("Monday story")
    assert readers.send(Cadence.DAILY) == {"sent": 1}
    world.article("Friday story")
    readers.send(Cadence.DAILY)
    assert readers.send(Cadence.WEEKLY) == {"sent": 1}
    assert len(told(sink, "daily@example.org")) == 2
    [weekly] = told(sink, "weekly@example.org")
    assert "Monday story" in weekly and "Friday story" in weekly


def test_who_changes_from_daily_to_weekly_reads_no_story_twice(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(EMAIL)
    world.article("Monday story")
    sink.plan = lambda stage, count, recipient: "450 not now" if stage == "rcpt" and count == 1 else None
    assert readers.send() == {"deferred": 1}
    readers.get(EMAIL).cadence = Cadence.WEEKLY
    db.session.commit()
    readers.compose(Cadence.WEEKLY)
    readers.deliver(after=timedelta(hours=1))
    assert len(told(sink)) == 1


def test_at_most_twelve_stories_and_word_of_the_rest(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(EMAIL)
    for number in range(15):
        world.article(f"Story number {number}", published=clock.now() - timedelta(minutes=60 - number))
    readers.send()
    text = told(sink)[0]
    assert text.count("Story number") == 12 and "3 more stories" in text
    assert parsed(sink.accepted[0].content)["Subject"] == "Story number 14, and 14 more"
    assert readers.get(EMAIL).watermark == 15


def test_readers_who_get_the_same_share_one_edition(world: World, readers: Readers) -> None:
    sports = world.category("Sports", position=2)
    readers.add_many(20)
    readers.add("sports@example.org", categories=(sports,))
    world.article("Race won", category=sports)
    readers.compose()
    assert len(db.session.scalars(select(Edition)).all()) == 1


def test_composing_cut_short_is_finished_by_the_next_run(
    world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SLICE", 4)
    emails = readers.add_many(10)
    world.article()
    with writing():
        hurry(db.session, Cadence.DAILY)
        db.session.commit()
    looked_at, copies = fill_slice(open_desk(clock.now(), keep=True), None)
    assert (len(looked_at), copies) == (4, 4)
    db.session.expunge_all()
    assert readers.states() == {"waiting": 4}
    assert compose_due() == 6
    assert compose_due() == 0
    assert readers.deliver() == {"sent": 10}
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_an_issue_that_still_waits_gives_way_to_a_later_one(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(EMAIL)
    world.article("First story")
    readers.compose()
    world.article("Second story")
    assert readers.send() == {"sent": 1}
    assert readers.states() == {"skipped": 1, "sent": 1}
    [text] = told(sink)
    assert "First story" in text and "Second story" in text


def test_a_reader_whose_last_copy_is_uncertain_waits_for_its_end(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(EMAIL)
    world.article("First story")
    sink.plan = lambda stage, count, recipient: "drop" if stage == "accepted" and count == 1 else None
    assert readers.send() == {"uncertain": 1}
    world.article("Second story")
    assert readers.send() == {"sent": 1}
    world.article("Third story")
    readers.send()
    *_, last = told(sink)
    assert "Second story" in last and "Third story" in last and "First story" not in last


def test_an_issue_is_finished_when_no_copy_is_open(world: World, readers: Readers, sink: Sink) -> None:
    readers.add_many(2)
    world.article()
    sink.plan = lambda stage, count, recipient: "450 not now" if stage == "rcpt" and count == 1 else None
    readers.send()
    assert db.session.scalars(select(Issue)).one().finished_at is None
    readers.deliver(after=timedelta(minutes=6))
    assert db.session.scalars(select(Issue)).one().finished_at is not None


def test_a_section_that_lies_in_itself_does_no_harm(world: World, readers: Readers, sink: Sink) -> None:
    loop = world.category("Loop", position=5)
    db.session.get_one(Category, loop.id).parent_id = loop.id
    db.session.commit()
    readers.add(EMAIL, categories=(loop,))
    world.article(category=loop)
    assert readers.send() == {"sent": 1}


def test_an_edition_that_cannot_be_made_holds_up_nobody_else(
    world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    sports = world.category("Sports", position=2)
    readers.add("sports@example.org", categories=(sports,))
    readers.add("news@example.org", categories=(world.news,))
    world.article("Race won", category=sports)
    world.article("Port opens")
    real = editions.digest_message

    def broken(issue: Issue, form: str, articles: list[Article], *more: Any) -> bytes:
        if articles[0].headline == "Race won":
            raise ValueError("no such picture")
        return real(issue, form, articles, *more)

    with monkeypatch.context() as patched:
        patched.setattr(editions, "digest_message", broken)
        with pytest.raises(ValueError, match="no such picture"):
            readers.compose()
        db.session.remove()
    assert readers.deliver() == {"sent": 1}
    with readers.later(timedelta(minutes=1)):
        assert compose_due() == 1
    assert readers.deliver(after=timedelta(minutes=1)) == {"sent": 1}
    assert sink.copies() == {"sports@example.org": 1, "news@example.org": 1}


def test_a_weekly_reader_whose_copy_is_under_way_is_not_put_off_by_a_week(
    world: World, readers: Readers, sink: Sink
) -> None:
    readers.add(EMAIL)
    world.article("First story")
    sink.plan = lambda stage, count, recipient: "drop" if stage == "accepted" and count == 1 else None
    assert readers.send() == {"uncertain": 1}
    with readers.later(timedelta(minutes=1)) as moment:
        world.article("Second story", published=moment)
        reader = readers.get(EMAIL)
        reader.cadence, reader.next_at = Cadence.WEEKLY, moment
        db.session.commit()
        assert compose_due() == 0
    assert readers.deliver(after=timedelta(minutes=11)) == {"sent": 1}
    with readers.later(timedelta(minutes=12)):
        assert compose_due() == 1
    assert readers.deliver(after=timedelta(minutes=12)) == {"sent": 1}
    assert ["Second story" in text for text in told(sink)] == [False, False, True]


def test_who_rests_has_no_turn_until_they_are_awake(world: World, readers: Readers, sink: Sink) -> None:
    moment = clock.now()
    readers.add(EMAIL, next_at=moment, paused_until=moment + timedelta(days=9), hour=7)
    world.article()
    assert compose_due() == 0
    due = readers.get(EMAIL).next_at
    assert due is not None and timedelta(days=9) < due - moment <= timedelta(days=10)
