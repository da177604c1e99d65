"""An invitation: by command, by mail, accepted once."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.auth.models import Account, Role
from blueprints.auth.people import InvitationRefused, byline_account, invite_account
from blueprints.core.clock import at, now
from blueprints.core.database import db, writing
from blueprints.core.models import Purge
from blueprints.core.purging import EVERYTHING
from tests.auth.people import is_in, mails, submit
from tests.visiting import read, visit
from tests.world import World

EFE = "efe@example.org"
PASSWORD = "three rivers and a bridge"


def invite(email: str = EFE, role: Role = Role.AUTHOR, name: str | None = None) -> str:
    """Invite somebody; the path of the link."""
    with writing():
        token = invite_account(db.session, email, role, name, now()).token
        db.session.commit()
    db.session.expunge_all()
    return f"/invitation/{token}/"


def account_of(email: str) -> Account:
    db.session.expunge_all()
    return db.session.scalars(select(Account).where(Account.email_norm == email)).one()


def test_it_asks_for_a_name_and_a_password_and_opens_the_desk(client: FlaskClient) -> None:
    path = invite()
    page = visit(client, path)
    assert page.one("#own-email").get("value") == EFE
    assert not page.one("#invitation-name").get("value")
    answer = client.post(path, data={"name": "Efẹ Ọlátúnjí", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert is_in(client)
    efe = account_of(EFE)
    assert (efe.name, efe.slug, efe.role) == ("Efẹ Ọlátúnjí", "efe-olatunji", "author")
    assert submit(client.application.test_client(), EFE, PASSWORD).status_code == 303


def test_it_works_once(client: FlaskClient) -> None:
    path = invite()
    assert client.post(path, data={"name": "Efe", "password": PASSWORD}).status_code == 303
    again = client.application.test_client()
    assert again.post(path, data={"name": "Eve", "password": PASSWORD}).status_code == 410
    assert account_of(EFE).name == "Efe"


def test_it_expires_after_a_week(client: FlaskClient) -> None:
    path = invite()
    with at(now() + timedelta(days=7, minutes=1)):
        assert client.get(path).status_code == 410


def test_a_second_invitation_replaces_the_first(client: FlaskClient) -> None:
    first, second = invite(), invite(role=Role.EDITOR)
    assert client.get(first).status_code == 410
    assert client.post(second, data={"name": "Efe", "password": PASSWORD}).status_code == 303
    assert account_of(EFE).role == "editor"


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\0b", "x" * 201])
def test_a_name_that_cannot_stand_above_an_article_is_refused(client: FlaskClient, name: str) -> None:
    path = invite()
    page = read(client.post(path, data={"name": name, "password": PASSWORD}), 422)
    assert page.one("#invitation-name").get("aria-invalid") == "true"
    assert account_of(EFE).activated_at is None


def test_the_name_is_no_password(client: FlaskClient) -> None:
    read(client.post(invite(), data={"name": "Efe Olatunji-Bello", "password": "efe olatunji-bello"}), 422)


def test_a_byline_keeps_its_address_when_its_person_comes(client: FlaskClient) -> None:
    with writing():
        made = byline_account(db.session, "Femi Adéyẹmí", "Femi@Example.org")
        assert byline_account(db.session, "Another name", "femi@example.org") is made
        db.session.commit()
    path = invite("FEMI@example.org", Role.EDITOR)
    assert visit(client, path).one("#invitation-name").get("value") == "Femi Adéyẹmí"
    client.post(path, data={"name": "Femi A.", "password": PASSWORD})
    femi = account_of("femi@example.org")
    assert (femi.slug, femi.name, femi.role) == ("femi-adeyemi", "Femi A.", "editor")
    assert EVERYTHING in db.session.scalars(select(Purge.tag)).all()  # the old name stood on pages


def test_bylines_of_one_name_have_addresses_of_their_own(app: Flask) -> None:
    slugs = [byline_account(db.session, name).slug for name in ("Ann Bee", "Ann  Bee", "安 妮", "؟؟", "")]
    assert slugs[:3] == ["ann-bee", "ann-bee-2", "an-ni"]
    assert len(set(slugs)) == 5
    assert all(slugs)


def test_the_mail_carries_the_link(app: Flask) -> None:
    path = invite()
    (mail,) = mails()
    assert (mail.recipient, mail.subject) == (EFE, "You are invited to write for AAN TV")
    assert f"http://localhost{path}" in mail.text
    assert f'href="http://localhost{path}"' in mail.html


@pytest.mark.parametrize(
    "email", ["", "nonsense", "a@b", "two@example.org,three@example.org", "a\r\nBcc: b@example.org"]
)
def test_what_is_no_address_is_not_invited(app: Flask, email: str) -> None:
    with pytest.raises(InvitationRefused):
        invite(email)
    assert mails() == []


def test_who_is_here_already_is_not_invited(world: World) -> None:
    with pytest.raises(InvitationRefused, match="has an account already"):
        invite(world.ada.email or "")
