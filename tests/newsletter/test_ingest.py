"""What comes back: bounces, complaints and mails that ask to leave; proved by a MAC, or without effect."""

from base64 import encodebytes
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.feedback.acting import Actor, Outcome
from blueprints.newsletter.feedback.ingesting import act_on
from blueprints.newsletter.feedback.quarantine import is_quarantined
from blueprints.newsletter.feedback.reading import read_mail
from blueprints.newsletter.models import Delivery, DeliveryState, MailEvent, Subscriber, SubscriberEvent
from blueprints.newsletter.readers.suppressing import reason_of, release, suppress
from tests.newsletter import returned_mails as mails
from tests.newsletter.readers import Readers
from tests.newsletter.returns import change, events, forged, issue_for, token, verp

EMAIL = "dan@example.org"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
GONE = ("5.1.1", "550 5.1.1 <dan@example.org>: Recipient address rejected: User unknown")


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def dan(readers: Readers) -> Subscriber:
    """Who was sent an issue, the first."""
    readers.add(EMAIL)
    change(EMAIL, asked_at=NOON - timedelta(days=60), confirmed_at=NOON - timedelta(days=60), next_at=NOON)
    issue_for(EMAIL)
    subscriber = readers.get(EMAIL)
    db.session.expunge_all()
    return subscriber


def taken_in(*raw: bytes) -> list[str]:
    outcomes = act_on(Actor(), [read_mail(each) for each in raw])
    db.session.expunge_all()
    return [outcome.value for outcome in outcomes]


def history() -> list[str]:
    return list(db.session.scalars(select(SubscriberEvent.kind).order_by(SubscriberEvent.id)))


@pytest.mark.parametrize(
    ("bounce", "status"),
    [
        (lambda to: mails.postfix(to, *GONE), "5.1.1"),
        (lambda to: mails.postfix(to, "5.4.4", "Host or domain name not found. Name service error"), "5.4.4"),
        (lambda to: mails.postfix(to, "5.2.1", "550 5.2.1 this account is disabled"), "5.2.1"),
        (lambda to: mails.postfix(to, "5.0.0", "550 5.1.1 no such user"), "5.1.1"),
        (mails.gmail, "5.1.1"),
        (mails.exim, "5.0.0"),
        (mails.exchange, "5.1.10"),
        (mails.outlook, "5.5.0"),
        (mails.qmail, "5.1.1"),
        (
            lambda to: mails.postfix(to, "5.0.0", "554 delivery error: dd This user doesn't have a yahoo.com account"),
            "5.0.0",
        ),
        (lambda to: mails.postfix(to, "5.4.1", "550 5.4.1 Recipient address rejected: Access denied."), "5.4.1"),
    ],
    ids=["postfix", "domain", "disabled", "vague", "gmail", "exim", "exchange", "outlook", "qmail", "yahoo", "edge"],
)
def test_a_bounce_for_good_is_noted(dan: Subscriber, bounce: Callable[[str], bytes], status: str) -> None:
    assert taken_in(bounce(verp(1, dan))) == ["hard"]
    assert events() == [("hard", status)]
    noted = db.session.scalars(select(MailEvent)).one()
    assert (noted.issue_id, noted.subscriber_id) == (1, dan.id)
    assert noted.happened_at == datetime(2026, 11, 25, 6, 10, tzinfo=UTC) and noted.detail


@pytest.mark.parametrize(
    ("status", "diagnostic", "kind"),
    [
        ("5.2.2", "552 5.2.2 <dan@example.org>: mailbox is over quota", "soft"),
        ("4.2.2", "452 4.2.2 The mailbox is full", "soft"),
        ("4.4.1", "connect to mx.example.net[192.0.2.9]:25: Connection timed out", "soft"),
        ("4.4.7", "delivery time expired", "soft"),
        ("5.4.6", "mail for mx.example.net loops back to myself", "soft"),
        ("4.1.1", "450 4.1.1 unknown user, perhaps later", "soft"),
        ("5.7.1", "550 5.7.1 Message refused by policy", "policy"),
        ("5.7.26", "550 5.7.26 This mail is unauthenticated, SPF and DKIM did not pass", "policy"),
        ("5.0.0", "554 this looks like spam", "policy"),
        ("5.1.8", "553 5.1.8 sender address rejected: domain not found", "policy"),
        ("5.3.4", "552 5.3.4 message too big", "policy"),
        ("", "", "policy"),
    ],
)
def test_other_bounces_are_for_now_or_for_policy(dan: Subscriber, status: str, diagnostic: str, kind: str) -> None:
    assert taken_in(mails.postfix(verp(1, dan), status, diagnostic)) == [kind]
    assert events()[0][0] == kind


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_what_has_not_failed_is_no_bounce(dan: Subscriber, action: str) -> None:
    assert taken_in(mails.postfix(verp(1, dan), "4.4.1", "not yet", action=action)) == ["delay"]
    assert events() == []


def test_bounces_of_two_issues_suspend_and_one_bounced_twice_does_not(readers: Readers, dan: Subscriber) -> None:
    first = mails.postfix(verp(1, dan), *GONE)
    second = mails.postfix(verp(issue_for(EMAIL), readers.get(EMAIL)), *GONE)
    assert taken_in(first, first) == ["hard", "known"]
    assert taken_in(mails.gmail(verp(1, readers.get(EMAIL)))) == ["known"]
    assert readers.get(EMAIL).is_active
    assert taken_in(second) == ["hard"]
    assert readers.get(EMAIL).state == "suspended" and reason_of(db.session, EMAIL) == "hard"
    assert taken_in(first, second) == ["known", "known"] and history() == ["suspended"]


@pytest.mark.parametrize("shown", ["sender", "token"])
def test_a_report_may_lose_its_envelope_and_keep_its_proof_in_what_it_returns(dan: Subscriber, shown: str) -> None:
    back = mails.original(verp(1, dan)) if shown == "sender" else mails.original("", token(1, dan))
    assert taken_in(mails.postfix("postmaster@example.org", *GONE, back=back)) == ["hard"]


def test_the_case_of_a_return_path_may_be_lost(dan: Subscriber) -> None:
    assert taken_in(mails.postfix(verp(1, dan).upper(), *GONE)) == ["hard"]


def test_nothing_happens_without_proof(readers: Readers, dan: Subscriber) -> None:
    false = forged(1, dan)
    bare = mails.original("", number=f"digest-1-{dan.id}")
    others = [mails.gmail(false), mails.exim(false), mails.exchange(false), mails.qmail(false)]
    assert set(taken_in(mails.postfix(false, *GONE), *others)) == {"unproved"}
    assert taken_in(mails.postfix("bounces@example.org", *GONE, back=bare)) == ["unproved"]
    assert taken_in(mails.postfix(verp(1, dan).replace("+1-", "+2-"), *GONE)) == ["unproved"]
    wrong = token(1, dan)[:-4] + "AAAA"
    assert taken_in(mails.leave_mail(wrong)) == ["unproved"]
    assert taken_in(mails.yahoo_complaint(false, wrong), mails.microsoft_complaint(wrong)) == ["unproved"] * 2
    huge = f"bounces+9999999999-9999999999-{'a' * 16}@example.org"
    assert taken_in(mails.postfix(huge, *GONE), mails.leave_mail(f"{'9' * 18}.{'A' * 22}")) == ["unproved"] * 2
    assert events() == [] and history() == [] and readers.get(EMAIL).is_active


@pytest.mark.parametrize("shown", ["sender", "token", "microsoft"])
def test_a_complaint_acts_at_once(readers: Readers, dan: Subscriber, shown: str) -> None:
    waiting = issue_for(EMAIL, state=DeliveryState.WAITING)
    complaint = {
        "sender": mails.yahoo_complaint(verp(1, dan)),
        "token": mails.yahoo_complaint("", token(1, dan)),
        "microsoft": mails.microsoft_complaint(token(1, dan)),
    }[shown]
    assert taken_in(complaint) == ["complaint"]
    after = readers.get(EMAIL)
    assert (after.state, after.next_at) == ("complained", None) and reason_of(db.session, EMAIL) == "complaint"
    assert db.session.get_one(Delivery, (waiting, after.id)).state == DeliveryState.SKIPPED
    assert history() == ["complained"] and events() == [("complaint", "")]
    assert taken_in(complaint) == ["known"]


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "virus", "other", ""])
def test_a_report_of_another_kind_is_for_people(readers: Readers, dan: Subscriber, kind: str) -> None:
    assert taken_in(mails.yahoo_complaint(verp(1, dan), kind=kind)) == ["other"]
    assert readers.get(EMAIL).is_active


@pytest.mark.parametrize("subject", ["unsubscribe {token}", "Unsubscribe  {token} ", "UNSUBSCRIBE: {token}"])
@pytest.mark.parametrize("issue", [0, 1])
def test_a_mail_can_ask_to_leave(readers: Readers, dan: Subscriber, subject: str, issue: int) -> None:
    waiting = issue_for(EMAIL, state=DeliveryState.WAITING)
    assert taken_in(mails.leave_mail(token(issue, dan), subject=subject)) == ["leave"]
    after = readers.get(EMAIL)
    assert after.state == "unsubscribed" and after.unsubscribed_at == NOON
    assert db.session.get_one(Delivery, (waiting, after.id)).state == DeliveryState.SKIPPED
    assert history() == ["left"] and db.session.scalars(select(MailEvent.issue_id)).one() == (issue or None)


def test_an_old_mail_leaves_again_for_who_came_back_but_not_when_it_is_only_replayed(
    readers: Readers, dan: Subscriber
) -> None:
    key = token(1, dan)
    old = mails.leave_mail(key, number="<one@phone.test>")
    assert taken_in(old) == ["leave"]
    change(EMAIL, state="active", unsubscribed_at=None)
    assert taken_in(old) == ["known"] and readers.get(EMAIL).is_active
    assert taken_in(mails.leave_mail(key, number="<two@phone.test>")) == ["leave"]
    assert not readers.get(EMAIL).is_active


def test_a_mail_without_a_number_is_known_again_by_what_it_says(dan: Subscriber) -> None:
    raw = mails.leave_mail(token(1, dan)).replace(b"Message-ID", b"X-No-ID")
    moved = b"Received: from elsewhere\r\n" + raw
    assert taken_in(raw, moved) == ["leave", "known"]


def test_leaving_does_not_soften_a_complaint(readers: Readers, dan: Subscriber) -> None:
    key = token(1, dan)
    assert taken_in(mails.microsoft_complaint(key), mails.leave_mail(key)) == ["complaint", "leave"]
    assert readers.get(EMAIL).state == "complained"


def test_what_the_desk_closed_stays_closed_by_the_desk(dan: Subscriber) -> None:
    suppress(db.session, EMAIL, "desk", NOON)
    db.session.commit()
    taken_in(mails.microsoft_complaint(token(1, dan)))
    assert reason_of(db.session, EMAIL) == "desk"
    release(db.session, EMAIL)


def test_who_is_away_is_left_alone_and_letters_are_for_people(readers: Readers, dan: Subscriber) -> None:
    own = verp(1, dan)
    assert taken_in(mails.vacation(own), mails.letter(), mails.letter(own)) == ["auto-reply", "other", "other"]
    assert events() == [] and readers.get(EMAIL).is_active


def test_a_bounce_that_somebody_forwards_is_for_people(readers: Readers, dan: Subscriber) -> None:
    inner = mails.postfix(verp(1, dan), *GONE).decode()
    forwarded = mails._mail(
        ["From: Eve <eve@example.org>", "To: desk@example.org", 'Content-Type: multipart/mixed; boundary="fw"'],
        "fw",
        ("text/plain", "Look at this."),
        ("message/rfc822", inner),
    )
    assert taken_in(forwarded) == ["other"] and events() == []


def test_a_bounce_of_a_bounce_is_the_outer_ones_matter(dan: Subscriber) -> None:
    inner = mails.gmail(verp(1, dan)).decode()
    assert taken_in(mails.postfix("mailer-daemon@example.org", "4.4.1", "timed out", back=inner)) == ["unproved"]
    assert taken_in(mails.postfix(verp(1, dan), "4.4.1", "timed out", back=inner)) == ["soft"]


def test_a_domain_that_suddenly_knows_nobody_is_not_believed(readers: Readers) -> None:
    emails = readers.add_many(50)
    readers.add("eve@example.com")
    issue_for(*emails, "eve@example.com")
    issues = [issue_for(*emails, "eve@example.com") for _ in range(2)]
    people = [readers.get(email) for email in emails[:12]]
    bounces = [mails.postfix(verp(issue, each), *GONE) for issue in issues for each in people]
    eves = [mails.postfix(verp(issue, readers.get("eve@example.com")), *GONE) for issue in issues]
    assert set(taken_in(*bounces, *eves)) == {"hard"}
    assert is_quarantined(db.session, "example.org", clock.now())
    assert not is_quarantined(db.session, "example.com", clock.now())
    states = dict(db.session.execute(select(Subscriber.email, Subscriber.state)).all())
    assert {states[email] for email in emails} == {"active"} and states["eve@example.com"] == "suspended"
    assert set(taken_in(*bounces)) == {"known"}


def test_readers_who_were_never_reached_are_no_outage(readers: Readers) -> None:
    emails = readers.add_many(30)
    issues = [issue_for(*emails) for _ in range(2)]
    bounces = [mails.postfix(verp(issue, readers.get(each)), *GONE) for issue in issues for each in emails[:12]]
    taken_in(*bounces)
    assert not is_quarantined(db.session, "example.org", clock.now())
    assert sum(state == "suspended" for state in db.session.scalars(select(Subscriber.state))) == 12


def test_a_bounce_of_an_issue_that_is_no_more_does_not_count_for_another(readers: Readers, dan: Subscriber) -> None:
    assert taken_in(mails.postfix(verp(77, dan), *GONE), mails.postfix(verp(78, dan), *GONE)) == ["hard", "hard"]
    assert readers.get(EMAIL).is_active


def broken_mails(own: str) -> dict[str, bytes]:
    """What a stranger, or a careless program, may send."""
    good = mails.postfix(own, *GONE)
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(3000))
    return {
        "nothing": b"",
        "zeros": b"\0" * 5000,
        "half": good[: len(good) // 2],
        "noise": bytes(range(256)) * 200,
        "deep": b"From: x@example.org\r\n" + deep.encode(),
        "no boundary": good.replace(b"; boundary=", b"; bondary="),
        "charset": good.replace(b"charset=us-ascii", b"charset=klingon").replace(
            b"Subject: ", b"Subject: =?x-y?b?!!!?="
        ),
        "long header": b"Subject: " + b"unsubscribe " * 200_000 + b"\r\n\r\n",
        "many parts": mails._mail(['Content-Type: multipart/mixed; boundary="p"'], "p", *[("text/plain", "x")] * 5000),
        "many addresses": b"To: " + b"a+1-1-aaaaaaaaaaaaaaaa@b, " * 20_000 + b"\r\n\r\n",
        "empty report": mails._mail(
            [f"To: {own}", 'Content-Type: multipart/report; report-type=delivery-status; boundary="e"'],
            "e",
            ("message/delivery-status", ""),
        ),
        "trap": "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(250)).encode()
        + b"\n" * 400_000,
        "encoded words": b"Subject: " + b"=?a?q?x" * 60_000 + b"\r\n\r\n",
        "mails in mails": b"Content-Type: message/rfc822\r\n\r\n" * 15_000,
        "bare letters": good.replace(b"Action: ", b"\xc4\xe3\xba\xc3\r\nAction: "),
        "date": good.replace(mails.DATE.encode(), b"Wed, 99 Foo 99999 99:99:99 +9999"),
    }


@pytest.mark.parametrize("name", list(broken_mails("x")))
def test_a_broken_mail_breaks_nothing(readers: Readers, dan: Subscriber, name: str) -> None:
    outcome = taken_in(broken_mails(verp(1, dan))[name])[0]
    assert outcome in {each.value for each in Outcome}
    if name not in ("half", "charset", "date", "bare letters"):
        assert events() == [], name
    assert readers.get(EMAIL).is_active


def test_an_encoded_report_and_an_international_one_are_read(dan: Subscriber) -> None:
    good = mails.postfix(verp(1, dan), *GONE).decode()
    international = good.replace("message/delivery-status", "message/global-delivery-status")
    assert read_mail(international.encode()).failure == read_mail(good.encode()).failure
    start = good.index("Reporting-MTA")
    report = good[start : good.index("\r\n--8A1C2", start)]
    encoded = good.replace("\r\n\r\nReporting-MTA", "\r\nContent-Transfer-Encoding: base64\r\n\r\nReporting-MTA")
    encoded = encoded.replace(report, encodebytes(report.encode()).decode())
    assert read_mail(encoded.encode()).failure == read_mail(good.encode()).failure


def test_nothing_that_a_database_cannot_keep_is_noted(app: Flask, dan: Subscriber) -> None:
    raw = mails.postfix(verp(1, dan), "5.1.1", "550 5.1.1 no\0body \xff\ud7ff here").replace(b"here", b"\xff\xfe")
    assert taken_in(raw) == ["hard"]
    assert "\0" not in db.session.scalars(select(MailEvent.detail)).one()
