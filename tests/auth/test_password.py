"""A forgotten password: the request, its mail, and the link that works once."""

import re
import threading
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from blueprints.auth.links import make_link, opened_by, use_link
from blueprints.auth.models import Account, PasswordRequest, Purpose
from blueprints.auth.people import change_password, disable
from blueprints.auth.retrieval import answer_aside, answer_requests
from blueprints.core.clock import at, now
from blueprints.core.database import db, writing
from tests.auth.people import is_in, mails, submit, token_for, with_password
from tests.signing_in import sign_in
from tests.visiting import read, visit
from tests.world import World

ADA = "ada-okoro@example.org"
NEW = "nine herons in the reeds"


@pytest.fixture
def ada(world: World) -> Account:
    """Ada can sign in."""
    return with_password(world.ada)


def ask(client: FlaskClient, email: str, **headers: str) -> int:
    status = client.post("/forgotten-password/", data={"email": email}, headers=headers).status_code
    answer_aside(client.application).result(timeout=30)
    return status


def letter(app: Flask) -> EmailMessage:
    """The one mail that went out, as its reader gets it."""
    (path,) = (Path(app.instance_path) / "outbox").glob("*.eml")
    return message_from_bytes(path.read_bytes(), policy=default)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_the_link_in_the_mail_leads_to_a_new_password(app: Flask, client: FlaskClient, ada: Account) -> None:
    assert ask(client, "Ada-Okoro@Example.org") == 303
    message = letter(app)
    assert (message["To"], message["Subject"]) == (ADA, "AAN TV: choose a new password")
    (path,) = set(re.findall(r"http://localhost(/password/[\w-]{43}/)", part(message, "plain")))
    assert f'href="http://localhost{path}"' in part(message, "html")
    assert visit(client, path).one("#own-email").get("value") == ADA
    answer = client.post(path, data={"password": NEW})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in/?said=password")
    assert "Your new password is kept" in visit(client, answer.headers["Location"]).text(".narrow [role=status]")
    assert submit(client, ADA).status_code == 422
    assert submit(client, ADA, NEW).status_code == 303


def test_text_and_html_say_the_same(app: Flask, client: FlaskClient, ada: Account) -> None:
    ask(client, ADA)
    message = letter(app)
    words = html.document_fromstring(part(message, "html")).text_content()
    for line in filter(None, part(message, "plain").splitlines()[:-2]):
        sentence = line.rstrip(":").replace("Open this address and choose one", "open this address")
        assert " ".join(sentence.split()) in " ".join(words.split()), line


def test_known_and_unknown_get_the_same_answer(client: FlaskClient, ada: Account, world: World) -> None:
    world.account("Femi Byline", active=False)
    answers = [
        client.post("/forgotten-password/", data={"email": email})
        for email in (ADA, "nobody@example.org", "femi-byline@example.org")
    ]
    assert {(answer.status_code, answer.headers["Location"], answer.data) for answer in answers} == {
        (303, "/forgotten-password/?sent=1", answers[0].data)
    }
    answer_aside(client.application).result(timeout=30)
    assert [mail.recipient for mail in mails()] == [ADA]
    assert db.session.scalars(select(PasswordRequest)).all() == []
    assert "is on its way" in visit(client, "/forgotten-password/?sent=1").text(".narrow [role=status]")


def test_it_asks_for_an_address(client: FlaskClient) -> None:
    page = read(client.post("/forgotten-password/", data={"email": "nonsense\0"}), 422)
    assert page.one("#forgotten-email").get("aria-invalid") == "true"


def test_the_dialog_answers_in_place(client: FlaskClient, ada: Account) -> None:
    fragment = read(client.get("/forgotten-password/dialog/"), fragment=True)
    assert fragment.one("form[action]").get("data-hx-post") == "/forgotten-password/"
    htmx = {"HX-Request": "true"}
    read(client.post("/forgotten-password/", data={"email": ""}, headers=htmx), 422, fragment=True)
    taken = client.post("/forgotten-password/", data={"email": ADA}, headers=htmx)
    answer_aside(client.application).result(timeout=30)
    assert "is on its way" in read(taken, fragment=True).text("[role=status]")


def test_nobody_is_sent_more_than_three_mails_an_hour(client: FlaskClient, ada: Account) -> None:
    assert [ask(client, ADA) for _ in range(5)] == [303] * 5
    assert len(mails()) == 3
    with at(now() + timedelta(minutes=61)):
        with writing():
            db.session.add(PasswordRequest(email_norm=ADA, asked_at=now()))
            db.session.commit()
        answer_requests()
    assert len(mails()) == 4


def test_looking_uses_nothing_up_and_using_does(client: FlaskClient, ada: Account) -> None:
    path = f"/password/{token_for(ada, Purpose.RESET)}/"
    for _ in range(3):
        assert client.get(path).status_code == 200
    assert client.post(path, data={"password": NEW}).status_code == 303
    assert client.post(path, data={"password": "another one entirely"}).status_code == 410
    read(client.get(path), 410)
    assert submit(client, ADA, NEW).status_code == 303


def test_it_expires_after_an_hour(client: FlaskClient, ada: Account) -> None:
    path = f"/password/{token_for(ada, Purpose.RESET)}/"
    with at(now() + timedelta(minutes=59)):
        assert client.get(path).status_code == 200
    with at(now() + timedelta(minutes=61)):
        assert client.get(path).status_code == 410
        assert client.post(path, data={"password": NEW}).status_code == 410


def test_a_new_link_makes_the_older_one_worthless(client: FlaskClient, ada: Account) -> None:
    older, newer = (f"/password/{token_for(ada, Purpose.RESET)}/" for _ in range(2))
    assert client.post(older, data={"password": NEW}).status_code == 410
    assert client.post(newer, data={"password": NEW}).status_code == 303


def test_a_link_of_one_purpose_serves_no_other(client: FlaskClient, ada: Account) -> None:
    token = token_for(ada, Purpose.SIGN_IN)
    assert client.get(f"/password/{token}/").status_code == 410
    assert client.get(f"/invitation/{token}/").status_code == 410
    assert client.get(f"/link/{token}/").status_code == 200


@pytest.mark.parametrize("token", ["x", "%00", "%ed%a0%80", "..%5c", "a" * 5000])
def test_an_invented_token_opens_nothing(client: FlaskClient, token: str) -> None:
    for kind in ("password", "invitation", "link"):
        assert client.get(f"/{kind}/{token}/").status_code == 410
        assert client.post(f"/{kind}/{token}/", data={"password": NEW, "name": "Eve"}).status_code == 410


def test_a_weak_password_is_refused_and_the_link_goes_on_working(client: FlaskClient, ada: Account) -> None:
    path = f"/password/{token_for(ada, Purpose.RESET)}/"
    for weak in ("", "short", "x" * 129, "aaaaaaaaaaaaaaa", ADA.upper(), "twelve\0twelve"):
        page = read(client.post(path, data={"password": weak}), 422)
        assert page.one("#new-password").get("aria-invalid") == "true", weak
    assert client.post(path, data={"password": NEW}).status_code == 303


def test_it_ends_every_session_and_every_link(app: Flask, client: FlaskClient, ada: Account) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, ada)
    side_door = token_for(ada, Purpose.SIGN_IN)
    client.post(f"/password/{token_for(ada, Purpose.RESET)}/", data={"password": NEW})
    assert not is_in(elsewhere)
    assert client.get(f"/link/{side_door}/").status_code == 410


def test_a_password_changed_elsewhere_kills_the_link(client: FlaskClient, ada: Account) -> None:
    path = f"/password/{token_for(ada, Purpose.RESET)}/"
    with writing():
        change_password(db.session, db.session.get_one(Account, ada.id), "some hash", now())
        db.session.commit()
    assert client.post(path, data={"password": NEW}).status_code == 410


def test_a_closed_account_gets_no_mail_and_its_link_is_dead(client: FlaskClient, ada: Account) -> None:
    path = f"/password/{token_for(ada, Purpose.RESET)}/"
    with writing():
        disable(db.session, db.session.get_one(Account, ada.id), now())
        db.session.commit()
    assert client.get(path).status_code == 410
    ask(client, ADA)
    assert mails() == []


def test_the_address_is_told_to_nobody(client: FlaskClient, ada: Account) -> None:
    answer = client.get(f"/password/{token_for(ada, Purpose.RESET)}/")
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer.headers
    assert "noindex" in answer.text


def test_of_many_at_once_one_uses_the_link(app: Flask, ada: Account) -> None:
    token = token_for(ada, Purpose.RESET)
    won: list[int] = []
    start = threading.Barrier(6)

    def race() -> None:
        with app.app_context(), writing():
            start.wait()
            account = use_link(db.session, token, Purpose.RESET, now())
            db.session.commit()
            if account is not None:
                won.append(1)

    threads = [threading.Thread(target=race) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [1]


def test_of_two_links_made_at_once_one_works(app: Flask, ada: Account) -> None:
    tokens: list[str] = []
    start = threading.Barrier(4)

    def make() -> None:
        with app.app_context(), writing():
            start.wait()
            tokens.append(make_link(db.session, ada.id, Purpose.RESET, now()))
            db.session.commit()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    later = now() + timedelta(seconds=1)
    alive = [token for token in tokens if opened_by(db.session, token, Purpose.RESET, later)]
    assert (len(tokens), len(alive)) == (4, 1)
