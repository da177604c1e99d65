"""How often and when, about what, in which form."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.news.models import Tag
from blueprints.newsletter.models import Subscriber, SubscriberEvent
from tests.newsletter.readers import Readers
from tests.visiting import read, visit
from tests.world import World

EMAIL = "dan@example.org"


@pytest.fixture
def path(readers: Readers) -> str:
    """Dan's own page."""
    readers.add(EMAIL)
    return f"/newsletter/manage/{readers.key(EMAIL)}/"


def ticked(page: Any) -> list[str]:
    return [box.get("value") for box in page.all("input[type=checkbox][checked]")]


def test_it_shows_what_is_chosen(client: FlaskClient, world: World, path: str) -> None:
    world.category("Sports", position=2)
    page = visit(client, path)
    assert [box.get("value") for box in page.all("input[type=radio][checked]")] == ["daily", "normal", "week"]
    assert ticked(page) == []
    assert page.answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in page.answer.headers


def test_it_keeps_what_is_chosen(client: FlaskClient, world: World, readers: Readers, path: str) -> None:
    sports = world.category("Sports", position=2)
    page = read(client.post(path, data={"cadence": "weekly", "categories": [str(sports.id)]}))
    assert page.text("[role=status].notice") == "Your choices are kept."
    assert len(ticked(page)) == 1
    assert readers.get(EMAIL).cadence == "weekly"
    assert readers.get(EMAIL).chosen == {"categories": [str(sports.id)]}
    read(client.post(path, data={"cadence": "daily"}))
    assert readers.get(EMAIL).chosen == {}
    lines = db.session.scalars(select(SubscriberEvent.detail)).all()
    assert lines == ["cadence, choices", "cadence, choices"]


def test_the_hour_is_the_readers_own(client: FlaskClient, readers: Readers, path: str) -> None:
    with clock.at(datetime(2026, 6, 3, 12, tzinfo=UTC)):  # a Wednesday
        client.post(path, data={"cadence": "daily", "hour": "18", "zone": "America/New_York", "form": "text"})
        assert readers.get(EMAIL).next_at == datetime(2026, 6, 3, 18, tzinfo=ZoneInfo("America/New_York"))
        page = visit(client, path)
        assert "Wednesday, 3 June 2026, 18:00" in page.text("main")
        client.post(path, data={"cadence": "weekly", "weekday": "7", "hour": "9"})
    dan = readers.get(EMAIL)
    assert dan.next_at == datetime(2026, 6, 7, 9, tzinfo=ZoneInfo("America/New_York"))
    assert (dan.form, dan.zone) == ("text", "America/New_York")


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("St Johns", "America/St_Johns"), ("asia/kathmandu", "Asia/Kathmandu"), ("Ouaga", "Africa/Ouagadougou")],
)
def test_any_other_city_is_known_by_its_name(
    client: FlaskClient, readers: Readers, path: str, typed: str, zone: str
) -> None:
    page = read(client.post(path, data={"cadence": "daily", "other_zone": typed}))
    assert readers.get(EMAIL).zone == zone
    assert page.one("select[name=zone] option[selected]").get("value") == zone


@pytest.mark.parametrize("typed", ["Timbuctoo-on-Sea", "San", "<script>", "👋", "x" * 70])
def test_a_city_that_is_none_or_many_is_asked_again(
    client: FlaskClient, readers: Readers, path: str, typed: str
) -> None:
    page = read(client.post(path, data={"cadence": "weekly", "other_zone": typed}), 422)
    assert page.all("[role=alert]")
    assert (readers.get(EMAIL).zone, readers.get(EMAIL).cadence) == ("", "daily")


def test_subjects_authors_and_languages(client: FlaskClient, world: World, readers: Readers, path: str) -> None:
    world.article("Port opens", tags=("port",))
    tag = db.session.scalar(select(Tag.id))
    page = visit(client, path)
    assert str(tag) in [box.get("value") for box in page.all("input[name=tags]")]
    assert [box.get("value") for box in page.all("input[name=authors]")] == [str(world.ben.id)]
    client.post(path, data={"cadence": "daily", "tags": str(tag), "authors": str(world.ben.id), "languages": ["fr"]})
    wanted = {"tags": [str(tag)], "authors": [str(world.ben.id)], "languages": ["fr"]}
    assert readers.get(EMAIL).chosen == wanted
    assert set(ticked(visit(client, path))) == {str(tag), str(world.ben.id), "fr"}


def test_a_subject_is_found_by_its_letters_and_nothing_is_kept_meanwhile(
    client: FlaskClient, world: World, readers: Readers, path: str
) -> None:
    world.article("Port", tags=tuple(f"busy {number:02}" for number in range(20)))
    world.article("Canal", tags=("water rights",))
    assert "water rights" not in visit(client, path).text("main")
    page = read(client.post(path, data={"cadence": "weekly", "tags": ["1"], "find": "Water", "act": "find"}))
    assert "water rights" in page.text("main details")
    assert ticked(page) == ["1"]
    assert readers.get(EMAIL).cadence == "daily" and readers.get(EMAIL).chosen == {}


def test_from_breaking_news_only_a_digest_begins_now(
    client: FlaskClient, world: World, readers: Readers, path: str
) -> None:
    client.post(path, data={"cadence": "breaking"})
    assert readers.get(EMAIL).next_at is None
    world.article("Old story")
    readers.compose()
    client.post(path, data={"cadence": "daily"})
    dan = readers.get(EMAIL)
    assert dan.watermark == 1 and dan.next_at is not None


def test_a_change_cannot_give_two_letters_in_a_row(client: FlaskClient, readers: Readers, path: str) -> None:
    moment = datetime(2026, 6, 3, 6, 30, tzinfo=UTC)
    db.session.execute(update(Subscriber).values(last_at=moment - timedelta(minutes=25)))
    db.session.commit()
    with clock.at(moment):
        client.post(path, data={"cadence": "daily", "hour": "8"})
    assert readers.get(EMAIL).next_at - moment > timedelta(hours=19)


@pytest.mark.parametrize(
    "choice",
    [
        {"cadence": "hourly"},
        {"cadence": "daily", "categories": "999"},
        {"cadence": "daily", "hour": "24"},
        {"cadence": "daily", "weekday": "0"},
        {"cadence": "daily", "zone": "Mars/Olympus_Mons"},
        {"cadence": "daily", "tags": "9" * 40},
        {"cadence": "daily", "tags": "٣"},
        {"cadence": "daily", "form": "film"},
        {"cadence": "daily", "language": "tlh"},
        {"cadence": "daily", "find": "a\0b"},
    ],
)
def test_it_refuses_what_cannot_be_chosen(
    client: FlaskClient, readers: Readers, path: str, choice: dict[str, str]
) -> None:
    assert client.post(path, data=choice).status_code == 422
    assert readers.get(EMAIL).cadence == "daily"


def test_a_wrong_key_opens_nothing(client: FlaskClient, path: str) -> None:
    wrong = path[:-3] + ("AA/" if path[-3:] != "AA/" else "BB/")
    for action in ("", "pause/", "resume/", "move/"):
        page = read(client.post(f"{wrong}{action}", data={"cadence": "weekly", "email": "eve@example.org"}), 404)
        assert "dan" not in page.text("main")
    assert visit(client, wrong, 404).text("h1") == "This link is not whole"


def test_it_says_what_is_held(client: FlaskClient, readers: Readers, path: str) -> None:
    db.session.execute(update(Subscriber).values(source="qr", consent="Yes, once a day."))
    db.session.commit()
    client.post(path, data={"cadence": "weekly"})
    held = visit(client, path).text(".held")
    assert "Yes, once a day." in held and "By a printed code" in held and "You changed your choices" in held
