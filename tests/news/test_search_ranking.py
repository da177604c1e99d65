"""Ranking: where the words stand and how new it is; and every result once, on pages to the end."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.models import Byline
from blueprints.news.search import finding
from tests.news.reading import picture, walk, walk_with_htmx
from tests.news.searching import found
from tests.world import World


def test_a_word_weighs_by_where_it_stands(client: FlaskClient, world: World) -> None:
    moment = now() - timedelta(hours=1)
    world.article("Body", body="<p>It is about cocoa.</p>", published=moment)
    world.article("Caption", lead_picture=db.session.merge(picture(caption="A cocoa farm")), published=moment)
    world.article("Standfirst", standfirst="All of cocoa.", published=moment)
    world.article("Tag", tags=("Cocoa",), published=moment)
    world.article("Cocoa", published=moment)
    assert found(client, "cocoa") == ["Cocoa", "Tag", "Standfirst", "Caption", "Body"]


def test_authors_and_guests_are_found(client: FlaskClient, world: World) -> None:
    world.article("By an account", author=world.account("Ngozi Adaobi"))
    world.article("By a guest", bylines=[Byline(position=0, guest="Ṣọlá Adéwálé")])
    assert found(client, "ngozi") == ["By an account"] and found(client, "sola adewale") == ["By a guest"]


def test_what_is_new_may_stand_before_what_is_named(client: FlaskClient, world: World) -> None:
    world.article("Cocoa then", published=now() - timedelta(days=900))
    world.article("Cocoa lately", published=now() - timedelta(days=90))
    world.article("Today", body="<p>And cocoa too.</p>")
    assert found(client, "cocoa") == ["Cocoa lately", "Today", "Cocoa then"]


def test_words_side_by_side_in_a_headline_come_first(client: FlaskClient, world: World) -> None:
    moment = now() - timedelta(hours=1)
    world.article("The river port", published=moment)
    world.article("A port at the river", published=moment)
    assert found(client, "river port ") == ["The river port", "A port at the river"]


@pytest.mark.parametrize("ranked", [3, 20, 21, 40, 41, 45, 46, 400])
def test_pages_go_on_from_the_ranked_to_the_older_without_gap_or_double(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch, ranked: int
) -> None:
    monkeypatch.setattr(finding, "RANKED", ranked)
    made = [
        world.article(
            f"Port {number}" if number % 3 else f"Other {number}", published=now() - timedelta(days=number + 1)
        )
        for number in range(45)
    ]
    walked = walk(client, "/search/?q=port")
    assert sorted(walked) == sorted(each.headline for each in made)
    older = [each.headline for each in made[ranked:]]
    assert walked[ranked:] == older
    client.application.wsgi_app._drop(None)
    assert walk_with_htmx(client, "/search/?q=port") == walked


def test_what_comes_out_meanwhile_moves_nothing(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "RANKED", 30)
    for number in range(45):
        world.article(f"Port {number}", published=now() - timedelta(days=number + 1))
    first = client.get("/search/?q=port")
    world.article("Port new")
    link = first.text.partition('class="button quiet" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert walk(client, link) == [f"Port {number}" for number in range(20, 45)]
