"""What an article weighs, told to its author."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from blueprints.core.database import db
from blueprints.core.models import Picture
from blueprints.core.renditions import media_folder
from blueprints.core.storage import store_picture
from blueprints.core.weight import ARTICLE, KB, Budget, Weight, weigh
from blueprints.news.views.articles import article_page
from blueprints.newsroom import queries
from blueprints.newsroom.weighing import taken_by_phone, weigh_article
from tests.newsroom.writing import edit_url, enter, image_file, stored
from tests.signing_in import sign_in
from tests.visiting import visit
from tests.world import World


def weight_url(number: int) -> str:
    return f"/desk/articles/{number}/weight/"


def test_the_form_has_a_link_that_the_weight_replaces(client: FlaskClient, world: World) -> None:
    article = world.article("Port opens")
    enter(client, world.ben)
    page = visit(client, edit_url(article))
    assert page.one(".desk-weight a").get("href") == weight_url(article.id)
    assert page.one(".desk-weight a").get("data-hx-trigger") == "load"
    assert visit(client, "/desk/articles/new/").all(".desk-weight") == []


def test_its_page_and_its_fragment_say_the_same(client: FlaskClient, world: World) -> None:
    article = world.article("Port opens")
    enter(client, world.ben)
    page = visit(client, weight_url(article.id))
    assert page.text(".desk-part p").startswith("Weight: ")
    assert "(budget 14 KB to read)" in page.text(".desk-part p")
    assert page.answer.headers["Cache-Control"] == "private, no-store"
    fragment = client.get(weight_url(article.id), headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert fragment.strip() in page.html


def test_a_draft_is_weighed_as_if_it_came_out_now(client: FlaskClient, world: World) -> None:
    article = world.article("", draft=True, body="")
    enter(client, world.ben)
    assert "Weight: " in visit(client, weight_url(article.id)).text("main")
    assert stored(article.id).published_at is None


def test_the_pictures_are_those_that_a_telephone_takes(app: Flask, client: FlaskClient, world: World) -> None:
    picture = store_picture(image_file(size=(1400, 800)).getvalue(), alt="The port")
    article = world.article("Port opens", lead_picture=picture)
    digest = db.session.scalars(select(Picture.digest)).one()
    number, taken = article.id, (media_folder() / Picture(digest=digest).path(640, "webp")).stat().st_size
    enter(client, world.ben)
    visit(client, weight_url(number))
    with app.test_request_context():
        whole = db.session.scalars(queries.article_to_edit(number)).one()
        weight = weigh_article(whole, article_page(whole))
    assert weight.pictures == (taken,)
    db.session.get_one(Picture, 1).sizes = {"640.webp": 200 * KB, "640.avif": 200 * KB, "320.webp": 1}
    db.session.commit()
    heavy = visit(client, weight_url(number))
    assert "200 KB on a telephone" in heavy.text("main")
    assert heavy.all("p.notice.alarm")
    saving = client.get(weight_url(number), headers={"Save-Data": "on"})
    assert "200 KB on a telephone" in saving.text


def test_over_budget_it_says_what_weighs(client: FlaskClient, world: World) -> None:
    words = " ".join(f"{number * 7919 % 99991:x}{number:o}" for number in range(6000))
    article = world.article("Long", body=f"<p>{words}</p>")
    enter(client, world.ben)
    said = visit(client, weight_url(article.id)).text("main")
    assert "Too heavy to read on a weak link: the text weighs" in said
    assert "Could it be two articles?" in said


def test_it_is_nobody_elses_business(client: FlaskClient, world: World) -> None:
    article = world.article("Port opens", author=world.ada)
    enter(client, world.ben)
    assert client.get(weight_url(article.id)).status_code == 403
    assert client.get(weight_url(999)).status_code == 404
    sign_in(client, world.ada)
    assert client.get(weight_url(article.id)).status_code == 200


@pytest.mark.parametrize(
    ("markup", "taken"),
    [
        (
            '<picture><source srcset="a 320w, b 640w, c 960w" sizes="(width > 62em) 54rem, 88vw"><img></picture>',
            "b",
        ),
        ('<picture><source media="(x)" srcset="a 1w"><source srcset="b 160w"><img src="j"></picture>', "b"),
        ('<p><img src="j" srcset="s 320w, t 640w" sizes="7rem"></p>', "s"),
        ('<p><img src="j"></p>', "j"),
        ('<p><img src="j" srcset=", ,x 2x" sizes="calc(1px)vw"></p>', "x"),
    ],
)
def test_the_rendition_of_a_phone_is_found(markup: str, taken: str) -> None:
    assert taken_by_phone(html.fragment_fromstring(markup).find(".//img")) == taken


def test_a_budget_passed_is_told_with_figures() -> None:
    assert Weight(15 * KB, 2 * KB, 3 * KB, 5).over(ARTICLE) == ["HTML and CSS: 17 KB of 14 KB", "requests: 5 of 4"]
    assert Weight(1, 1, 1, 1).over(Budget(1, 1, 1)) == []
    assert weigh("<p>Nothing linked</p>").requests == 1
