"""Who somebody is, and what they wrote."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.auth.models import Account, Role
from blueprints.core.clock import now
from blueprints.core.database import db
from tests.news.reading import BAD_CURSORS, headlines, picture, walk, walk_with_htmx
from tests.visiting import visit
from tests.world import World


def test_it_shows_a_face_words_and_articles(client: FlaskClient, world: World) -> None:
    world.article("His")
    world.article("Hers", author=world.ada)
    author = db.session.get_one(Account, world.ben.id)
    author.bio, author.picture_id = "Ben covers ports.", picture().id
    db.session.commit()
    page = visit(client, "/author/ben-diallo/")
    assert page.text("h1") == "Ben Diallo" and "Ben covers ports." in page.text(".author-head")
    assert page.one(".author-head img").get("src").startswith("/media/")
    assert headlines(page) == ["His"]
    assert "ben-diallo@example.org" not in page.html


def test_one_without_a_picture_has_a_letter(client: FlaskClient, world: World) -> None:
    world.article()
    assert visit(client, "/author/ben-diallo/").text(".author-head .face-letter") == "B"


def test_a_readers_account_is_nobodys_business(client: FlaskClient, world: World) -> None:
    assert world.cleo.role == Role.READER
    visit(client, "/author/cleo-mensah/", 404)
    assert client.get("/author/cleo-mensah/more/").status_code == 404
    visit(client, "/author/nobody/", 404)


def test_one_who_wrote_is_still_known_when_no_longer_staff(client: FlaskClient, world: World) -> None:
    world.article("Farewell", author=world.cleo)
    assert headlines(visit(client, "/author/cleo-mensah/")) == ["Farewell"]


def test_more_goes_on_to_the_last_without_gap_or_double(client: FlaskClient, world: World) -> None:
    moment = now() - timedelta(hours=2)
    made = [world.article(f"Story {number}", published=moment) for number in range(41)]
    expected = [each.headline for each in reversed(made)]
    assert walk(client, "/author/ben-diallo/") == walk_with_htmx(client, "/author/ben-diallo/") == expected


@pytest.mark.parametrize("cursor", BAD_CURSORS)
@pytest.mark.parametrize("url", ["/author/ben-diallo/", "/author/ben-diallo/more/"])
def test_a_cursor_that_was_never_given_out_is_not_found(
    client: FlaskClient, world: World, url: str, cursor: str
) -> None:
    world.article()
    assert client.get(f"{url}?after={cursor}").status_code == 404


def test_what_is_not_out_is_not_seen(client: FlaskClient, world: World) -> None:
    world.article("Idea", draft=True)
    world.article("Tomorrow", published=now() + timedelta(days=1))
    assert headlines(visit(client, "/author/ben-diallo/")) == []
