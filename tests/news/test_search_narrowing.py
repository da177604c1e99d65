"""Narrowing: by section, language, author and days, as plain fields; nonsense is told and never breaks."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from blueprints.news.models import Byline
from tests.news.searching import found, search
from tests.world import World


@pytest.fixture
def ports(client: FlaskClient, world: World) -> FlaskClient:
    sport = world.category("Sport")
    football = world.category("Football", parent=sport)
    world.article("Port one", published=datetime(2025, 3, 1, 12, tzinfo=UTC))
    world.article("Port two", category=football, language="fr-CI", published=datetime(2025, 3, 2, 23, 30, tzinfo=UTC))
    world.article(
        "Port three", bylines=[Byline(position=0, guest="Ṣọlá Adé")], published=datetime(2025, 3, 4, tzinfo=UTC)
    )
    return client


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ({"category": "football"}, ["Port two"]),
        ({"category": "sport"}, ["Port two"]),
        ({"category": "news"}, ["Port three", "Port one"]),
        ({"language": "fr"}, ["Port two"]),
        ({"language": "en", "category": "sport"}, []),
        ({"author": "sola ade"}, ["Port three"]),
        ({"author": "Ben"}, ["Port two", "Port one"]),
        ({"author": "Port"}, []),
        ({"from_": "2025-03-03"}, ["Port three", "Port two"]),
        ({"to": "2025-03-02"}, ["Port one"]),
        ({"from_": "2025-03-01", "to": "2025-03-03"}, ["Port two", "Port one"]),
        ({"from_": "0001-01-01", "to": "9999-12-31"}, ["Port three", "Port two", "Port one"]),
    ],
)
def test_it_finds_only_these(ports: FlaskClient, narrowed: dict[str, str], expected: list[str]) -> None:
    assert found(ports, "port", **narrowed) == expected


@pytest.mark.parametrize(
    ("narrowed", "words"),
    [
        ({"category": "nowhere"}, "There is no such section."),
        ({"category": "\0"}, ""),
        ({"category": "x" * 9000}, "There is no such section."),
        ({"language": "xx"}, "Nothing is written in such a language here."),
        ({"author": "!!!"}, "A name is written with letters."),
        ({"from_": "yesterday"}, "Write the day like"),
        ({"from_": "2025-02-31"}, "Write the day like"),
        ({"to": "٢٠٢٥-٠١-٠١"}, "Write the day like"),
        ({"from_": "2025-03-03", "to": "2025-03-01"}, "The last day lies before the first one."),
    ],
)
def test_nonsense_is_told(ports: FlaskClient, narrowed: dict[str, str], words: str) -> None:
    page = search(ports, "port", **narrowed)
    assert words in page.text("#results")
    if words:
        assert page.all(".card") == [] and page.one(".search-filters").get("open") is not None


def test_the_link_to_more_keeps_what_it_was_narrowed_by(client: FlaskClient, world: World) -> None:
    for number in range(21):
        world.article(f"Port {number}")
    more = search(client, "port", category="news", author="ben").one(".load-more a")
    assert more.get("href").startswith("/search/?q=port&category=news&author=ben&after=r")


def test_the_fields_are_folded_away_until_they_narrow(ports: FlaskClient) -> None:
    assert search(ports, "port").one(".search-filters").get("open") is None
    page = search(ports, "port", language="fr")
    assert page.one("#search-language option[selected]").get("value") == "fr"
    assert [each.get("value") for each in page.all("#search-language option")] == ["", "en", "fr"]


def test_kept_pages_differ_by_each_field(ports: FlaskClient) -> None:
    for name, value in (("category", "sport"), ("language", "fr"), ("author", "ben"), ("from", "2025-03-04")):
        assert ports.get(f"/search/?q=port&{name}={quote(value)}").data != ports.get("/search/?q=port").data
