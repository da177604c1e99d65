"""One's own account: name, password, sessions."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.auth.models import Account
from blueprints.core.database import db
from blueprints.core.models import Purge
from tests.auth.people import PASSWORD, is_in, submit, with_password
from tests.signing_in import sign_in
from tests.visiting import Visit, read, visit
from tests.world import World

ADA = "ada-okoro@example.org"
NEW = "nine herons in the reeds"


@pytest.fixture
def token(client: FlaskClient, world: World) -> str:
    """Ada is signed in here, with a password; the token of her forms."""
    return sign_in(client, with_password(world.ada))


def sessions(page: Visit) -> list[str]:
    return [form.get("action") or "" for form in page.all(".sessions form")]


def test_a_stranger_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    assert client.get("/account/").headers["Location"] == "/sign-in/?next=/account/"
    for path in ("/account/", "/account/password/", "/account/sessions/1/end/"):
        assert client.post(path).headers["Location"] == "/sign-in/"
    assert client.post("/account/", headers={"HX-Request": "true"}).status_code == 401


def test_a_reader_has_one_too(client: FlaskClient, world: World) -> None:
    sign_in(client, world.cleo)
    visit(client, "/account/")


def test_the_name_and_the_words_are_kept_and_every_page_is_stale(client: FlaskClient, token: str) -> None:
    data = {"csrf_token": token, "name": "  Ada O. ", "bio": "Edits.\r\nSince 2019."}
    assert client.post("/account/", data=data).status_code == 303
    page = visit(client, "/account/?said=account")
    assert page.one("#account-name").get("value") == "Ada O."
    assert "are kept" in page.text(".account [role=status]")
    assert db.session.scalars(select(Account.bio).where(Account.email_norm == ADA)).one() == "Edits.\nSince 2019."
    assert "*" in db.session.scalars(select(Purge.tag)).all()


@pytest.mark.parametrize("name", ["", "a\0b", "a\nb", "x" * 201])
def test_a_bad_name_is_refused(client: FlaskClient, token: str, name: str) -> None:
    page = read(client.post("/account/", data={"csrf_token": token, "name": name, "bio": ""}), 422)
    assert page.one("#account-name").get("aria-invalid") == "true"


def test_every_form_wants_its_token(client: FlaskClient, token: str) -> None:
    assert client.post("/account/", data={"name": "Eve", "bio": ""}).status_code == 422
    assert client.post("/account/password/", data={"present": PASSWORD, "password": NEW}).status_code == 422
    assert client.post("/account/sessions/1/end/").status_code == 400
    assert visit(client, "/account/").one("#account-name").get("value") == "Ada Okoro"


def test_a_new_password_wants_the_present_one(client: FlaskClient, token: str) -> None:
    for present in ("", "wrong wrong wrong", "x" * 1000, "\0"):
        data = {"csrf_token": token, "present": present, "password": NEW}
        page = read(client.post("/account/password/", data=data), 422)
        assert page.one("#account-present-password").get("aria-invalid") == "true"
    assert submit(client.application.test_client(), ADA).status_code == 303


def test_a_new_password_ends_all_sessions_but_this(app: Flask, client: FlaskClient, token: str) -> None:
    elsewhere = app.test_client()
    submit(elsewhere, ADA)
    data = {"csrf_token": token, "present": PASSWORD, "password": NEW}
    assert client.post("/account/password/", data=data).headers["Location"] == "/account/?said=password"
    assert is_in(client)
    assert not is_in(elsewhere)
    assert submit(app.test_client(), ADA, NEW).status_code == 303


def test_who_has_no_password_sets_one(client: FlaskClient, world: World) -> None:
    token = sign_in(client, world.ben)
    assert not visit(client, "/account/").all("#account-present-password")
    assert client.post("/account/password/", data={"csrf_token": token, "password": NEW}).status_code == 303
    assert submit(client.application.test_client(), "ben-diallo@example.org", NEW).status_code == 303


def test_a_found_browser_is_no_place_to_guess(client: FlaskClient, token: str) -> None:
    data = {"csrf_token": token, "present": "wrong", "password": NEW}
    answers = [client.post("/account/password/", data=data).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_a_session_elsewhere_can_be_ended(app: Flask, client: FlaskClient, token: str) -> None:
    elsewhere = app.test_client()
    elsewhere.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 14) Chrome/142.0 Mobile Safari/537.36"
    submit(elsewhere, ADA)
    page = visit(client, "/account/")
    assert "Chrome on Android" in page.text(".sessions")
    (path,) = sessions(page)
    assert client.post(path, data={"csrf_token": token}).headers["Location"] == "/account/?said=session"
    assert not is_in(elsewhere)
    assert is_in(client)
    assert sessions(visit(client, "/account/")) == []


def test_nobody_ends_the_sessions_of_others(app: Flask, client: FlaskClient, world: World, token: str) -> None:
    ben = app.test_client()
    bens = sign_in(ben, world.ben)
    for number in range(1, 5):
        ben.post(f"/account/sessions/{number}/end/", data={"csrf_token": bens})
    assert is_in(client)


def test_readers_may_reach_whoever_wants_it(client: FlaskClient, token: str) -> None:
    told = {
        "job_title": "Editor",
        "contact_email": "ada@example.org",
        "contact_url": "https://example.org/@ada",
    }
    data = {"csrf_token": token, "name": "Ada", "bio": "", **told}
    assert client.post("/account/", data=data).status_code == 303
    page = visit(client, "/account/")
    assert page.one("#account-job-title").get("value") == "Editor"
    assert page.one("#account-contact-email").get("value") == "ada@example.org"
    for name, bad in (
        ("contact_email", "nobody"),
        ("contact_url", "javascript:alert(1)"),
        ("contact_url", "http://example.org"),
        ("job_title", "a\nb"),
        ("job_title", "x" * 121),
    ):
        page = read(client.post("/account/", data={**data, name: bad}), 422)
        assert page.one("#account-name").get("value") == "Ada" and page.all(".error")
