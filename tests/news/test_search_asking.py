"""Asking: phrases, words to leave out, beginnings, and everything else as text."""

import pytest
from flask.testing import FlaskClient

from tests.news.searching import found
from tests.world import World


@pytest.fixture
def ports(client: FlaskClient, world: World) -> FlaskClient:
    world.article("River port opens", body="<p>Ships came.</p>")
    world.article("Port of the river closes", body="<p>Ships left.</p>")
    world.article("Floods in two cities", body="<p>Covid-19 was there.</p>")
    return client


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ('"river port"', ["River port opens"]),
        ("“river port”", ["River port opens"]),
        ("«\u00a0river port\u00a0»", ["River port opens"]),
        ('"river port', ["River port opens"]),
        ('"port opens ships"', []),
        ("river -opens", ["Port of the river closes"]),
        ('river -"of the"', ["River port opens"]),
        ("river -closes -opens", []),
        ("-river", []),
        ("river - port opens", ["River port opens"]),
        ("flood two", ["Floods in two cities"]),
        ("city flood", ["Floods in two cities"]),
        ("covid-19", ["Floods in two cities"]),
        ("-covid-19 floods", []),
        ("flo", ["Floods in two cities"]),
        ("flo ", ["Floods in two cities"]),
        ('"flo"', []),
        ("citie", ["Floods in two cities"]),
    ],
)
def test_what_a_query_finds(ports: FlaskClient, asked: str, expected: list[str]) -> None:
    assert found(ports, asked) == expected


@pytest.mark.parametrize(
    "asked",
    [
        '"' * 5000,
        '""',
        '"-"',
        "--port",
        '-"',
        "-" * 200,
        '" OR "',
        "headline:port",
        "{headline} : port",
        "marks : c1",
        "=c1",
        "'=c1'",
        "a' | 'b",
        "\\'",
        "port\0river",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "👩‍👩‍👧 port",
        "é" * 2000,
        "' '' ''' ʼ",
        "NEAR(a b, 5) ^port +x",
        "﷽ ﷺ",
        "½ ² Ⅻ ①",
    ],
)
def test_nothing_that_is_typed_breaks_it(ports: FlaskClient, asked: str) -> None:
    found(ports, asked)


def test_both_readings_of_an_apostrophe_are_asked_for(client: FlaskClient, world: World) -> None:
    world.article("Crise en Cote d Ivoire", language="fr")
    world.article("Le port d’Abidjan", language="fr")
    assert found(client, "côte d’ivoire") == ["Crise en Cote d Ivoire"]
    assert found(client, "abidjan port") == found(client, "port d'abidjan") == ["Le port d’Abidjan"]


def test_an_arabic_word_is_found_with_and_without_its_article(client: FlaskClient, world: World) -> None:
    world.article("افتتاح المدرسة الجديدة", language="ar")
    world.article("مدرسة في الصحراء", language="ar")
    assert len(found(client, "مدرسة ")) == len(found(client, "المدرسه ")) == 2
