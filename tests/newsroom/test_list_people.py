"""The staff, for admins."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.auth.models import Account, Role, SignIn
from blueprints.core.database import db
from blueprints.core.models import OutboxMail
from tests.newsroom.writing import enter
from tests.signing_in import form_token
from tests.visiting import read, visit
from tests.world import World


@pytest.fixture
def amina(world: World) -> Account:
    """An admin."""
    return world.account("Amina Bello", Role.ADMIN)


def person(account: Account) -> Account:
    db.session.expunge_all()
    return db.session.get_one(Account, account.id)


def test_an_invitation_goes_out_by_mail(client: FlaskClient, amina: Account) -> None:
    enter(client, amina)
    form = {"email": "new@example.org", "name": "Neema", "role": "editor", "csrf_token": form_token()}
    assert client.post("/desk/people/invite/", data=form).status_code == 303
    page = visit(client, "/desk/people/")
    assert "on its way to new@example.org" in page.text(".desk-flash")
    assert "Neema" in page.text(".desk-list")
    assert db.session.scalars(select(OutboxMail.recipient)).all() == ["new@example.org"]


@pytest.mark.parametrize("email", ["", "nobody", "ben-diallo@example.org", "a\0@example.org"])
def test_an_address_that_cannot_be_invited_is_told(
    client: FlaskClient, world: World, amina: Account, email: str
) -> None:
    assert world.ben.email
    enter(client, amina)
    form = {"email": email, "name": "Kept", "role": "author", "csrf_token": form_token()}
    page = read(client.post("/desk/people/invite/", data=form), 422)
    assert page.all(".error")
    assert page.one("#name").get("value") == "Kept"


def test_a_role_is_changed_and_the_person_signs_in_anew(client: FlaskClient, world: World, amina: Account) -> None:
    enter(client, world.ben)
    enter(client, amina)
    client.post(f"/desk/people/{world.ben.id}/role/", data={"role": "editor", "csrf_token": form_token()})
    assert person(world.ben).role == Role.EDITOR
    assert db.session.scalars(select(SignIn.ended_at).where(SignIn.account_id == world.ben.id)).one() is not None


def test_an_account_is_closed_and_opened(client: FlaskClient, world: World, amina: Account) -> None:
    enter(client, amina)
    client.post(f"/desk/people/{world.ben.id}/disable/", data={"csrf_token": form_token()})
    assert person(world.ben).disabled_at is not None
    assert "Open again" in visit(client, "/desk/people/").text(".desk-list")
    client.post(f"/desk/people/{world.ben.id}/enable/", data={"csrf_token": form_token()})
    assert person(world.ben).disabled_at is None


def test_nobody_changes_themselves_or_a_reader(client: FlaskClient, world: World, amina: Account) -> None:
    enter(client, amina)
    for act, status, account in (("role", 403, amina), ("disable", 403, amina), ("role", 404, world.cleo)):
        form = {"role": "author", "csrf_token": form_token()}
        assert client.post(f"/desk/people/{account.id}/{act}/", data=form).status_code == status
    assert person(amina).role == Role.ADMIN


def test_only_admins_enter(client: FlaskClient, world: World) -> None:
    enter(client, world.ada)
    assert client.get("/desk/people/").status_code == 403
    form = {"role": "admin", "email": "x@example.org", "csrf_token": form_token()}
    for path in ("invite", f"{world.ben.id}/role", f"{world.ben.id}/disable", f"{world.ben.id}/enable"):
        assert client.post(f"/desk/people/{path}/", data=form).status_code == 403
    assert person(world.ben).role == Role.AUTHOR


def test_without_the_token_nothing_changes(client: FlaskClient, world: World, amina: Account) -> None:
    enter(client, amina)
    for act in ("role", "disable", "enable"):
        assert client.post(f"/desk/people/{world.ben.id}/{act}/", data={"role": "admin"}).status_code == 400
    assert person(world.ben).role == Role.AUTHOR


def test_a_page_of_a_person_moves_with_a_redirect(client: FlaskClient, world: World, amina: Account) -> None:
    world.article(author=world.ben)
    enter(client, amina)
    place = f"/desk/people/{world.ben.id}/address/"
    for slug, said in (("amina-bello", "taken"), ("", "Write one"), ("///", "letters or digits"), ("a\0b", "kept")):
        page = read(client.post(place, data={"csrf_token": form_token(), "slug": slug}), 422)
        assert said in page.text(".desk-list .error")
    assert client.post(place, data={"csrf_token": form_token(), "slug": "B Diallo"}).status_code == 303
    assert client.get("/author/ben-diallo/").headers["Location"] == "/author/b-diallo/"
    assert person(amina).slug == "amina-bello"
    own = f"/desk/people/{amina.id}/address/"
    assert client.post(own, data={"csrf_token": form_token(), "slug": "amina"}).status_code == 303
    enter(client, world.ada)
    assert client.post(place, data={"csrf_token": form_token(), "slug": "ben"}).status_code == 403
