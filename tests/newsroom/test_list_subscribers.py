"""Subscribers at the desk, for admins: found by how their address begins, added by hand, one with all about them."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.auth.models import Role
from blueprints.core import clock
from blueprints.core.database import db
from blueprints.core.models import OutboxMail
from blueprints.newsletter.models import (
    Delivery,
    DeliveryState,
    MailEvent,
    Subscriber,
    SubscriberEvent,
    SubscriberState,
    Suppression,
)
from blueprints.newsletter.readers.suppressing import BY_DESK, is_suppressed, suppress
from tests.newsletter.readers import Readers
from tests.newsletter.returns import change, event, issue_for
from tests.signing_in import sign_in
from tests.visiting import Visit, visit
from tests.world import World

LIST = "/desk/subscribers/"
FIELDS = {"language": "en", "cadence": "weekly", "consent": ""}


@pytest.fixture
def token(client: FlaskClient, world: World) -> str:
    """An admin's form token; this browser is theirs."""
    return sign_in(client, world.account("Root", Role.ADMIN))


def addresses(page: Visit) -> list[str]:
    return [each.text or "" for each in page.all(".subscriber-address bdi")]


def about(client: FlaskClient, readers: Readers, email: str = "dan@example.org") -> str:
    return f"{LIST}{readers.get(email).id}/"


def act(client: FlaskClient, readers: Readers, token: str, name: str) -> Subscriber:
    """Press a button about Dan; what has become of him."""
    answer = client.post(f"{about(client, readers)}{name}/", data={"csrf_token": token})
    assert answer.status_code == 303
    return readers.get("dan@example.org")


def test_they_are_found_by_how_the_address_begins(client: FlaskClient, readers: Readers, token: str) -> None:
    for email in ("ann@example.org", "anna@example.org", "an_x@example.org", "bob@example.org", "an%@example.org"):
        readers.add(email)
    assert addresses(visit(client, f"{LIST}?q=Ann")) == ["ann@example.org", "anna@example.org"]
    assert addresses(visit(client, f"{LIST}?q=an_")) == ["an_x@example.org"]
    assert addresses(visit(client, f"{LIST}?q=an%25")) == ["an%@example.org"]
    assert addresses(visit(client, f"{LIST}?q=zz")) == []


def test_a_long_list_goes_on_page_by_page(client: FlaskClient, readers: Readers, token: str) -> None:
    emails = readers.add_many(85)
    for start in (LIST, f"{LIST}?state=active", f"{LIST}?q=reader"):
        found, path = [], start
        while path:
            page = visit(client, path)
            found += addresses(page)
            more = [link.get("href") for link in page.all("p > a.button.quiet") if link.text == "More"]
            path = more[0] if more else ""
        assert len(found) == 85 and set(found) == set(emails)


def test_they_are_listed_by_state(client: FlaskClient, readers: Readers, token: str) -> None:
    readers.add("dan@example.org")
    readers.add("eve@example.org")
    change("eve@example.org", state=SubscriberState.COMPLAINED)
    page = visit(client, f"{LIST}?state=complained")
    assert addresses(page) == ["eve@example.org"] and "Complained (1)" in page.text("main")
    assert client.get(f"{LIST}?state=x").status_code == 404


@pytest.mark.parametrize("asked", ["%00", "%F0%9F%8C%8D", "%ED%A0%80", "'--", "x" * 5000, "%E2%80%AEa", "\U0010ffff"])
def test_nonsense_finds_nobody(client: FlaskClient, readers: Readers, token: str, asked: str) -> None:
    readers.add()
    assert client.get(f"{LIST}?q={asked}").status_code == 200
    assert client.get(f"{LIST}?q=dan&behind={asked}").status_code == 200


def test_somebody_who_did_not_agree_yet_is_asked(client: FlaskClient, readers: Readers, token: str) -> None:
    form = {"csrf_token": token, "email": "Dan@Example.org", **FIELDS}
    assert client.post(LIST, data=form).status_code == 303
    dan = readers.get("Dan@example.org")
    assert dan.state == SubscriberState.PENDING and dan.cadence == "weekly"
    assert db.session.scalars(select(OutboxMail.recipient)).all() == ["Dan@example.org"]


def test_somebody_who_agreed_is_subscribed_at_once(client: FlaskClient, readers: Readers, token: str) -> None:
    form = {"csrf_token": token, "email": "dan@example.org", **FIELDS, "agreed": "y"}
    answer = client.post(LIST, data=form)
    assert answer.status_code == 422 and "Say how and when they agreed" in answer.text
    assert client.post(LIST, data={**form, "consent": "At the fair in Accra"}).status_code == 303
    dan = readers.get("dan@example.org")
    assert dan.state == SubscriberState.ACTIVE and dan.consent == "At the fair in Accra" and dan.next_at is not None
    assert not db.session.scalars(select(OutboxMail)).all()
    answer = client.post(LIST, data={**form, "consent": "Again"})
    assert answer.status_code == 422 and "subscribed already" in answer.text


@pytest.mark.parametrize("agreed", [{}, {"agreed": "y", "consent": "Yes"}])
def test_nobody_is_brought_back_whose_address_is_closed(
    client: FlaskClient, readers: Readers, token: str, agreed: dict[str, str]
) -> None:
    suppress(db.session, "dan@example.org", BY_DESK, clock.now())
    db.session.commit()
    answer = client.post(LIST, data={"csrf_token": token, "email": "dan@example.org", **FIELDS, **agreed})
    assert answer.status_code == 422 and "never written to" in answer.text
    assert not db.session.scalars(select(Subscriber)).all() and not db.session.scalars(select(OutboxMail)).all()


@pytest.mark.parametrize("email", ["", "x", "a\0@b.c", "dän@example.org", "=cmd@x", "a@" + "b" * 400 + ".org"])
def test_what_is_no_address_is_refused(client: FlaskClient, readers: Readers, token: str, email: str) -> None:
    assert client.post(LIST, data={"csrf_token": token, "email": email, **FIELDS}).status_code == 422


def test_one_page_tells_everything_of_somebody(client: FlaskClient, world: World, readers: Readers, token: str) -> None:
    dan = readers.add("dan@example.org", categories=(world.news,))
    issue = issue_for("dan@example.org")
    event(dan, "soft", issue, detail="mailbox full")
    db.session.commit()
    page = visit(client, about(client, readers))
    told = page.text("main")
    for words in ("dan@example.org", "News", "Every copy", "Sent", "Bounced for now", "mailbox full", "Yes."):
        assert words in told
    data = client.get(f"{about(client, readers)}data/")
    assert data.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(data.text)["subscription"]["email"] == "dan@example.org"


def test_it_ends_for_good_and_can_be_opened_again(client: FlaskClient, readers: Readers, token: str) -> None:
    readers.add()
    issue_for("dan@example.org", state=DeliveryState.WAITING)
    dan = act(client, readers, token, "suppress")
    assert dan.state == SubscriberState.SUSPENDED and dan.next_at is None
    assert is_suppressed(db.session, "dan@example.org")
    assert db.session.scalars(select(Delivery.state)).one() == DeliveryState.SKIPPED
    assert "Send them" not in visit(client, about(client, readers)).text("main")
    dan = act(client, readers, token, "release")
    assert dan.state == SubscriberState.ACTIVE and dan.next_at is not None
    assert not is_suppressed(db.session, "dan@example.org")
    kinds = db.session.scalars(select(SubscriberEvent.kind).order_by(SubscriberEvent.id)).all()
    assert kinds == ["suspended", "confirmed"]


@pytest.mark.parametrize("state", [SubscriberState.UNSUBSCRIBED, SubscriberState.COMPLAINED])
def test_who_went_is_brought_back_by_nobody_else(
    client: FlaskClient, readers: Readers, token: str, state: SubscriberState
) -> None:
    readers.add()
    change("dan@example.org", state=state)
    assert act(client, readers, token, "suppress").state == state
    assert act(client, readers, token, "release").state == state
    act(client, readers, token, "confirm")
    assert not db.session.scalars(select(OutboxMail)).all()


def test_they_are_unsubscribed_and_sent_their_link(client: FlaskClient, readers: Readers, token: str) -> None:
    readers.add()
    act(client, readers, token, "confirm")
    assert db.session.scalars(select(OutboxMail.recipient)).one() == "dan@example.org"
    assert act(client, readers, token, "unsubscribe").state == SubscriberState.UNSUBSCRIBED
    assert act(client, readers, token, "unsubscribe").state == SubscriberState.UNSUBSCRIBED
    assert db.session.scalars(select(SubscriberEvent.kind)).all() == ["left"]


@pytest.mark.parametrize("closed", [True, False])
def test_somebody_is_erased_but_not_that_their_address_is_closed(
    client: FlaskClient, readers: Readers, token: str, *, closed: bool
) -> None:
    dan = readers.add()
    event(dan, "hard", issue_for("dan@example.org"))
    db.session.commit()
    if closed:
        act(client, readers, token, "suppress")
    act(client, readers, token, "confirm")
    url = f"{about(client, readers)}erase/"
    assert "for good?" in visit(client, url).text("h1")
    assert client.post(url, data={"csrf_token": "x"}).status_code == 422
    assert client.post(url, data={"csrf_token": token}).status_code == 303
    assert client.post(url, data={"csrf_token": token}).status_code == 404
    db.session.rollback()
    for table in (Subscriber, SubscriberEvent, Delivery, MailEvent, OutboxMail):
        assert not db.session.scalars(select(table)).all()
    assert len(db.session.scalars(select(Suppression)).all()) == closed


def test_the_list_of_closed_addresses_takes_and_gives_back(client: FlaskClient, readers: Readers, token: str) -> None:
    readers.add()
    url = f"{LIST}suppressed/"
    for email in ("dan@example.org", "eve@example.org"):
        assert client.post(url, data={"csrf_token": token, "email": email, "action": "suppress"}).status_code == 303
    assert readers.get("dan@example.org").state == SubscriberState.SUSPENDED
    page = visit(client, url)
    assert "The desk said so" in page.text("tbody") and page.text("tbody .number") == "2"
    assert "eve@example.org" not in page.html
    for email in ("Eve@Example.org", "dan@example.org"):
        assert client.post(url, data={"csrf_token": token, "email": email, "action": "release"}).status_code == 303
    answer = client.post(url, data={"csrf_token": token, "email": "fay@example.org", "action": "release"})
    assert "was not on the list" in visit(client, answer.headers["Location"]).text("main")
    assert not db.session.scalars(select(Suppression)).all()
    assert readers.get("dan@example.org").state == SubscriberState.ACTIVE


def test_it_is_for_admins_with_a_token(client: FlaskClient, world: World, readers: Readers, token: str) -> None:
    readers.add()
    url = about(client, readers)
    for name in ("unsubscribe", "suppress", "release", "confirm"):
        assert client.post(f"{url}{name}/", data={"csrf_token": "x"}).status_code == 303
    assert client.post(f"{url}burn/", data={"csrf_token": token}).status_code == 404
    assert readers.get("dan@example.org").state == SubscriberState.ACTIVE
    token = sign_in(client, world.ada)
    for path in ("", "erase/", "data/"):
        assert client.get(f"{url}{path}").status_code == 403
    for path in ("", "suppressed/", "import/"):
        assert client.get(f"{LIST}{path}").status_code == 403
    for path in ("unsubscribe/", "suppress/", "release/", "confirm/", "erase/"):
        assert client.post(f"{url}{path}", data={"csrf_token": token}).status_code == 403
    for path in ("", "suppressed/", "import/", "export/"):
        form = {"csrf_token": token, "email": "eve@example.org", **FIELDS}
        assert client.post(f"{LIST}{path}", data=form).status_code == 403
    assert readers.get("dan@example.org").state == SubscriberState.ACTIVE
