"""When an issue is stopped, who is told, what the desk does then, and domains that suddenly know nobody."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.core.models import OutboxMail
from blueprints.newsletter.feedback.quarantine import is_quarantined
from blueprints.newsletter.models import Delivery, Issue, MailEvent, Subscriber
from blueprints.newsletter.sending.halting import cancel, finish_cancelled, halt, resume
from blueprints.newsletter.sending.noting import Heard
from blueprints.newsletter.sending.replies import Fate, Stage, classify
from blueprints.newsletter.sending.watching import Watch
from tests.newsletter.readers import Readers
from tests.newsletter.returns import issue_for

SPAM, UNKNOWN, OK = "554 5.7.1 looks like spam", "550 5.1.1 no such user", "250 2.0.0 queued"


class Sending:
    """An issue on its way to so many readers; what is heard of a copy is written down as a run does it."""

    def __init__(self, emails: list[str]) -> None:
        self.emails, self.issue_id = emails, issue_for(*emails, state="waiting")
        self.watch, self.moment = Watch(), clock.now()
        rows = db.session.execute(select(Subscriber.email, Subscriber.id))
        self.ids = {email: number for email, number in rows}

    def heard(self, number: int, reply: str) -> Heard:
        """The reply to the copy of the reader with this number."""
        code, _, words = reply.partition(" ")
        email = self.emails[number]
        self.moment += timedelta(seconds=1)
        meaning = classify(Stage.RCPT, int(code), words)
        return Heard(self.issue_id, self.ids[email], email.partition("@")[2], 0, meaning, self.moment)

    def hear(self, number: int, reply: str) -> Fate:
        """What is done then, and written down."""
        heard = self.heard(number, reply)
        fate = self.watch.judge(db.session, heard)
        this = update(Delivery).where(Delivery.issue_id == self.issue_id, Delivery.subscriber_id == heard.subscriber_id)
        sent_at = self.moment if fate.state == "sent" else None
        db.session.execute(this.values(state=fate.state, not_before=fate.not_before, sent_at=sent_at))
        return fate

    def hear_until_it_stops(self, replies: list[str]) -> int:
        """How many copies were tried until the issue was stopped; 0 where it was not."""
        for number, reply in enumerate(replies):
            if self.hear(number, reply).halts:
                return number + 1
        return 0

    def states(self) -> Counter[str]:
        """How many copies of the issue are in each state."""
        return Counter(db.session.scalars(select(Delivery.state).where(Delivery.issue_id == self.issue_id)))

    @property
    def issue(self) -> Issue:
        """The row as it is now."""
        db.session.expire_all()
        return db.session.get_one(Issue, self.issue_id)


@pytest.fixture
def sending(readers: Readers) -> Sending:
    """A hundred and twenty readers, and an issue on its way to them."""
    return Sending(readers.add_many(120))


@pytest.fixture
def known(readers: Readers) -> Sending:
    """The same, to readers whom an earlier issue reached."""
    emails = readers.add_many(120)
    issue_for(*emails)
    return Sending(emails)


def alert() -> OutboxMail:
    return db.session.scalars(select(OutboxMail)).one()


def test_a_verdict_for_all_stops_the_issue_at_the_twentieth(sending: Sending) -> None:
    assert sending.hear_until_it_stops([SPAM] * 120) == 20
    assert sending.states() == {"waiting": 120}
    assert (sending.issue.state, sending.issue.halted_for) == ("halted", SPAM)


def test_a_verdict_for_all_in_ever_other_words_stops_it_within_sixty(sending: Sending) -> None:
    other = [f"554 5.7.{number % 9} refused" for number in range(120)]
    assert sending.hear_until_it_stops(other) == 40
    assert sending.states() == {"waiting": 120}


def test_copies_on_their_way_when_it_stopped_wait_too(sending: Sending) -> None:
    other = [f"554 5.7.{number % 9} refused" for number in range(120)]
    stopped_at = sending.hear_until_it_stops(other)
    for number in range(stopped_at, stopped_at + 5):
        sending.hear(number, other[number])
    assert sending.states() == {"waiting": 120}
    assert sending.issue.state == "halted"
    assert len(db.session.scalars(select(OutboxMail)).all()) == 1


def test_one_in_thirty_does_not_stop_it_and_one_in_fifteen_does(sending: Sending) -> None:
    assert not sending.hear_until_it_stops([SPAM if number % 30 == 7 else OK for number in range(120)])
    sending.watch = Watch()
    assert sending.hear_until_it_stops([SPAM if number % 10 == 7 else OK for number in range(120)])


def test_a_strict_domain_among_the_first_does_not_stop_it(sending: Sending) -> None:
    assert not sending.hear_until_it_stops([SPAM, SPAM] + [OK] * 100)


def test_unknown_readers_between_the_verdicts_are_no_sign_that_it_passes(sending: Sending) -> None:
    assert sending.hear_until_it_stops([UNKNOWN if number % 3 == 0 else SPAM for number in range(60)]) <= 30


def test_runs_of_ten_copies_stop_it_as_well_as_one_of_many(sending: Sending) -> None:
    for number in range(120):
        if number % 10 == 0:
            sending.watch = Watch()
        if sending.hear(number, SPAM).halts:
            break
    assert number == 19
    assert sending.states() == {"waiting": 120}


def test_copies_that_are_written_down_together_are_judged_like_those_one_by_one(sending: Sending) -> None:
    fates = sending.watch.judge_all(db.session, [sending.heard(number, SPAM) for number in range(20)])
    assert {fate.state for fate in fates} == {"waiting"}
    assert [fate.halts for fate in fates] == [False] * 19 + [True]


def test_a_quarantine_takes_back_what_is_written_down_together_with_it(known: Sending) -> None:
    replies = [known.heard(number, SPAM if number == 3 else UNKNOWN) for number in range(12)]
    fates = known.watch.judge_all(db.session, replies)
    assert [fate.state for fate in fates] == ["deferred"] * 3 + ["failed"] + ["deferred"] * 8


def test_nobody_is_held_responsible(sending: Sending) -> None:
    sending.hear_until_it_stops([SPAM] * 120)
    assert {subscriber.state for subscriber in db.session.scalars(select(Subscriber))} == {"active"}
    assert {event.kind for event in db.session.scalars(select(MailEvent))} == {"policy"}


def test_the_desk_is_told_once_in_plain_words(app: Flask, sending: Sending) -> None:
    app.config["DESK_EMAIL"] = "newsdesk@example.org"
    sending.hear_until_it_stops([SPAM] * 120)
    assert not halt(db.session, sending.issue_id, SPAM, sending.moment)
    db.session.commit()
    mail = alert()
    assert mail.recipient == "newsdesk@example.org"
    assert mail.subject.startswith("The newsletter has stopped: ")
    assert SPAM in mail.text and SPAM in mail.html
    assert sending.issue.alerted_at is not None


def test_what_the_server_says_is_no_markup_in_the_mail(sending: Sending) -> None:
    halt(db.session, sending.issue_id, "554 <script>alert(1)</script>", sending.moment)
    assert "<script>" not in alert().html


def test_a_resumed_issue_goes_on_and_is_not_stopped_by_what_was_said_before(sending: Sending) -> None:
    sending.hear_until_it_stops([SPAM] * 120)
    assert resume(db.session, sending.issue_id, sending.moment)
    db.session.commit()
    assert (sending.issue.halted_for, sending.issue.alerted_at) == ("", None)
    assert sending.issue.state == "sending"
    assert db.session.scalars(select(MailEvent)).all() == []
    assert not sending.hear_until_it_stops([SPAM, *[OK] * 119])
    assert sending.states() == {"failed": 1, "sent": 119}
    assert not resume(db.session, sending.issue_id, sending.moment)


def test_a_resumed_issue_that_is_refused_again_is_stopped_again(sending: Sending) -> None:
    sending.hear_until_it_stops([SPAM] * 120)
    resume(db.session, sending.issue_id, sending.moment)
    assert sending.hear_until_it_stops([SPAM] * 120) == 20
    assert len(db.session.scalars(select(OutboxMail)).all()) == 2


def test_a_letter_that_was_not_filled_yet_goes_on_being_filled(sending: Sending) -> None:
    db.session.execute(update(Issue).values(kind="manual"))
    sending.hear_until_it_stops([SPAM] * 120)
    resume(db.session, sending.issue_id, sending.moment)
    assert sending.issue.state == "filling"


def test_a_cancelled_issue_skips_whom_it_had_not_reached(sending: Sending) -> None:
    sending.hear(0, OK)
    sending.hear(1, UNKNOWN)
    assert cancel(db.session, sending.issue_id)
    db.session.commit()
    assert finish_cancelled() == 118
    assert sending.states() == {"sent": 1, "failed": 1, "skipped": 118}
    assert sending.issue.state == "cancelled" and sending.issue.finished_at is not None
    reasons = set(db.session.scalars(select(Delivery.reply).where(Delivery.state == "skipped")))
    assert reasons == {"the desk ended this issue before it was sent"}
    assert not cancel(db.session, sending.issue_id)
    assert finish_cancelled() == 0


def test_what_a_run_had_in_hand_of_a_cancelled_issue_is_skipped_when_it_gives_it_back(sending: Sending) -> None:
    db.session.execute(update(Delivery).where(Delivery.subscriber_id <= 20).values(state="claimed", not_before=None))
    cancel(db.session, sending.issue_id)
    db.session.commit()
    assert finish_cancelled() == 100
    assert sending.issue.finished_at is None
    given_back = update(Delivery).where(Delivery.state == "claimed")
    db.session.execute(given_back.values(state="waiting", not_before=sending.moment))
    db.session.commit()
    assert finish_cancelled() == 20
    assert sending.states() == {"skipped": 120} and sending.issue.finished_at is not None


def test_a_domain_that_suddenly_knows_nobody_is_not_believed(known: Sending) -> None:
    for number in range(30):
        known.hear(number, OK)
    fates = [known.hear(number, UNKNOWN) for number in range(30, 60)]
    assert is_quarantined(db.session, "example.org", known.moment)
    assert not is_quarantined(db.session, "example.org", known.moment + timedelta(days=1, minutes=1))
    assert {fate.state for fate in fates[10:]} == {"deferred"}
    assert known.states() == {"sent": 30, "deferred": 30, "waiting": 60}
    assert [event.kind for event in db.session.scalars(select(MailEvent))] == []


def test_a_few_unknown_readers_have_failed_and_are_noted(known: Sending) -> None:
    for number in range(9):
        known.hear(number, UNKNOWN)
    assert known.states() == {"failed": 9, "waiting": 111}
    kinds = [(event.kind, event.status) for event in db.session.scalars(select(MailEvent))]
    assert kinds == [("hard", "5.1.1")] * 9


def test_readers_of_an_old_list_who_were_never_reached_are_unknown_and_no_outage(sending: Sending) -> None:
    for number in range(40):
        sending.hear(number, UNKNOWN)
    assert sending.states() == {"failed": 40, "waiting": 80}
    assert not is_quarantined(db.session, "example.org", sending.moment)


def test_a_domain_that_knows_nobody_again_in_a_week_is_believed(known: Sending) -> None:
    for number in range(20):
        known.hear(number, UNKNOWN)
    known.moment += timedelta(days=2)
    known.watch = Watch()
    for number in range(20):
        known.hear(number, UNKNOWN)
    assert known.states() == {"failed": 20, "waiting": 100}


def test_another_domain_is_believed_meanwhile(readers: Readers) -> None:
    emails = readers.add_many(30)
    readers.add("ada@example.com")
    issue_for(*emails)
    sending = Sending([*emails, "ada@example.com"])
    for number in range(30):
        sending.hear(number, UNKNOWN)
    assert sending.hear(30, UNKNOWN).state == "failed"


def test_a_reader_unknown_in_two_issues_is_suspended(readers: Readers) -> None:
    emails = readers.add_many(3)
    issue_for(*emails)
    for _ in range(2):
        sending = Sending(emails)
        sending.hear(0, UNKNOWN)
        sending.hear(1, OK)
        db.session.commit()
    assert readers.get(emails[0]).state == "suspended"
    assert readers.get(emails[1]).state == "active"


def test_the_same_reply_heard_twice_counts_once(readers: Readers, sending: Sending) -> None:
    sending.hear(0, UNKNOWN)
    sending.hear(0, UNKNOWN)
    assert len(db.session.scalars(select(MailEvent)).all()) == 1
    assert readers.get(sending.emails[0]).state == "active"
