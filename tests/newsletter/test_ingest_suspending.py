"""Whom to write to no more: twice for good, five times for now, never for policy, and nobody in an outage."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.feedback.quarantine import (
    copies_tried,
    domain_of,
    is_outage,
    is_quarantined,
    quarantine,
    suddenly_unknown,
)
from blueprints.newsletter.feedback.suspending import consider
from blueprints.newsletter.models import Delivery, DeliveryState, DomainRate, MailEvent, SubscriberEvent
from blueprints.newsletter.readers.history import note
from blueprints.newsletter.readers.suppressing import is_suppressed, suppress
from tests.newsletter.readers import Readers
from tests.newsletter.returns import change, event, issue_for

EMAIL = "dan@example.org"


def comes_back(readers: Readers, kind: str, issue: int, number: int = 1) -> bool:
    """Whether that suspended Dan."""
    dan = readers.get(EMAIL)
    event(dan, kind, issue, number=number)
    suspended = consider(db.session, dan.id, clock.now())
    db.session.commit()
    db.session.expunge_all()
    return suspended


def history() -> list[str]:
    return list(db.session.scalars(select(SubscriberEvent.kind).order_by(SubscriberEvent.id)))


def test_twice_for_good_in_different_issues_is_the_end(readers: Readers) -> None:
    readers.add(EMAIL, next_at=clock.now())
    first, second = issue_for(EMAIL), issue_for(EMAIL)
    waiting = issue_for(EMAIL, state=DeliveryState.WAITING)
    assert not comes_back(readers, "hard", first)
    assert not comes_back(readers, "hard", first, number=2)
    assert readers.get(EMAIL).is_active
    assert comes_back(readers, "hard", second)
    dan = readers.get(EMAIL)
    assert (dan.state, dan.next_at) == ("suspended", None)
    assert is_suppressed(db.session, EMAIL)
    assert db.session.get_one(Delivery, (waiting, dan.id)).state == DeliveryState.SKIPPED
    assert history() == ["suspended"]
    assert not consider(db.session, dan.id, clock.now())


def test_five_times_for_now_in_a_fortnight_suspends_and_keeps_the_address_free(readers: Readers) -> None:
    readers.add(EMAIL)
    issues = [issue_for(EMAIL) for _ in range(5)]
    for number in range(9):
        assert not comes_back(readers, "soft", issues[0], number=number)
    assert [comes_back(readers, "soft", issue) for issue in issues[1:]] == [False, False, False, True]
    assert readers.get(EMAIL).state == "suspended"
    assert not is_suppressed(db.session, EMAIL)


def test_five_times_in_three_weeks_is_no_matter(readers: Readers) -> None:
    readers.add(EMAIL)
    change(EMAIL, confirmed_at=clock.now() - timedelta(days=90))
    for days in (21, 16, 8, 4, 0):
        with clock.at(clock.now() - timedelta(days=days)):
            assert not comes_back(readers, "soft", issue_for(EMAIL))


def test_policy_is_never_a_readers_fault(readers: Readers) -> None:
    readers.add(EMAIL)
    assert not any([comes_back(readers, "policy", issue_for(EMAIL)) for _ in range(12)])


def test_a_single_return_of_long_ago_does_not_count(readers: Readers) -> None:
    readers.add(EMAIL)
    change(EMAIL, confirmed_at=clock.now() - timedelta(days=400))
    with clock.at(clock.now() - timedelta(days=120)):
        assert not comes_back(readers, "hard", issue_for(EMAIL))
    assert not comes_back(readers, "hard", issue_for(EMAIL))


def test_what_was_sent_to_an_older_address_does_not_count(readers: Readers) -> None:
    readers.add(EMAIL)
    change(EMAIL, confirmed_at=clock.now() - timedelta(days=30))
    with clock.at(clock.now() - timedelta(days=1)):
        old = [issue_for(EMAIL), issue_for(EMAIL)]
    note(db.session, readers.get(EMAIL), "moved", clock.now())
    assert not any([comes_back(readers, "hard", issue) for issue in old])
    assert not comes_back(readers, "hard", issue_for(EMAIL))
    assert comes_back(readers, "hard", issue_for(EMAIL))


def test_who_confirms_again_begins_again(readers: Readers) -> None:
    readers.add(EMAIL)
    change(EMAIL, confirmed_at=clock.now() - timedelta(days=30))
    with clock.at(clock.now() - timedelta(days=1)):
        assert not comes_back(readers, "hard", issue_for(EMAIL))
    change(EMAIL, confirmed_at=clock.now())
    assert not comes_back(readers, "hard", issue_for(EMAIL))


@pytest.mark.parametrize("state", ["pending", "unsubscribed", "complained", "suspended"])
def test_only_the_active_are_suspended(readers: Readers, state: str) -> None:
    readers.add(EMAIL)
    change(EMAIL, state=state)
    assert not any([comes_back(readers, "hard", issue_for(EMAIL)) for _ in range(3)])
    assert readers.get(EMAIL).state == state and history() == []


def test_nobody_is_suspended_in_an_outage_nor_for_it_later(readers: Readers) -> None:
    readers.add(EMAIL)
    readers.add("eve@example.com")
    quarantine(db.session, "example.org", clock.now())
    db.session.commit()
    assert not any([comes_back(readers, "hard", issue_for(EMAIL)) for _ in range(3)])
    assert set(db.session.scalars(select(MailEvent.kind))) == {"policy"}
    with clock.at(clock.now() + timedelta(days=2)):
        assert not is_quarantined(db.session, "example.org", clock.now())
        assert not comes_back(readers, "hard", issue_for(EMAIL))
        assert comes_back(readers, "hard", issue_for(EMAIL))
    assert not is_quarantined(db.session, "example.com", clock.now())


def test_whom_an_outage_was_held_against_is_written_to_again(readers: Readers) -> None:
    readers.add(EMAIL)
    assert [comes_back(readers, "hard", issue_for(EMAIL)) for _ in range(2)] == [False, True]
    quarantine(db.session, "example.org", clock.now())
    db.session.commit()
    dan = readers.get(EMAIL)
    assert dan.is_active and dan.next_at is not None
    assert not is_suppressed(db.session, EMAIL)
    assert history() == ["suspended", "changed"]


@pytest.mark.parametrize("reason", ["desk", "complaint"])
def test_no_outage_lifts_what_the_desk_or_a_complaint_said(readers: Readers, reason: str) -> None:
    readers.add(EMAIL)
    change(EMAIL, state="suspended")
    note(db.session, readers.get(EMAIL), "suspended", clock.now(), "the desk closed the address")
    suppress(db.session, EMAIL, reason, clock.now())
    quarantine(db.session, "example.org", clock.now())
    db.session.commit()
    assert readers.get(EMAIL).state == "suspended" and is_suppressed(db.session, EMAIL)


def test_a_domain_that_was_slowed_down_keeps_its_rate(app: Flask) -> None:
    moment = clock.now()
    slow = DomainRate(domain="example.org", per_minute=3, tokens=1, refilled_at=moment, changed_at=moment)
    db.session.add(slow)
    db.session.commit()
    quarantine(db.session, "example.org", moment)
    db.session.commit()
    rate = db.session.get_one(DomainRate, "example.org")
    assert (rate.per_minute, rate.tokens) == (3, 1) and is_quarantined(db.session, "example.org", moment)


def test_an_outage_is_told_from_a_list_of_dead_addresses(readers: Readers) -> None:
    emails = readers.add_many(40)
    first = issue_for(*emails)
    for email in emails[:20]:
        event(readers.get(email), "hard", first)
        db.session.commit()
    assert (suddenly_unknown(db.session, first, "example.org"), copies_tried(db.session, first, "example.org")) == (
        0,
        40,
    )
    second = issue_for(*emails)
    for email in emails[10:31]:
        event(readers.get(email), "hard", second)
        db.session.commit()
    assert suddenly_unknown(db.session, second, "example.org") == 11
    assert suddenly_unknown(db.session, second, "example.com") == 0
    assert copies_tried(db.session, second, "xample.org") == 0
    assert is_outage(11, 40) and not is_outage(11, 55) and not is_outage(9, 9)
    assert domain_of("dan@example.org") == "example.org"
