"""What replies do to a whole run: an issue is stopped, a domain is slowed, what is uncertain is decided."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints.core.database import db
from blueprints.newsletter.jobs import told
from blueprints.newsletter.models import Delivery, DomainRate, Issue, Subscriber, SubscriberState
from blueprints.newsletter.sending.delivering import deliver
from blueprints.newsletter.sending.halting import resume
from tests.newsletter.readers import QUICK, Readers
from tests.smtp_sink import STALL, Sink
from tests.world import World

LATER = timedelta(minutes=11)


@pytest.mark.parametrize("stage", ["rcpt", "body"])
def test_a_spam_verdict_for_all_stops_the_issue_within_sixty_copies_and_suspends_nobody(
    app: Flask, world: World, readers: Readers, sink: Sink, stage: str
) -> None:
    app.config["SENDING_CONNECTIONS"] = 10
    sink.plan = lambda at, count, recipient: "554 5.7.1 looks like spam" if at == stage else None
    world.article()
    emails = readers.add_many(150)
    readers.send()
    assert sink.reached[stage] <= 60
    issue = db.session.scalars(select(Issue)).one()
    assert (issue.state, issue.halted_for) == ("halted", "554 5.7.1 looks like spam")
    assert readers.states() == {"waiting": 150}
    assert set(db.session.scalars(select(Subscriber.state))) == {SubscriberState.ACTIVE}
    sink.plan = lambda at, count, recipient: None
    with readers.later():
        resume(db.session, issue.id, issue.created_at)
        db.session.commit()
    assert readers.deliver() == {"sent": 150}
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_greylisting_of_all_defers_everybody_once_and_then_all_get_theirs(
    world: World, readers: Readers, sink: Sink
) -> None:
    seen: set[str] = set()

    def greylist(stage: str, count: int, recipient: str) -> str | None:
        if stage == "rcpt" and recipient not in seen:
            seen.add(recipient)
            return "450 4.2.0 Greylisted, see http://postgrey.example/help"
        return None

    sink.plan = greylist
    world.article()
    emails = readers.add_many(60)
    assert readers.send() == {"deferred": 60}
    assert readers.deliver(after=LATER) == {"sent": 60}
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_one_slow_domain_holds_up_no_other(world: World, readers: Readers, sink: Sink) -> None:
    sink.plan = lambda stage, count, recipient: (
        "421 4.7.28 too many messages, rate limited, try later" if stage == "rcpt" and "@slow" in recipient else None
    )
    world.article()
    for number in range(30):
        readers.add(f"slow{number}@slow.example")
    emails = readers.add_many(60)
    outcomes = readers.send()
    assert outcomes["sent"] == 60 and set(sink.copies()) == set(emails)
    assert sink.reached["rcpt"] < 60 + 30
    assert {delivery.attempts for delivery in db.session.query(Delivery).filter_by(state="waiting")} == {0}
    assert db.session.scalars(select(DomainRate.domain)).all() == ["slow.example"]


def test_a_rate_for_the_site_is_kept_over_runs(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    app.config["SENDING_RATE"] = 10
    world.article()
    emails = readers.add_many(25)
    assert readers.send() == {"sent": 10}
    assert readers.deliver(after=timedelta(minutes=1)) == {"sent": 10}
    assert readers.deliver(after=timedelta(minutes=3)) == {"sent": 5}
    assert sink.copies() == dict.fromkeys(emails, 1)


@pytest.mark.parametrize("setting", ["hold", "assume"])
def test_what_is_uncertain_goes_by_the_setting(
    app: Flask, world: World, readers: Readers, sink: Sink, setting: str
) -> None:
    app.config["UNCERTAIN"] = setting
    sink.plan = lambda stage, count, recipient: STALL if stage == "accepted" and count == 2 else None
    world.article()
    emails = readers.add_many(3)
    readers.send()
    readers.deliver(after=LATER)
    assert readers.states() == ({"sent": 3} if setting == "assume" else {"sent": 2, "held": 1})
    assert sink.copies() == dict.fromkeys(emails, 1)


def test_nothing_goes_out_while_the_window_is_closed(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    world.article()
    readers.add()
    readers.compose()
    with readers.later() as moment:
        hour = (moment.hour + 1) % 24  # in Lagos
        app.config["SENDING_WINDOW"] = ((hour + 1) % 24, (hour + 2) % 24)
        assert told(deliver(patience=QUICK)) == "nothing goes out in these hours (SENDING_WINDOW)"
    assert readers.deliver(after=timedelta(hours=1)) == {"sent": 1}
