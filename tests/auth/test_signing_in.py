"""The helper that signs browsers in for every other test."""

from flask.testing import FlaskClient

from tests.signing_in import sign_in
from tests.visiting import visit
from tests.world import World


def test_it_makes_a_browser_somebodys(client: FlaskClient, world: World) -> None:
    sign_in(client, world.ada)
    assert visit(client, "/account/").one("#account-name").get("value") == "Ada Okoro"
