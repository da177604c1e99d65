"""A correction reaches exactly those who were sent the article as it was, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.news.models import Article, Correction
from blueprints.newsletter.composing import mailings, reading
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.models import Delivery, DeliveryState, Edition, Issue, Kind
from blueprints.newsletter.readers.signing_up import leave
from tests.newsletter.readers import Readers, body, parsed
from tests.newsletter.test_breaking import cut_at_the_third
from tests.smtp_sink import Sink
from tests.world import World

NOON = datetime(2026, 11, 28, 11, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def correct(article: Article, at: datetime, text: str = "The port opens on Tuesday.") -> int:
    """A correction made at this moment; its number."""
    correction = Correction(article_id=article.id, text=text, corrected_at=at)
    db.session.add(correction)
    db.session.commit()
    number = correction.id
    db.session.expunge_all()
    return number


def send(readers: Readers, at: datetime) -> dict[str, int]:
    """Compose and deliver at this moment."""
    with clock.at(at):
        compose_due()
        return dict(readers.deliver())


def corrections(sink: Sink) -> dict[str, int]:
    """How many mails each reader got that hold the correction's words."""
    told = [mail.recipient for mail in sink.accepted if "on Tuesday" in body(parsed(mail.content), "plain")]
    return {recipient: told.count(recipient) for recipient in told}


def test_it_goes_to_those_who_were_sent_the_article(world: World, readers: Readers, sink: Sink) -> None:
    sports = world.category("Sports", position=2)
    readers.add("told@example.org", next_at=NOON)
    readers.add("weekly@example.org", next_at=NOON, cadence="weekly", form="text")
    readers.add("sports@example.org", next_at=NOON, categories=(sports,))
    readers.add("later@example.org", next_at=NOON + 2 * HOUR)
    article, _ = world.article("Port opens on Monday"), world.article("Race won", category=sports)
    assert send(readers, NOON) == {"sent": 3}
    correct(article, NOON + HOUR)
    assert send(readers, NOON + HOUR + timedelta(minutes=29)) == {}
    assert send(readers, NOON + HOUR + timedelta(minutes=31)) == {"sent": 2}
    assert corrections(sink) == {"told@example.org": 1, "weekly@example.org": 1}
    send(readers, NOON + 2 * HOUR)
    send(readers, NOON + 3 * HOUR)
    assert corrections(sink) == {"told@example.org": 1, "weekly@example.org": 1}
    issue = db.session.query(Issue).filter_by(kind=Kind.CORRECTION).one()
    assert (issue.state, issue.language) == ("done", "en")


def test_not_to_those_who_left_or_rest(world: World, readers: Readers, sink: Sink) -> None:
    for name in ("left", "rests", "stays"):
        readers.add(f"{name}@example.org", next_at=NOON)
    article = world.article()
    send(readers, NOON)
    correct(article, NOON)
    leave(db.session, readers.get("left@example.org"), NOON)
    db.session.commit()
    readers.get("rests@example.org").paused_until = NOON + DAY
    db.session.commit()
    assert send(readers, NOON + HOUR) == {"sent": 1}
    assert corrections(sink) == {"stays@example.org": 1}


def test_one_that_is_mended_or_deleted_in_time_goes_as_it_is_then(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(next_at=NOON)
    article = world.article()
    send(readers, NOON)
    mended, deleted = correct(article, NOON, "On Wednesday."), correct(article, NOON, "On Friday.")
    db.session.get_one(Correction, mended).text = "The port opens on Tuesday."
    db.session.delete(db.session.get_one(Correction, deleted))
    db.session.commit()
    assert send(readers, NOON + HOUR) == {"sent": 1}
    assert corrections(sink) == {"dan@example.org": 1}


def test_a_copy_under_way_is_followed_to_its_end(world: World, readers: Readers, sink: Sink) -> None:
    refused: set[str] = {"later@example.org", "never@example.org"}
    sink.plan = lambda stage, count, to: "450 not now" if stage == "rcpt" and to in refused else None
    for name in ("at-once", "later", "never"):
        readers.add(f"{name}@example.org", next_at=NOON)
    article = world.article()
    assert send(readers, NOON) == {"sent": 1, "deferred": 2}
    correct(article, NOON)
    for minutes in (31, 35):
        send(readers, NOON + timedelta(minutes=minutes))
    assert corrections(sink) == {"at-once@example.org": 1}
    refused.discard("later@example.org")
    for hours in range(1, 40):
        send(readers, NOON + timedelta(hours=hours))
    assert corrections(sink) == {"at-once@example.org": 1, "later@example.org": 1}
    assert readers.get("never@example.org").watermark == 0
    assert db.session.query(Issue).filter_by(kind=Kind.CORRECTION).one().state == "done"


def test_a_copy_sent_behind_the_back_of_a_pass_is_not_lost(
    world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first reader's copy is in flight when the walk passes, and sent before it ends."""
    monkeypatch.setattr(reading, "SLICE", 2)
    for number in range(6):
        readers.add(f"reader{number}@example.org", next_at=NOON)
    article = world.article()
    send(readers, NOON)
    first = db.session.query(Delivery).filter_by(subscriber_id=1).one()
    first.state, db.session.query(Issue).one().state = DeliveryState.UNCERTAIN, "sending"
    db.session.commit()
    correct(article, NOON)

    real, calls = mailings.add_copies, []

    def answered(*args: object, **more: object) -> int:
        calls.append(1)
        if len(calls) == 2:
            db.session.query(Delivery).filter_by(subscriber_id=1).one().state = DeliveryState.SENT
        return real(*args, **more)

    monkeypatch.setattr(mailings, "add_copies", answered)
    send(readers, NOON + HOUR)
    assert len(corrections(sink)) == 5
    send(readers, NOON + 2 * HOUR)
    assert len(corrections(sink)) == 6 and set(corrections(sink).values()) == {1}


def test_who_got_it_corrected_gets_no_correction(world: World, readers: Readers, sink: Sink) -> None:
    readers.add("early@example.org", next_at=NOON)
    readers.add("late@example.org", next_at=NOON + timedelta(minutes=20))
    article = world.article()
    send(readers, NOON)
    with clock.at(NOON + timedelta(minutes=10)) as moment:
        correct(article, moment)
        db.session.get_one(Article, article.id).edited_at = moment
        db.session.commit()
    send(readers, NOON + timedelta(minutes=20))
    send(readers, NOON + HOUR)
    assert corrections(sink) == {"early@example.org": 1}


def test_not_after_two_weeks_nor_for_what_the_first_newsletter_sent(world: World, readers: Readers, sink: Sink) -> None:
    readers.add(next_at=NOON)
    article = world.article()
    send(readers, NOON)
    correct(article, NOON)
    assert send(readers, NOON + 15 * DAY) == {}
    other = world.article("Race won", published=NOON + 15 * DAY)
    db.session.query(Edition).update({"made_at": None})
    db.session.commit()
    correct(other, NOON + 15 * DAY)
    assert send(readers, NOON + 15 * DAY + HOUR) == {}


def test_a_run_cut_between_slices_is_finished_by_the_next(
    world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        readers.add(f"reader{number}@example.org", next_at=NOON)
    article = world.article()
    send(readers, NOON)
    correct(article, NOON)
    monkeypatch.setattr(reading, "SLICE", 3)
    with monkeypatch.context() as patched, clock.at(NOON + HOUR):
        patched.setattr(mailings, "add_copies", cut_at_the_third(mailings.add_copies))
        with pytest.raises(KeyboardInterrupt):
            compose_due()
        db.session.remove()
    for hours in (1, 2, 3):
        send(readers, NOON + hours * HOUR)
    assert len(corrections(sink)) == 10 and set(corrections(sink).values()) == {1}
    assert db.session.query(Issue).filter_by(kind=Kind.CORRECTION).one().state == "done"
