"""Health and readiness."""

from flask.testing import FlaskClient

from tests.world import World


def test_it_answers_without_touching_anything(client: FlaskClient) -> None:
    assert client.get("/healthz").data == b"ok"


def test_it_is_ready_when_the_database_is(client: FlaskClient, world: World) -> None:
    world.article()
    assert client.get("/readyz").data == b"ok"
