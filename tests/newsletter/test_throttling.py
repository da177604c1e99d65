"""Rates of domains and of the whole site, in buckets that all machines share."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from blueprints.core.database import db
from blueprints.newsletter.models import Delivery, DomainRate, Run
from blueprints.newsletter.sending.throttling import FREE, START, Throttle, domain_of, hold_back, slowed
from tests.newsletter.readers import Readers
from tests.newsletter.returns import issue_for

MOMENT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def going(throttle: Throttle, domains: list[str], moment: datetime) -> int:
    """How many of these copies may go at the moment."""
    turns = throttle.take(db.session, domains, moment)
    db.session.commit()
    return turns.count(None)


def test_a_domain_without_a_rate_goes_at_once_and_leaves_no_row(readers: Readers) -> None:
    assert going(Throttle(0, {}), ["gmail.com"] * 500, MOMENT) == 500
    assert db.session.scalars(select(DomainRate)).all() == []


def test_a_rate_lets_so_many_go_in_a_minute_and_holds_up_no_other(readers: Readers) -> None:
    throttle = Throttle(0, {"gmail.com": 60})
    assert going(throttle, ["gmail.com"] * 100 + ["example.org"] * 100, MOMENT) == 160
    assert going(throttle, ["gmail.com"] * 100, MOMENT + 10 * SECOND) == 10
    assert going(throttle, ["gmail.com"] * 100, MOMENT + 2 * MINUTE) == 60


def test_the_others_come_later_one_after_the_other(readers: Readers) -> None:
    throttle = Throttle(0, {"gmail.com": 60})
    turns = throttle.take(db.session, ["gmail.com"] * 63, MOMENT)
    assert turns[60:] == [MOMENT + number * SECOND for number in (1, 2, 3)]
    more = throttle.take(db.session, ["gmail.com"] * 2, MOMENT)
    assert more == [MOMENT + number * SECOND for number in (4, 5)]


def test_nothing_is_put_off_by_more_than_an_hour(readers: Readers) -> None:
    turns = Throttle(0, {"gmail.com": 1}).take(db.session, ["gmail.com"] * 200, MOMENT)
    assert all(MOMENT < turn <= MOMENT + timedelta(hours=1) for turn in turns if turn)


def test_two_machines_share_a_rate(readers: Readers) -> None:
    here, there = Throttle(100, {}), Throttle(100, {})
    assert going(here, ["a.example"] * 70, MOMENT) == 70
    assert going(there, ["b.example"] * 70, MOMENT) == 30


def test_the_rate_of_the_site_and_of_a_domain_both_hold(readers: Readers) -> None:
    throttle = Throttle(100, {"gmail.com": 20})
    assert going(throttle, ["gmail.com"] * 50 + ["example.org"] * 50, MOMENT) == 70
    assert going(throttle, ["example.org"] * 50, MOMENT) == 30


def test_a_throttled_domain_gets_half_and_half_again_but_never_less_than_one(readers: Readers) -> None:
    throttle, rates = Throttle(0, {"gmail.com": 600}), []
    for number in range(12):
        throttle.slow(db.session, "gmail.com", MOMENT + number * 10 * SECOND)
        rates.append(slowed(db.session)["gmail.com"])
    assert rates[:3] == [300, 150, 75]
    assert min(rates) == 1


def test_a_domain_that_was_free_begins_with_half_of_what_it_is_taken_to_have_got(readers: Readers) -> None:
    throttle = Throttle(0, {})
    assert throttle.slow(db.session, "gmail.com", MOMENT) > MOMENT
    assert slowed(db.session) == {"gmail.com": START // 2}
    assert going(throttle, ["gmail.com"] * 10, MOMENT) == 0
    assert going(throttle, ["gmail.com"] * 100, MOMENT + 10 * SECOND) == 10


def test_replies_to_copies_that_were_on_their_way_together_halve_once(readers: Readers) -> None:
    throttle = Throttle(0, {})
    for _ in range(4):
        throttle.slow(db.session, "gmail.com", MOMENT + SECOND)
    assert slowed(db.session) == {"gmail.com": START // 2}


def test_the_rate_grows_by_a_tenth_a_minute_until_the_domain_is_free(readers: Readers) -> None:
    throttle = Throttle(0, {})
    throttle.slow(db.session, "gmail.com", MOMENT)
    going(throttle, ["gmail.com"], MOMENT + MINUTE)
    assert slowed(db.session) == {"gmail.com": START // 2 * 11 // 10}
    for minute in range(2, 60):
        going(throttle, ["gmail.com"], MOMENT + minute * MINUTE)
    assert going(throttle, ["gmail.com"] * (FREE * 2), MOMENT + 60 * MINUTE) == FREE * 2
    assert db.session.scalars(select(DomainRate)).all() == []


def test_a_rate_that_is_set_is_never_grown_past(readers: Readers) -> None:
    throttle = Throttle(0, {"gmail.com": 60})
    throttle.slow(db.session, "gmail.com", MOMENT)
    assert going(throttle, ["gmail.com"] * 500, MOMENT + timedelta(hours=5)) == 60


def test_a_quarantined_domain_keeps_its_row_and_is_not_slowed(readers: Readers) -> None:
    quarantined = DomainRate(
        domain="gmail.com", per_minute=1_000_000, tokens=1_000_000, refilled_at=MOMENT, changed_at=MOMENT
    )
    quarantined.quarantined_until = MOMENT + timedelta(days=1)
    db.session.add(quarantined)
    db.session.commit()
    throttle = Throttle(0, {})
    assert going(throttle, ["gmail.com"] * 5000, MOMENT) == 5000
    assert db.session.scalars(select(DomainRate.quarantined_until)).one() is not None
    throttle.slow(db.session, "gmail.com", MOMENT)
    assert slowed(db.session) == {"gmail.com": START // 2}


def test_a_throttle_of_the_site_slows_all(readers: Readers) -> None:
    throttle = Throttle(0, {})
    throttle.slow(db.session, "", MOMENT)
    assert going(throttle, ["a.example", "b.example"], MOMENT) == 0


def test_what_is_held_back_waits_and_counts_no_try(readers: Readers) -> None:
    issue_id = issue_for(*readers.add_many(3), state="waiting")
    run = Run(key="x", started_at=MOMENT)
    db.session.add(run)
    db.session.flush()
    db.session.execute(update(Delivery).values(state="claimed", run_id=run.id, not_before=None))
    numbers = list(db.session.scalars(select(Delivery.subscriber_id).order_by(Delivery.subscriber_id)))
    hold_back(db.session, run.id, [(issue_id, number, MOMENT + MINUTE) for number in numbers[:2]])
    db.session.commit()
    rows = db.session.scalars(select(Delivery).order_by(Delivery.subscriber_id)).all()
    assert [(row.state, row.not_before, row.attempts) for row in rows] == [
        ("waiting", MOMENT + MINUTE, 0),
        ("waiting", MOMENT + MINUTE, 0),
        ("claimed", None, 0),
    ]


def test_the_domain_of_an_address() -> None:
    assert domain_of("Ada@Example.ORG") == "example.org"
