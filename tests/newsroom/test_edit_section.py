"""Sections: the menu's order, addresses that leave redirects, forms, and no section below itself."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.database import db
from blueprints.news.models import Category
from tests.newsroom.writing import enter
from tests.signing_in import form_token
from tests.visiting import Visit, read, visit
from tests.world import World

SECTIONS = "/desk/sections/"


def url(section: Category) -> str:
    return f"{SECTIONS}{section.id}/edit/"


def fields(section: Category, **changes: str) -> dict[str, str]:
    return {
        "csrf_token": form_token(),
        "name": section.name,
        "description": "",
        "slug": section.slug,
        "position": str(section.position or ""),
        "form": section.form,
        "parent": "",
        **changes,
    }


def kept(section: Category) -> Category:
    db.session.expunge_all()
    return db.session.get_one(Category, section.id)


def menu(page: Visit) -> list[str]:
    return ["".join(link.itertext()) for link in page.all(".section-row a")]


def test_numbers_order_the_menu_and_none_leaves_it(client: FlaskClient, app: Flask, world: World) -> None:
    reader = app.test_client()
    news, sports, weather = world.news, world.category("Sports", position=2), world.category("Weather", position=3)
    assert menu(visit(reader, "/")) == ["News", "Sports", "Weather"]
    enter(client, world.ada)
    visit(client, SECTIONS)
    sent = {f"place-{news.id}": "9", f"place-{sports.id}": "", f"place-{weather.id}": "1", "csrf_token": form_token()}
    assert client.post(f"{SECTIONS}order/", data=sent).status_code == 303
    assert menu(visit(reader, "/")) == ["Weather", "News"]


@pytest.mark.parametrize("typed", ["-1", "0", "x", "1.5", "99999999999999", "²", "x\0"])
def test_an_order_that_is_none_comes_back(client: FlaskClient, world: World, typed: str) -> None:
    news = world.news
    enter(client, world.ada)
    sent = {f"place-{news.id}": typed, "csrf_token": form_token()}
    page = read(client.post(f"{SECTIONS}order/", data=sent), 422)
    assert page.all(f"#place-{news.id}[aria-invalid]") and kept(news).position == 1


def test_a_section_is_added_and_told_of(client: FlaskClient, app: Flask, world: World) -> None:
    parent = world.news
    enter(client, world.ada)
    answer = client.post(SECTIONS, data={"csrf_token": form_token(), "name": " Night   life "})
    section = db.session.query(Category).filter_by(slug="night-life").one()
    db.session.expunge_all()
    assert answer.headers["Location"] == url(section) and section.position is None
    visit(client, url(section))
    told = fields(section, description="After ten.", position="2", form="wall", parent=str(parent.id))
    assert client.post(url(section), data=told).status_code == 303
    changed = kept(section)
    assert (changed.form, changed.parent_id, changed.description) == ("wall", parent.id, "After ten.")
    assert menu(visit(app.test_client(), "/")) == ["News", "Night life"]
    assert client.post(SECTIONS, data={"csrf_token": form_token(), "name": "日本"}).status_code == 303
    read(client.post(SECTIONS, data={"csrf_token": form_token(), "name": " "}), 422)


def test_another_address_leaves_a_redirect_and_a_new_name_shows_everywhere(
    client: FlaskClient, app: Flask, world: World
) -> None:
    reader, news = app.test_client(), world.news
    world.article("Story")
    assert "News" in reader.get("/category/news/").text
    enter(client, world.ada)
    assert client.post(url(news), data=fields(news, slug="The Day", name="Today")).status_code == 303
    assert reader.get("/category/news/").headers["Location"] == "/category/the-day/"
    assert menu(visit(reader, "/")) == ["Today"]


def test_no_section_stands_below_itself(client: FlaskClient, world: World) -> None:
    news = world.news
    middle = world.category("Middle", parent=news)
    lowest = world.category("Lowest", parent=middle)
    enter(client, world.ada)
    for parent in (middle, lowest):
        page = read(client.post(url(news), data=fields(news, parent=str(parent.id))), 422)
        assert "stands below this one" in page.text("form.form")
    for parent in (str(news.id), "77", "9" * 30, "x"):
        read(client.post(url(news), data=fields(news, parent=parent)), 422)
    assert kept(news).parent_id is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "needs a name"),
        ({"name": "a\0b"}, "cannot be kept"),
        ({"slug": "sports"}, "taken"),
        ({"slug": "///"}, "letters or digits"),
        ({"position": "0"}, "from 1 to 999"),
        ({"form": "spiral"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_comes_back_filled(client: FlaskClient, world: World, changes: dict[str, str], said: str) -> None:
    news = world.news
    world.category("Sports")
    enter(client, world.ada)
    page = read(client.post(url(news), data=fields(news, **{"description": "Kept words", **changes})), 422)
    assert said in page.text("form.form") and "Kept words" in page.text("#description")
    assert (kept(news).slug, kept(news).description) == ("news", "")


def test_only_editors_plan_sections(client: FlaskClient, world: World) -> None:
    news = world.news
    enter(client, world.ben)
    for place in (SECTIONS, url(news)):
        assert client.get(place).status_code == 403
    token = {"csrf_token": form_token()}
    for place in (SECTIONS, f"{SECTIONS}order/", url(news)):
        assert client.post(place, data=token).status_code == 403
    enter(client, world.ada)
    for number in ("77", "9" * 25):
        assert client.get(f"{SECTIONS}{number}/edit/").status_code == 404
    read(client.post(f"{SECTIONS}order/", data={}), 422)
