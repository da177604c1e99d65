"""What a change makes stale."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from blueprints.core.database import db
from blueprints.core.models import Purge
from tests.world import World


def stale() -> set[str]:
    return set(db.session.scalars(select(Purge.tag)))


def test_a_draft_makes_no_page_stale(world: World) -> None:
    world.article("Only an idea", draft=True, tags=("port",))
    assert stale() == set()


def test_what_readers_know_makes_every_page_of_it_stale(world: World) -> None:
    article = world.article("Port opens", tags=("port",))
    assert {"front", "feed", f"article:{article.id}", f"category:{article.category_id}", "tag:1"} <= stale()


def test_two_changes_in_the_same_instant_are_told(app: Flask) -> None:
    with app.test_request_context("/desk/"):
        answer = app.make_response(app.handle_user_exception(StaleDataError("versions differ")))
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.get_data(as_text=True)
