"""A rest: no letters for a while, and then as before."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from blueprints.core import clock
from tests.newsletter.readers import Readers
from tests.smtp_sink import Sink
from tests.visiting import read, visit
from tests.world import World

EMAIL = "dan@example.org"
LAGOS = ZoneInfo("Africa/Lagos")
NOW = datetime(2026, 6, 3, 12, tzinfo=UTC)


@pytest.fixture
def path(readers: Readers) -> str:
    """Dan's own page."""
    readers.add(EMAIL)
    return f"/newsletter/manage/{readers.key(EMAIL)}/"


@pytest.mark.parametrize(
    ("length", "day"),
    [("week", date(2026, 6, 10)), ("fortnight", date(2026, 6, 17)), ("month", date(2026, 7, 3))],
)
def test_for_some_time(client: FlaskClient, readers: Readers, path: str, length: str, day: date) -> None:
    with clock.at(NOW):
        answer = client.post(f"{path}pause/", data={"length": length})
        assert answer.status_code == 303
        page = visit(client, answer.headers["Location"])
    assert page.text("[role=status].notice") == "No letters come for a while."
    dan = readers.get(EMAIL)
    assert dan.paused_until == datetime.combine(day, time(), LAGOS)
    assert dan.next_at == datetime.combine(day, time(7), LAGOS)


def test_what_waits_already_does_not_come_either_and_is_told_afterwards(
    client: FlaskClient, world: World, readers: Readers, sink: Sink, path: str
) -> None:
    world.article("Port opens")
    readers.compose()
    client.post(f"{path}pause/", data={"length": "week"})
    assert readers.deliver() == {} and not sink.accepted
    for _ in range(8):
        readers.compose()
    assert readers.deliver() == {"sent": 1}


def test_until_a_day(client: FlaskClient, readers: Readers, path: str) -> None:
    with clock.at(NOW):
        client.post(f"{path}pause/", data={"length": "until", "until": "2026-12-24"})
    assert readers.get(EMAIL).paused_until == datetime(2026, 12, 23, 23, tzinfo=UTC)


@pytest.mark.parametrize("day", ["", "2026-06-03", "2020-01-01", "2028-01-01", "tomorrow", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_refused(client: FlaskClient, readers: Readers, path: str, day: str) -> None:
    with clock.at(NOW):
        page = read(client.post(f"{path}pause/", data={"length": "until", "until": day}), 422)
    assert page.all("[role=alert]")
    assert readers.get(EMAIL).paused_until is None


def test_nothing_comes_meanwhile_and_it_can_be_ended(
    client: FlaskClient, world: World, readers: Readers, path: str
) -> None:
    world.article()
    client.post(f"{path}pause/", data={"length": "week"})
    assert readers.compose() == 0
    assert visit(client, path).one(f"main form[action='{path}resume/']") is not None
    for _ in range(2):
        assert client.post(f"{path}resume/").status_code == 303
    assert readers.get(EMAIL).paused_until is None
    assert readers.compose() == 1
