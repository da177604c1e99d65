"""`flask auth invite` and `flask auth sign-in-link`."""

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from blueprints.auth.models import Account
from blueprints.auth.people import disable
from blueprints.core.clock import now
from blueprints.core.database import db, writing
from tests.auth.people import is_in, mails
from tests.visiting import visit
from tests.world import World


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["auth", *words])


def path_in(outcome: Result) -> str:
    address = outcome.stdout.splitlines()[-1]
    assert address.startswith("http://localhost/")
    return address.removeprefix("http://localhost")


def test_it_invites_by_mail_and_prints_the_link(app: Flask, client: FlaskClient) -> None:
    outcome = run(app, "invite", "Efe@Example.org", "--role", "editor", "--name", "Efe Bello")
    assert outcome.exit_code == 0, outcome.output
    assert visit(client, path_in(outcome)).one("#invitation-name").get("value") == "Efe Bello"
    assert [mail.sent_at is not None for mail in mails()] == [True]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("nonsense", "--role", "author"), "not an email address"),
        (("ada-okoro@example.org", "--role", "author"), "has an account already"),
        (("efe@example.org", "--role", "emperor"), "emperor"),
        (("efe@example.org",), "--role"),
    ],
)
def test_it_refuses_in_one_line(app: Flask, world: World, words: tuple[str, ...], reason: str) -> None:
    assert world.ada
    outcome = run(app, "invite", *words)
    assert outcome.exit_code != 0
    assert reason in outcome.stderr
    assert mails() == []


def test_a_sign_in_link_opens_a_page_with_a_button_and_works_once(
    app: Flask, client: FlaskClient, world: World
) -> None:
    assert world.ada
    outcome = run(app, "sign-in-link", "ada-okoro@example.org")
    assert outcome.exit_code == 0, outcome.output
    path = path_in(outcome)
    assert len(outcome.stdout.splitlines()) == 1
    assert "Ada Okoro" in visit(client, path).text("h1")
    assert not is_in(client)
    answer = client.post(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert is_in(client)
    stranger = app.test_client()
    assert stranger.post(path).status_code == 410
    assert not is_in(stranger)


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("nonsense", "not an email address"),
        ("nobody@example.org", "Nobody here"),
        ("femi-byline@example.org", "not active"),
        ("ada-okoro@example.org", "disabled"),
    ],
)
def test_no_link_for_who_cannot_sign_in(app: Flask, world: World, email: str, reason: str) -> None:
    world.account("Femi Byline", active=False)
    with writing():
        disable(db.session, db.session.merge(world.ada), now())
        db.session.commit()
    outcome = run(app, "sign-in-link", email)
    assert outcome.exit_code == 1
    assert outcome.stdout == ""
    assert len(outcome.stderr.splitlines()) == 1
    assert reason in outcome.stderr


def test_a_link_of_a_closed_account_is_dead(app: Flask, client: FlaskClient, world: World) -> None:
    path = path_in(run(app, "sign-in-link", world.ada.email or ""))
    with writing():
        disable(db.session, db.session.get_one(Account, world.ada.id), now())
        db.session.commit()
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
