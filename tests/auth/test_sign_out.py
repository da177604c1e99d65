"""Signing out."""

from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.auth.models import SignIn
from blueprints.core.database import db
from tests.auth.people import is_in
from tests.signing_in import sign_in
from tests.world import World


def test_it_ends_the_session_on_the_server(client: FlaskClient, world: World) -> None:
    token = sign_in(client, world.ada)
    kept = client.get_cookie("desk")
    assert kept is not None
    answer = client.post("/sign-out/", data={"csrf_token": token})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert db.session.scalars(select(SignIn)).one().ended_at is not None
    client.set_cookie("desk", kept.value)
    assert not is_in(client)


def test_it_leaves_no_cookie(client: FlaskClient, world: World) -> None:
    client.post("/sign-out/", data={"csrf_token": sign_in(client, world.ada)})
    assert client.get_cookie("desk") is None


def test_it_wants_the_token_of_the_form(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ada)
    assert client.post("/sign-out/").status_code == 400
    assert client.post("/sign-out/", data={"csrf_token": "x"}).status_code == 400
    assert is_in(client)


def test_a_link_does_not_sign_out(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ada)
    assert client.get("/sign-out/").status_code in (404, 405)
    assert is_in(client)


def test_a_stranger_goes_to_the_front_page(client: FlaskClient, world: World) -> None:
    assert client.post("/sign-out/").headers["Location"] == "/"
