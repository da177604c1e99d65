"""Signing up: what is typed is the same row for every address, and looked at after the answer."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from blueprints.core import clock
from blueprints.core.database import db, writing
from blueprints.core.email_addresses import read_email
from blueprints.core.extensions import limiter
from blueprints.core.outbox import deliver_outbox
from blueprints.newsletter.models import Subscriber, SubscriberEvent, SubscriberState, SubscriptionWish
from blueprints.newsletter.readers import limits
from blueprints.newsletter.readers.suppressing import suppress
from blueprints.newsletter.readers.wishing import answer_wishes, forget_asked, note_wish
from tests.newsletter.asking import PATH, answered, ask
from tests.newsletter.readers import Readers, body, link_in, parsed
from tests.smtp_sink import Sink
from tests.visiting import read
from tests.world import World


@pytest.fixture(autouse=True)
def _unlimited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


def later(app: Flask, email: str, after: timedelta) -> None:
    """Ask so long after now; an empty address only has those answered who wait."""
    with clock.at(clock.now() + after), app.test_request_context():
        if email:
            with writing():
                note_wish(db.session, read_email(email), "en", clock.now())
                db.session.commit()
        answer_wishes()
        deliver_outbox()


def add_in(readers: Readers, state: SubscriberState) -> None:
    """Somebody who once had the newsletter."""
    readers.add(f"{state}@example.org")
    db.session.execute(update(Subscriber).filter_by(email=f"{state}@example.org").values(state=state))
    db.session.commit()


def count_of(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_new_address_gets_a_mail_that_asks(client: FlaskClient, sink: Sink) -> None:
    page = read(ask(client, "Dan@Example.org"))
    assert page.text("h1") == "Look into your inbox"
    [mail] = sink.accepted
    assert mail.recipient == "Dan@example.org"
    assert link_in(body(parsed(mail.content), "plain"), "confirm")
    subscriber = db.session.scalars(select(Subscriber)).one()
    assert not subscriber.is_active and subscriber.consent
    assert db.session.scalars(select(SubscriberEvent.kind)).all() == ["asked"]


def test_nothing_that_was_typed_stands_in_the_mail(client: FlaskClient, sink: Sink) -> None:
    ask(client, "buy-pills@example.org", place="page", zone="Africa/Accra", cadence="weekly")
    message = parsed(sink.accepted[0].content)
    assert not [kind for kind in ("plain", "html") if "pills" in body(message, kind)]
    assert "pills" not in message["Subject"]


def test_every_address_gets_the_same_answer_and_the_same_row(client: FlaskClient, readers: Readers, sink: Sink) -> None:
    readers.add("known@example.org")
    for state in (SubscriberState.UNSUBSCRIBED, SubscriberState.SUSPENDED, SubscriberState.COMPLAINED):
        add_in(readers, state)
    for reason in ("hard", "complaint", "desk"):
        suppress(db.session, f"{reason}@example.org", reason, clock.now())
    db.session.commit()
    names = ("new", "known", "new", "unsubscribed", "suspended", "complained", "hard", "complaint", "desk")
    with clock.at(clock.now()):
        answers = [client.post(PATH, data={"email": f"{name}@example.org"}) for name in names]
    answered(client)
    answered(client)  # three mails go out at a time
    assert len({(answer.status_code, answer.data) for answer in answers}) == 1
    written = {f"{name}@example.org": 1 for name in ("new", "known", "unsubscribed", "suspended", "complained")}
    assert sink.copies() == written
    assert link_in(body(parsed(sink.accepted[1].content), "plain"), "manage")


def test_the_answer_waits_for_no_mail_server_and_no_look_at_the_list(client: FlaskClient, app: Flask) -> None:
    """Before it is answered there is a row and nothing else, so the time of the answer cannot tell either."""
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    seen = []
    for email in ("new@example.org", "other@example.org"):
        assert client.post(PATH, data={"email": email}).status_code == 200
        seen.append(email)
    answered(client)
    assert count_of(SubscriptionWish) == len(seen)


def test_an_address_differs_by_more_than_capitals(client: FlaskClient, sink: Sink) -> None:
    ask(client, "dan@example.org")
    ask(client, "DAN@EXAMPLE.ORG")
    assert count_of(Subscriber) == 1


def test_a_mailbox_is_not_filled_under_other_spellings(client: FlaskClient, sink: Sink) -> None:
    for email in ("da.n+news@gmail.com", "dan@googlemail.com", "d.a.n+x@gmail.com"):
        ask(client, email)
    assert len(sink.accepted) == 1
    assert limits.folded("ann.b+x@example.org") == "ann.b@example.org"
    assert limits.folded("+x@example.org") == "+x@example.org"


def test_a_mailbox_gets_four_such_mails_a_day(app: Flask, sink: Sink) -> None:
    for number in range(7):
        later(app, "dan@example.org", timedelta(hours=number))
    assert sink.copies() == {"dan@example.org": limits.MOST_OF_ADDRESS}


def test_a_network_cannot_have_us_write_to_everybody(
    client: FlaskClient, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_OF_NETWORK", 3)
    for number in range(5):
        ask(client, f"dan{number}@example.org")
    assert len(sink.accepted) == 3


def test_beyond_the_limit_of_the_site_readers_wait(
    app: Flask, client: FlaskClient, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_OF_SITE", 2)
    for number in range(3):
        ask(client, f"dan{number}@example.org")
    assert len(sink.accepted) == 2
    later(app, "", timedelta(hours=1, minutes=1))
    assert len(sink.accepted) == 3


def test_an_address_is_forgotten_once_it_was_answered(client: FlaskClient, sink: Sink) -> None:
    ask(client, "dan@example.org")
    wish = db.session.scalars(select(SubscriptionWish)).one()
    assert wish.mailed_at and not wish.email and not wish.email_norm and "dan" not in wish.address_key
    with clock.at(clock.now() + timedelta(days=1, hours=1)):
        assert forget_asked() == "1 forgotten"
    assert count_of(SubscriptionWish) == 0


@pytest.mark.parametrize(
    "typed", ["", "dan", "dan@", "a b@example.org", "dan@example.org\r\nBcc: x@y.org", "d\0@e.org", "👋@example.org"]
)
def test_what_is_no_address_is_refused_in_words(client: FlaskClient, typed: str) -> None:
    page = read(client.post(PATH, data={"email": typed}), 422)
    assert page.text("main .error")
    assert page.one("main input[name=email]").get("aria-invalid") == "true"


def test_an_address_that_our_server_cannot_reach_is_told_so(client: FlaskClient) -> None:
    assert "Latin letters" in read(client.post(PATH, data={"email": "ጤና@example.org"}), 422).text("main .error")


def test_an_address_with_an_international_domain_is_written_to(client: FlaskClient, sink: Sink) -> None:
    ask(client, "dan@bücher.example")
    assert [mail.recipient for mail in sink.accepted] == ["dan@xn--bcher-kva.example"]


def test_a_machine_hears_the_same_and_nothing_happens(client: FlaskClient, sink: Sink) -> None:
    assert ask(client, "dan@example.org", website="http://x").status_code == 200
    assert count_of(Subscriber) == count_of(SubscriptionWish) == 0
    assert sink.accepted == []


def test_htmx_gets_the_piece_only(client: FlaskClient, sink: Sink) -> None:
    answer = ask(client, "dan@example.org", place="foot", headers={"HX-Request": "true"})
    piece = read(answer, fragment=True)
    assert "inbox" in piece.text(".notice")
    refused = client.post(PATH, data={"email": "dan", "place": "foot"}, headers={"HX-Request": "true"})
    assert read(refused, 422, fragment=True).one("input[name=email]").get("id") == "email-foot"


def test_it_remembers_where_it_came_from(client: FlaskClient, world: World, sink: Sink) -> None:
    article = world.article()
    ask(client, "dan@example.org", place="article", article=str(article.id))
    ask(client, "eve@example.org", place="nowhere", article="999999")
    rows = db.session.execute(select(Subscriber.article_id, Subscriber.source).order_by(Subscriber.id)).all()
    assert rows == [(article.id, "article"), (None, "page")]


def test_it_keeps_the_clock_the_language_and_how_often(client: FlaskClient, app: Flask, sink: Sink) -> None:
    ask(client, "awa@example.org", path="/fr/newsletter/subscribe/", zone="Africa/Dakar", cadence="breaking")
    ask(client, "dan@example.org", zone="Mars/Olympus_Mons")
    rows = db.session.execute(select(Subscriber.language, Subscriber.zone, Subscriber.cadence).order_by(Subscriber.id))
    assert rows.all() == [("fr", "Africa/Dakar", "breaking"), ("en", "", "daily")]
    assert client.post(PATH, data={"email": "d@example.org", "cadence": "hourly"}).status_code == 422


def test_another_sites_form_is_refused(client: FlaskClient) -> None:
    answer = client.post(PATH, data={"email": "dan@example.org"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_many_tries_from_one_network_are_slowed(
    client: FlaskClient, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    statuses = [client.post(PATH, data={"email": f"dan{number}@example.org"}).status_code for number in range(8)]
    answered(client)
    assert statuses[0] == 200 and statuses[-1] == 429
