"""An enquiry: mailed to the desk once, with the reader's address for the answer."""

from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.core.database import db
from blueprints.core.mail import as_message
from blueprints.core.models import OutboxMail
from blueprints.news.models import Page
from tests.visiting import read, visit
from tests.world import World

WORDS = {
    "name": "Cleo Mensah",
    "email": "cleo@example.org",
    "organisation": "Tamara Ferries",
    "message": "A notice\nfor two weeks.",
}


@pytest.fixture
def page(world: World) -> Page:
    return world.page("advertise", "Advertise", takes_enquiries=True)


def write(client: FlaskClient, page: Page, *, htmx: bool = False, **typed: str) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/pages/{page.id}/enquiries/", data={**WORDS, **typed}, headers=headers)


def mails() -> list[OutboxMail]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutboxMail)))


@pytest.mark.parametrize("htmx", [False, True])
def test_it_reaches_the_desk_and_the_answer_the_reader(app: Flask, client: FlaskClient, page: Page, htmx: bool) -> None:
    assert visit(client, "/advertise/").one("form.enquiry").get("action") == f"/pages/{page.id}/enquiries/"
    answer = read(write(client, page, htmx=htmx), fragment=htmx)
    assert "Thank you" in answer.text("#enquiry") and not answer.all("form.enquiry")
    mail = mails()[0]
    assert mail.recipient == app.config["DESK_EMAIL"]
    assert mail.subject == "Advertise: Cleo Mensah, Tamara Ferries"
    message = message_from_bytes(as_message(mail).as_bytes(), policy=default)
    assert message["Reply-To"] == "cleo@example.org" and message["From"] != message["Reply-To"]


def test_the_desk_reads_every_word(client: FlaskClient, page: Page, app: Flask) -> None:
    app.config["SMTP_URL"] = "smtp://127.0.0.1:9"  # nobody listens there, so that the mail waits with its words
    write(client, page, message="<b>Zwölf</b> 🦁\nسلام & again")
    mail = mails()[0]
    assert "<b>Zwölf</b> 🦁\nسلام & again" in mail.text and "Tamara Ferries" in mail.text
    assert "&lt;b&gt;" in mail.html and "<b>" not in mail.html


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "your name"),
        ({"name": "Cleo\r\nBcc: all@example.org"}, "one line"),
        ({"email": "nobody"}, "not an email address"),
        ({"email": "cleo@example.org\r\nBcc: all@example.org"}, "one line"),
        ({"email": "x" * 400 + "@example.org"}, "too long"),
        ({"organisation": "x\ny"}, "one line"),
        ({"message": ""}, "something"),
        ({"message": " "}, "a little more"),
        ({"message": "x" * 4001}, "shorten"),
        ({"message": "a\0b"}, "cannot be kept"),
    ],
)
def test_what_is_wrong_comes_back_filled(
    client: FlaskClient, page: Page, typed: dict[str, str], said: str, htmx: bool
) -> None:
    answer = read(write(client, page, htmx=htmx, **typed), 422, fragment=htmx)
    assert said in answer.text("form.enquiry")
    if "organisation" not in typed:
        assert answer.one("#enquiry-organisation").get("value") == "Tamara Ferries"
    assert mails() == []


def test_sent_twice_it_is_one_mail(client: FlaskClient, page: Page) -> None:
    assert [write(client, page).status_code for _ in "abc"] == [200, 200, 200]
    assert len(mails()) == 1
    write(client, page, message="Something else.")
    assert len(mails()) == 2


def test_who_takes_the_bait_is_thanked_and_not_heard(client: FlaskClient, page: Page) -> None:
    assert write(client, page, website="https://spam.example.org").status_code == 200
    assert mails() == []


def test_an_address_that_headers_cannot_hold_stands_in_the_text_alone(client: FlaskClient, page: Page) -> None:
    assert write(client, page, email="çleo@example.org").status_code == 200
    assert mails()[0].reply_to == ""


def test_other_pages_take_none(client: FlaskClient, world: World) -> None:
    page = world.page("about", "About us")
    assert not visit(client, "/about/").all("form.enquiry")
    assert write(client, page).status_code == 404
    for number in ("77", "9" * 30, "2147483648"):
        assert client.post(f"/pages/{number}/enquiries/", data=WORDS).status_code == 404


def test_the_page_is_the_same_for_everybody(client: FlaskClient, page: Page) -> None:
    answer = client.get("/advertise/")
    assert "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"].startswith("public")
