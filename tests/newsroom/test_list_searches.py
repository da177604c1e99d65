"""Search at the desk: editors keep names that are written two ways, and see what was asked in vain."""

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.models import SearchAlias
from blueprints.news.search.misses import count_miss
from tests.news.searching import found
from tests.signing_in import sign_in
from tests.visiting import visit
from tests.world import World


def add(client: FlaskClient, token: str, one: str, other: str) -> int:
    answer = client.post("/desk/search/aliases/", data={"csrf_token": token, "one": one, "other": other})
    return int(answer.status_code)


def test_either_way_finds_both(client: FlaskClient, world: World) -> None:
    world.article("Ouagadougou wakes", body="<p>Early.</p>")
    world.article("Ouaga sleeps", body="<p>Late.</p>")
    world.article("Ivory Coast votes", body="<p>Now.</p>")
    world.article("La Côte d’Ivoire vote", body="<p>Oui.</p>", language="fr")
    token = sign_in(client, world.ada)
    assert found(client, "ouagadougou ") == ["Ouagadougou wakes"]
    assert add(client, token, "Ouagadougou", "Ouaga") == add(client, token, "Côte d’Ivoire", "Ivory Coast") == 303
    assert (
        sorted(found(client, "ouagadougou "))
        == sorted(found(client, "OUAGA "))
        == ["Ouaga sleeps", "Ouagadougou wakes"]
    )
    assert found(client, "ouaga late") == ["Ouaga sleeps"]
    assert len(found(client, "ivory coast ")) == len(found(client, "cote d'ivoire")) == 2
    assert found(client, "ivory coast now") == ["Ivory Coast votes"]
    assert found(client, "ivory") == ["Ivory Coast votes"]


def test_a_removed_alias_counts_no_longer(client: FlaskClient, world: World) -> None:
    world.article("Ouaga sleeps")
    token = sign_in(client, world.ada)
    add(client, token, "Ouagadougou", "Ouaga")
    number = db.session.query(SearchAlias).one().id
    visit(client, "/desk/search/")
    assert client.post(f"/desk/search/aliases/{number}/remove/", data={"csrf_token": token}).status_code == 303
    assert found(client, "ouagadougou") == []


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("", "Ouaga", "Write both ways."),
        ("!!", "Ouaga", "Write letters or digits"),
        ("Ọ̀ṣun", "Osun", "Search takes these two for the same already"),
        ("Ouaga", "Ouagadougou", "in the list already"),
        ("a b c d e f", "x", "at most 5 words"),
    ],
)
def test_what_makes_no_pair_is_refused(client: FlaskClient, world: World, one: str, other: str, words: str) -> None:
    token = sign_in(client, world.ada)
    add(client, token, "Ouagadougou", "Ouaga")
    answer = client.post("/desk/search/aliases/", data={"csrf_token": token, "one": one, "other": other})
    assert answer.status_code == 422 and words in answer.text


def test_it_is_for_editors(client: FlaskClient, world: World) -> None:
    token = sign_in(client, world.ben)
    assert client.get("/desk/search/").status_code == add(client, token, "a", "b") == 403


def test_what_was_asked_in_vain_is_shown_and_can_be_forgotten(client: FlaskClient, world: World) -> None:
    token = sign_in(client, world.ada)
    for asked in ("Zẹ́bra crossing", "zebra crossing", "yak"):
        count_miss(db.engine, asked, now())
    page = visit(client, "/desk/search/")
    assert [link.get("href") for link in page.all(".desk-row a")] == ["/search/?q=zebra+crossing", "/search/?q=yak"]
    client.post("/desk/search/misses/forget/", data={"csrf_token": token, "words": "yak"})
    assert len(visit(client, "/desk/search/").all(".desk-row a")) == 1
