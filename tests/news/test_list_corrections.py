"""The list of corrections, from the latest to the first."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.models import Correction
from tests.news.reading import BAD_CURSORS
from tests.visiting import Visit, read, visit
from tests.world import World


@pytest.fixture
def many(world: World) -> list[str]:
    """The texts of 45 corrections, the latest first; several at one moment."""
    article, moment = world.article("River port opens"), now()
    for number in range(45):
        at = moment - timedelta(hours=number // 3)
        db.session.add(Correction(article_id=article.id, text=f"It was {number}.", corrected_at=at))
        db.session.flush()
    db.session.commit()
    return [f"It was {3 * hour + place}." for hour in range(15) for place in (2, 1, 0)]


def texts(page: Visit) -> list[str]:
    return ["".join(text.itertext()) for text in page.all("li > p[dir=auto]")]


def test_it_goes_on_to_the_first_one(client: FlaskClient, many: list[str]) -> None:
    page = visit(client, "/corrections/")
    found, pages = texts(page), 1
    while more := page.all(".load-more a"):
        page = visit(client, more[0].get("href"))
        found, pages = found + texts(page), pages + 1
    assert (found, pages) == (many, 3)


def test_htmx_puts_each_stretch_in_place_of_the_link(client: FlaskClient, many: list[str]) -> None:
    page = visit(client, "/corrections/")
    found = texts(page)
    while more := page.all(".load-more a"):
        answer = client.get(more[0].get("data-hx-get"))
        assert answer.headers["Cache-Control"].startswith("public") and "<html" not in answer.text
        page = read(answer, fragment=True)
        found += texts(page)
    assert found == many


@pytest.mark.parametrize("cursor", BAD_CURSORS)
def test_a_place_that_nobody_gave_out_is_not_found(client: FlaskClient, cursor: str) -> None:
    for path in ("/corrections/", "/corrections/more/"):
        visit(client, f"{path}?after={cursor}", 404)


def test_none_so_far_and_none_of_what_nobody_sees(client: FlaskClient, world: World) -> None:
    draft = world.article("Idea", draft=True)
    db.session.add(Correction(article_id=draft.id, text="Secret.", corrected_at=now()))
    db.session.commit()
    page = visit(client, "/corrections/")
    assert "No corrections so far." in page.text() and "Secret" not in page.html


def test_an_arabic_one_reads_from_right_to_left(client: FlaskClient, world: World) -> None:
    article = world.article("المدينة", language="ar", slug="madina")
    db.session.add(Correction(article_id=article.id, text="كان الثلاثاء.", corrected_at=now()))
    db.session.commit()
    assert visit(client, "/corrections/").one(".corrections-list li").get("dir") == "rtl"
