"""Signing in with an address and a password."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.auth.models import Account, SignIn
from blueprints.auth.people import change_password, change_role, disable
from blueprints.core.clock import at, now
from blueprints.core.database import db, writing
from tests.auth.people import PASSWORD, is_in, submit, with_password
from tests.visiting import read, visit
from tests.world import World

ADA = "ada-okoro@example.org"


@pytest.fixture(autouse=True)
def ada(world: World) -> Account:
    """Ada can sign in."""
    return with_password(world.ada)


def sign_ins() -> list[SignIn]:
    db.session.expunge_all()
    return list(db.session.scalars(select(SignIn).order_by(SignIn.id)))


def test_the_page_has_a_form_and_sets_no_cookie(client: FlaskClient) -> None:
    page = visit(client, "/sign-in/")
    assert page.one("form[action='/sign-in/'] input[type=password]").get("autocomplete") == "current-password"
    assert "Set-Cookie" not in page.answer.headers


def test_it_leads_staff_to_the_desk(client: FlaskClient) -> None:
    answer = submit(client, ADA)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert is_in(client)


def test_it_leads_readers_to_the_front_page(client: FlaskClient, world: World) -> None:
    with_password(world.cleo)
    assert submit(client, "cleo-mensah@example.org").headers["Location"] == "/"


def test_it_leads_back_to_the_page_that_was_asked_for(client: FlaskClient) -> None:
    asked = client.get("/desk/?state=draft")
    assert asked.headers["Location"] == "/sign-in/?next=/desk/?state%3Ddraft"
    page = visit(client, asked.headers["Location"])
    wanted = page.one("#sign-in-next").get("value")
    assert submit(client, ADA, next=wanted).headers["Location"] == "/desk/?state=draft"


def test_it_leads_back_in_the_language_that_was_spoken(client: FlaskClient) -> None:
    asked = client.get("/fr/desk/?state=draft")
    assert asked.headers["Location"] == "/fr/sign-in/?next=/fr/desk/?state%3Ddraft"
    page = visit(client, asked.headers["Location"])
    assert page.tree.get("lang") == "fr"
    wanted = page.one("#sign-in-next").get("value")
    assert submit(client, ADA, next=wanted).headers["Location"] == "/fr/desk/?state=draft"


def test_whoever_is_signed_in_goes_on_to_the_desk(client: FlaskClient) -> None:
    submit(client, ADA)
    assert client.get("/sign-in/").headers["Location"] == "/desk/"
    assert client.get("/sign-in/?next=/account/").headers["Location"] == "/account/"


@pytest.mark.parametrize("email", ["ADA-Okoro@Example.ORG", "  ada-okoro@example.org ", "ada-o\u212aoro@example.org"])
def test_case_and_look_alikes_of_one_letter_do_not_matter(client: FlaskClient, email: str) -> None:
    assert submit(client, email).status_code == 303


def test_known_and_unknown_get_the_same_answer(client: FlaskClient, world: World) -> None:
    byline = world.account("Femi Byline", active=False)
    with_password(byline)
    with at(now()):
        answers = [
            submit(client, email, "not the right one").text.replace(email, "")
            for email in (ADA, "nobody@example.org", "femi-byline@example.org", "not an address")
        ]
    assert len(set(answers)) == 1
    page = read(submit(client, ADA, "not the right one"), 422)
    assert "do not belong together" in page.text("[role=alert]")
    assert "Set-Cookie" not in page.answer.headers


@pytest.mark.parametrize(
    "password", ["", "\0" * 12, "x" * 129, "x" * 200_000, "\ud83d", PASSWORD.upper(), PASSWORD[:-1]]
)
def test_no_other_password_opens(client: FlaskClient, password: str) -> None:
    assert (
        client.post("/sign-in/", data={"email": ADA, "password": password.encode("utf-8", "surrogatepass")}).status_code
        == 422
    )


@pytest.mark.parametrize("email", ["ada\0-okoro@example.org", "\0", "a" * 1000 + "@example.org", "' OR 1=1 --"])
def test_no_odd_address_breaks_it(client: FlaskClient, email: str) -> None:
    assert submit(client, email).status_code == 422


def test_ten_megabytes_are_refused_unread(client: FlaskClient) -> None:
    assert submit(client, ADA, "x" * 10_000_000).status_code == 413


def test_a_byline_cannot_sign_in(client: FlaskClient, world: World) -> None:
    with_password(world.account("Femi Byline", active=False))
    assert submit(client, "femi-byline@example.org").status_code == 422


def test_the_session_is_new_and_an_older_cookie_means_nothing(client: FlaskClient) -> None:
    submit(client, ADA)
    before = client.get_cookie("desk")
    assert before is not None
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    submit(client, ADA)
    after = client.get_cookie("desk")
    assert after is not None
    assert before.value != after.value
    first, second = sign_ins()
    assert first.ended_at is not None
    assert second.ended_at is None
    client.set_cookie("desk", before.value)
    assert not is_in(client)


def test_the_cookie_is_for_this_site_and_its_server_only(client: FlaskClient) -> None:
    cookie = submit(client, ADA).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_the_database_holds_no_token(client: FlaskClient) -> None:
    submit(client, ADA)
    with client.session_transaction() as cookie:
        assert sign_ins()[0].token_hash != cookie["_user_id"]


def test_it_ends_after_half_an_hour_of_nothing(client: FlaskClient) -> None:
    submit(client, ADA)
    with at(now() + timedelta(minutes=29)):
        assert is_in(client)
    with at(now() + timedelta(minutes=58)):
        assert is_in(client)
    with at(now() + timedelta(minutes=89)):
        assert not is_in(client)


def test_it_ends_after_twelve_hours_whatever_is_done(client: FlaskClient) -> None:
    submit(client, ADA)
    start = now()
    for quarter in range(1, 48):
        with at(start + timedelta(minutes=15 * quarter)):
            assert is_in(client), quarter
    with at(start + timedelta(hours=12, minutes=1)):
        assert not is_in(client)


def test_being_seen_is_written_once_a_minute(client: FlaskClient) -> None:
    submit(client, ADA)
    seen = sign_ins()[0].seen_at
    with at(seen + timedelta(seconds=50)):
        is_in(client)
        assert sign_ins()[0].seen_at == seen
    with at(seen + timedelta(seconds=70)):
        is_in(client)
        assert sign_ins()[0].seen_at == seen + timedelta(seconds=70)


def test_a_change_of_role_ends_every_session(app: Flask, client: FlaskClient, ada: Account) -> None:
    other = app.test_client()
    submit(client, ADA)
    submit(other, ADA)
    with writing():
        change_role(db.session, db.session.get_one(Account, ada.id), "reader", now())
        db.session.commit()
    assert not is_in(client)
    assert not is_in(other)


def test_a_closed_account_is_out_at_once(client: FlaskClient, ada: Account) -> None:
    submit(client, ADA)
    with writing():
        disable(db.session, db.session.get_one(Account, ada.id), now())
        db.session.commit()
    assert not is_in(client)
    assert submit(client.application.test_client(), ADA).status_code == 422


def test_a_new_password_ends_the_old_one(client: FlaskClient, ada: Account) -> None:
    submit(client, ADA)
    with writing():
        change_password(db.session, db.session.get_one(Account, ada.id), "not a real hash", now())
        db.session.commit()
    assert not is_in(client)
    assert submit(client.application.test_client(), ADA).status_code == 422


def test_only_posts_from_our_own_pages_count(client: FlaskClient) -> None:
    answer = client.post(
        "/sign-in/", data={"email": ADA, "password": PASSWORD}, headers={"Origin": "https://evil.test"}
    )
    assert answer.status_code == 403
    assert client.put("/sign-in/").status_code == 405


def test_the_dialog_holds_the_same_form(client: FlaskClient) -> None:
    fragment = read(client.get("/sign-in/dialog/"), fragment=True)
    assert fragment.one("form[action='/sign-in/']").get("data-hx-post") == "/sign-in/"
    assert fragment.all("h2")


def test_a_refusal_replaces_the_form_in_place(client: FlaskClient) -> None:
    answer = client.post("/sign-in/", data={"email": ADA, "password": "wrong"}, headers={"HX-Request": "true"})
    fragment = read(answer, 422, fragment=True)
    assert fragment.one("#sign-in-email").get("value") == ADA
    assert fragment.one("#sign-in-password").get("value") in (None, "")


def test_success_in_the_dialog_takes_the_whole_page_along(client: FlaskClient) -> None:
    data = {"email": ADA, "password": PASSWORD, "next": "/desk/media/"}
    answer = client.post("/sign-in/", data=data, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"], answer.data) == (200, "/desk/media/", b"")
    assert is_in(client)
