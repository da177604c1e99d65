"""The helper that signs browsers in for every other test."""

from flask.testing import FlaskClient
from flask_login import current_user

from tests.signing_in import sign_in
from tests.world import World


def test_it_makes_a_browser_somebodys(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ada)
    with client:
        client.get("/readyz")
        assert current_user.name == "Ada Okoro"
