"""Signing up."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.models import Subscriber
from tests.newsletter.readers import Readers, body, link_in, parsed
from tests.smtp_sink import Sink
from tests.visiting import read
from tests.world import World

PATH = "/newsletter/subscribe/"


@pytest.fixture(autouse=True)
def _unlimited(app: Flask) -> None:
    app.config["RATELIMIT_ENABLED"] = False


def test_a_new_address_gets_a_mail_that_asks(client: FlaskClient, sink: Sink) -> None:
    page = read(client.post(PATH, data={"email": "Dan@Example.org"}))
    assert page.text("h1") == "Look into your inbox"
    [mail] = sink.accepted
    assert mail.recipient == "Dan@example.org"
    assert link_in(body(parsed(mail.content), "plain"), "confirm")
    subscriber = db.session.scalars(select(Subscriber)).one()
    assert not subscriber.is_active and subscriber.consent


def test_new_known_and_impatient_get_the_same_answer(client: FlaskClient, readers: Readers, sink: Sink) -> None:
    readers.add("known@example.org")
    db.session.query(Subscriber).update({"asked_at": clock.now() - timedelta(days=1)})
    db.session.commit()
    emails = ("new@example.org", "known@example.org", "new@example.org")
    with clock.at(clock.now()):
        answers = [client.post(PATH, data={"email": email}) for email in emails]
    assert len({(answer.status_code, answer.data) for answer in answers}) == 1
    assert sink.copies() == {"new@example.org": 1, "known@example.org": 1}
    assert link_in(body(parsed(sink.accepted[1].content), "plain"), "manage")


def test_an_address_differs_by_more_than_capitals(client: FlaskClient, sink: Sink) -> None:
    client.post(PATH, data={"email": "dan@example.org"})
    client.post(PATH, data={"email": "DAN@EXAMPLE.ORG"})
    assert db.session.scalar(select(func.count()).select_from(Subscriber)) == 1


@pytest.mark.parametrize(
    "typed", ["", "dan", "dan@", "a b@example.org", "dan@example.org\r\nBcc: x@y.org", "d\0@e.org"]
)
def test_what_is_no_address_is_refused_in_words(client: FlaskClient, typed: str) -> None:
    page = read(client.post(PATH, data={"email": typed}), 422)
    assert page.text("main .error")
    assert page.one("main input[name=email]").get("aria-invalid") == "true"


def test_an_address_that_our_server_cannot_reach_is_told_so(client: FlaskClient) -> None:
    assert "Latin letters" in read(client.post(PATH, data={"email": "ጤና@example.org"}), 422).text("main .error")


def test_an_address_with_an_international_domain_is_written_to(client: FlaskClient, sink: Sink) -> None:
    client.post(PATH, data={"email": "dan@bücher.example"})
    assert [mail.recipient for mail in sink.accepted] == ["dan@xn--bcher-kva.example"]


def test_a_machine_hears_the_same_and_nothing_happens(client: FlaskClient, sink: Sink) -> None:
    assert client.post(PATH, data={"email": "dan@example.org", "website": "http://x"}).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(Subscriber)) == 0
    assert sink.accepted == []


def test_htmx_gets_the_piece_only(client: FlaskClient, sink: Sink) -> None:
    answer = client.post(PATH, data={"email": "dan@example.org", "place": "foot"}, headers={"HX-Request": "true"})
    piece = read(answer, fragment=True)
    assert "inbox" in piece.text(".notice")
    refused = client.post(PATH, data={"email": "dan", "place": "foot"}, headers={"HX-Request": "true"})
    assert read(refused, 422, fragment=True).one("input[name=email]").get("id") == "email-foot"


def test_it_remembers_the_article_it_came_from(client: FlaskClient, world: World, sink: Sink) -> None:
    article = world.article()
    client.post(PATH, data={"email": "dan@example.org", "article": str(article.id)})
    client.post(PATH, data={"email": "eve@example.org", "article": "999999"})
    assert db.session.scalars(select(Subscriber.article_id).order_by(Subscriber.id)).all() == [article.id, None]


def test_another_sites_form_is_refused(client: FlaskClient) -> None:
    answer = client.post(PATH, data={"email": "dan@example.org"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_many_tries_from_one_network_are_slowed(client: FlaskClient, app: Flask, sink: Sink) -> None:
    app.config["RATELIMIT_ENABLED"] = True
    statuses = [client.post(PATH, data={"email": f"dan{number}@example.org"}).status_code for number in range(8)]
    assert statuses[0] == 200 and statuses[-1] == 429
