"""How often, and about what."""

import pytest
from flask.testing import FlaskClient

from tests.newsletter.readers import Readers
from tests.visiting import read, visit
from tests.world import World

EMAIL = "dan@example.org"


@pytest.fixture
def path(readers: Readers) -> str:
    """Dan's own page."""
    readers.add(EMAIL)
    return f"/newsletter/manage/{readers.key(EMAIL)}/"


def test_it_shows_what_is_chosen(client: FlaskClient, world: World, path: str) -> None:
    world.category("Sports", position=2)
    page = visit(client, path)
    assert [box.get("value") for box in page.all("input[type=radio][checked]")] == ["daily"]
    assert page.all("input[type=checkbox][checked]") == []
    assert page.answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in page.answer.headers


def test_it_keeps_what_is_chosen(client: FlaskClient, world: World, readers: Readers, path: str) -> None:
    sports = world.category("Sports", position=2)
    page = read(client.post(path, data={"cadence": "weekly", "categories": [str(sports.id)]}))
    assert page.text("[role=status].notice") == "Your choices are kept."
    assert len(page.all("input[type=checkbox][checked]")) == 1
    assert readers.get(EMAIL).cadence == "weekly"
    assert readers.get(EMAIL).chosen == {"categories": [str(sports.id)]}
    read(client.post(path, data={"cadence": "daily"}))
    assert readers.get(EMAIL).chosen == {}


@pytest.mark.parametrize("choice", [{"cadence": "hourly"}, {"cadence": "daily", "categories": "999"}])
def test_it_refuses_what_cannot_be_chosen(
    client: FlaskClient, readers: Readers, path: str, choice: dict[str, str]
) -> None:
    assert client.post(path, data=choice).status_code == 422
    assert readers.get(EMAIL).cadence == "daily"


def test_a_wrong_key_opens_nothing(client: FlaskClient, path: str) -> None:
    wrong = path[:-3] + ("AA/" if path[-3:] != "AA/" else "BB/")
    assert client.get(wrong).status_code == 404
    assert client.post(wrong, data={"cadence": "weekly"}).status_code == 404
