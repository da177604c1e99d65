"""Matching: the same is found on both databases, near or far back, and PostgreSQL looks into few articles for it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from blueprints.core.clock import now
from blueprints.core.config import ROOT
from blueprints.core.database import db
from blueprints.news.models import Byline
from blueprints.news.search import matching
from blueprints.news.search.aliases import add_alias
from tests.news.searching import found
from tests.world import World


@pytest.fixture
def ports(client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """What is asked for stands behind what PostgreSQL walks through."""
    monkeypatch.setattr(matching, "NEARBY", 1)
    world.article("River port opens", body="<p>Ships came.</p>", bylines=[Byline(position=0, guest="Port Harcourt")])
    world.article("Port of the river closes", body="<p>Ships left the river port of the north.</p>")
    shown = world.article("Le port d’Abidjan", language="fr", tags=("Côte d’Ivoire",))
    for one in ("Ivory Coast", "CI"):
        add_alias(db.session, one, "Côte d’Ivoire", shown.author_id, now())
    db.session.commit()
    for number in range(3):
        world.article(f"Later {number}")
    return client


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ('"river port"', ["Port of the river closes", "River port opens"]),
        ('"river port opens"', ["River port opens"]),
        ('"river port of the north"', ["Port of the river closes"]),
        ('"of the river" "river port"', ["Port of the river closes"]),
        ('"port river"', []),
        ('"opens ships"', []),
        ('closes "river port"', ["Port of the river closes"]),
        ('"river"', ["Port of the river closes", "River port opens"]),
        ('river -"of the"', ["River port opens"]),
        ('"river port" -"of the"', ["River port opens"]),
        ("river -ships", []),
        ("port d'abi", ["Le port d’Abidjan"]),
        ("ivory coast", ["Le port d’Abidjan"]),
        ("d’ivoi", ["Le port d’Abidjan"]),
        ("ci ", ["Le port d’Abidjan"]),
        ("riv", ["Port of the river closes", "River port opens"]),
    ],
)
def test_it_finds_the_same_far_back(ports: FlaskClient, asked: str, expected: list[str]) -> None:
    assert sorted(found(ports, asked)) == expected


def test_it_finds_an_author_far_back(ports: FlaskClient) -> None:
    assert found(ports, '"river port"', author="port harcourt") == ["River port opens"]
    assert found(ports, "river", author="harcourt") == ["River port opens"]
    assert found(ports, '"river port"', author="river port") == found(ports, "river", author="river") == []


def test_phrases_and_authors_are_looked_for_only_where_their_pairs_are(ports: FlaskClient) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("its index knows where words stand")
    db.session.execute(text("UPDATE article_search SET pairs = '{}'"))
    db.session.commit()
    assert found(ports, '"river port"') == found(ports, "river ", author="harcourt") == []
    assert len(found(ports, "river port ")) == 2


def test_the_migration_makes_the_same_pairs(app: Flask, ports: FlaskClient) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("its index knows where words stand")
    kept = text("SELECT place, ARRAY(SELECT unnest(pairs) ORDER BY 1) FROM article_search ORDER BY place")
    before = db.session.execute(kept).all()
    db.session.remove()
    downgrade(directory=str(ROOT / "migrations"), revision="0005")
    upgrade(directory=str(ROOT / "migrations"))
    assert db.session.execute(kept).all() == before and len(before) == 6
