"""A letter that the desk planned goes out when its time has come, to all of its language, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.composing import mailings, reading
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.models import Cadence, EditionArticle, Issue, IssueState, Kind
from tests.newsletter.readers import Readers, body, parsed
from tests.newsletter.test_breaking import cut_at_the_third
from tests.smtp_sink import Sink
from tests.world import World

NOON = datetime(2026, 11, 28, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def letter(language: str = "en", **more: Any) -> int:
    """A planned letter, due now."""
    usual = {"slot": f"key-{language}", "state": IssueState.PLANNED, "send_at": NOON, "created_at": NOON}
    words = {"subject": "A word from the desk", "body": "<p>Thank you for reading.</p>"}
    issue = Issue(kind=Kind.MANUAL, language=language, **{**usual, **words, **more})
    db.session.add(issue)
    db.session.commit()
    number = issue.id
    db.session.expunge_all()
    return number


def test_it_goes_to_all_of_its_language_whatever_else_they_chose(world: World, readers: Readers, sink: Sink) -> None:
    readers.add("daily@example.org", next_at=NOON + timedelta(days=1))
    readers.add("alarm@example.org", cadence=Cadence.BREAKING, form="text")
    readers.add("sports@example.org", categories=(world.category("Sports", position=2),), form="full")
    readers.add("french@example.org", language="fr")
    readers.add("gone@example.org", state="unsubscribed")
    readers.add("rests@example.org", paused_until=NOON + timedelta(days=1))
    letter()
    assert compose_due() == 3
    assert compose_due() == 0
    assert readers.deliver() == {"sent": 3}
    assert sorted(sink.copies()) == ["alarm@example.org", "daily@example.org", "sports@example.org"]
    assert all("Thank you for reading." in body(parsed(mail.content), "plain") for mail in sink.accepted)
    assert {parsed(mail.content)["Subject"] for mail in sink.accepted} == {"A word from the desk"}
    daily = readers.get("daily@example.org")
    assert (daily.next_at, daily.last_at, daily.watermark) == (NOON + timedelta(days=1), None, 0)
    issue = db.session.query(Issue).one()
    assert (issue.state, issue.title, issue.filled_at) == ("done", "A word from the desk", NOON)


def test_one_without_a_language_goes_to_everybody(world: World, readers: Readers, sink: Sink) -> None:
    readers.add("english@example.org")
    readers.add("french@example.org", language="fr")
    letter("")
    assert compose_due() == 2


def test_not_before_its_time_nor_while_it_is_a_draft(world: World, readers: Readers) -> None:
    readers.add()
    letter(send_at=NOON + timedelta(minutes=1))
    letter("", send_at=None)
    assert compose_due() == 0
    with clock.at(NOON + timedelta(minutes=1)):
        assert compose_due() == 1


def test_it_holds_the_stories_that_were_picked_in_their_order(world: World, readers: Readers, sink: Sink) -> None:
    readers.add()
    first, second = world.article("First story"), world.article("Second story")
    hidden = world.article("A draft", draft=True)
    letter(picks=[second.id, hidden.id, first.id])
    compose_due()
    readers.deliver()
    text = body(parsed(sink.accepted[0].content), "plain")
    assert text.index("Second story") < text.index("First story") and "A draft" not in text
    assert {held.article_id for held in db.session.query(EditionArticle)} == {first.id, second.id}


def test_a_digest_tells_the_stories_of_a_letter_nevertheless(world: World, readers: Readers, sink: Sink) -> None:
    """A letter is no digest: what it picked was picked for all, and the digest is each reader's own."""
    readers.add(next_at=NOON)
    letter(picks=[world.article("First story").id])
    assert compose_due() == 2
    assert readers.deliver() == {"sent": 2}


def test_a_run_cut_between_slices_is_finished_by_the_next(
    world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SLICE", 3)
    emails = readers.add_many(10)
    letter()
    with monkeypatch.context() as patched:
        patched.setattr(mailings, "add_copies", cut_at_the_third(mailings.add_copies))
        with pytest.raises(KeyboardInterrupt):
            compose_due()
        db.session.remove()
    assert readers.deliver() == {"sent": 6}
    assert db.session.query(Issue).one().state == "filling"
    assert compose_due() == 4
    assert readers.deliver() == {"sent": 4}
    assert sink.copies() == dict.fromkeys(emails, 1)


@pytest.mark.parametrize("resumed_as", ["sending", "done"])
def test_one_halted_while_it_was_filled_is_filled_to_the_end(
    world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch, resumed_as: str
) -> None:
    monkeypatch.setattr(reading, "SLICE", 3)
    emails = readers.add_many(10)
    number = letter()
    with monkeypatch.context() as patched:
        patched.setattr(mailings, "add_copies", cut_at_the_third(mailings.add_copies))
        with pytest.raises(KeyboardInterrupt):
            compose_due()
        db.session.remove()
    for state in ("halted", "cancelled"):
        db.session.get_one(Issue, number).state = state
        db.session.commit()
        assert compose_due() == 0
    issue = db.session.get_one(Issue, number)
    issue.state, issue.finished_at = resumed_as, NOON if resumed_as == "done" else None
    db.session.commit()
    assert compose_due() == 4
    readers.deliver()
    assert sink.copies() == dict.fromkeys(emails, 1)
