"""Several processes compose the same at the same moment: one issue, one edition, one copy for each."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from blueprints.core import clock
from blueprints.core.database import db, writing
from blueprints.newsletter.composing import reading
from blueprints.newsletter.composing.binding import bind
from blueprints.newsletter.composing.digests import open_desk
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.composing.ledgering import add_copies
from blueprints.newsletter.models import Cadence, Delivery, Edition, Issue, IssueState
from blueprints.newsletter.sending.ledger import close_finished
from tests.newsletter.readers import Readers
from tests.newsletter.test_letters_by_hand import letter
from tests.smtp_sink import Sink
from tests.world import World

ZONES = ("Africa/Lagos", "Africa/Nairobi", "America/St_Johns")


def at_once(app: Flask, count: int, work: Callable[[], int]) -> list[int]:
    """What each of so many threads gave, each with a connection of its own."""
    start, given, troubles = threading.Barrier(count), [], []

    def run() -> None:
        with app.app_context():
            start.wait()
            try:
                given.append(work())
            except Exception as trouble:
                troubles.append(trouble)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert troubles == []
    return given


def test_many_composers_make_one_copy_each(
    app: Flask, world: World, readers: Readers, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SLICE", 5)
    moment = clock.now()
    emails = []
    for number in range(60):
        cadence = (Cadence.DAILY, Cadence.WEEKLY, Cadence.BREAKING)[number % 3]
        emails.append(f"reader{number}@example.org")
        readers.add(
            emails[-1], cadence=cadence, zone=ZONES[number % 3], form=("text", "normal", "full")[number // 3 % 3],
            language=("en", "fr")[number % 2], next_at=None if number % 3 == 2 else moment,
        )  # fmt: skip
    world.article("Port opens", breaking_until=moment + timedelta(hours=6), published=moment - timedelta(minutes=5))
    letter("", send_at=moment, created_at=moment)
    app.config["QUIET_HOURS"] = None
    given = at_once(app, 4, compose_due)
    compose_due()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 120
    assert sum(given) <= 120
    keys = db.session.execute(select(Issue.kind, Issue.language, Issue.slot)).all()
    assert len(keys) == len(set(keys))
    readers.deliver()
    assert sink.copies() == dict.fromkeys(emails, 2)


def test_the_same_edition_made_twice_is_one(app: Flask, world: World) -> None:
    number = letter()
    article = world.article().id

    def make() -> int:
        with writing():
            edition = Edition(issue_id=number, digest="same", to_seq=1, message=b"x", made_at=clock.now())
            made = bind(db.session, edition, [article])
            db.session.commit()
        return made

    assert len(set(at_once(app, 4, make))) == 1


def test_an_issue_is_not_finished_while_copies_are_added_to_it(
    app: Flask, world: World, readers: Readers, sink: Sink
) -> None:
    """Composing has written copies and not committed when a sender looks whether the issue is over."""
    moment = clock.now()
    readers.add("first@example.org", next_at=moment - timedelta(hours=1))
    world.article(published=moment - timedelta(hours=2))
    compose_due()
    readers.deliver()
    second = readers.add("second@example.org").id
    issue = db.session.scalars(select(Issue)).one()
    issue.state, issue.finished_at = IssueState.SENDING, None
    number, edition = issue.id, db.session.scalars(select(Edition.id)).one()
    db.session.commit()
    shelf = open_desk(clock.now(), keep=True).shelf
    finished = threading.Event()

    def finish() -> None:
        with app.app_context(), writing():
            close_finished(db.session, clock.now())
            db.session.commit()
        finished.set()

    thread = threading.Thread(target=finish)
    with writing():
        shelf.open_again(db.session, {number})
        thread.start()
        assert not finished.wait(0.3)
        assert add_copies(db.session, number, edition, [second], moment, is_digest=True) == 1
        db.session.commit()
    thread.join(20)
    db.session.expire_all()
    assert db.session.scalars(select(Issue)).one().state == "sending"
    assert readers.deliver() == {"sent": 1}
