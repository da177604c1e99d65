"""What machines are told of an article, a section and the site, and that no headline can break out of it."""

import json
from typing import Any

from flask.testing import FlaskClient
from PIL import Image

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.storage import store_image
from blueprints.news.addresses import url_of
from blueprints.news.models import Correction
from tests.visiting import Visit, visit
from tests.world import World


def facts(page: Visit, kind: str) -> dict[str, Any]:
    found = [json.loads(script.text) for script in page.all("script[type='application/ld+json']")]
    return next(each for each in found if each["@type"] == kind)


def meta(page: Visit, name: str) -> str | None:
    found = page.all(f"meta[property='{name}'], meta[name='{name}']")
    return found[0].get("content") if found else None


def test_an_article_is_told_with_all_that_search_engines_ask_for(client: FlaskClient, world: World) -> None:
    picture = store_image(Image.new("RGB", (1600, 1000), "teal"), "ab" * 32, alt="Teal", caption="Sea", credit="Ben")
    db.session.add(picture)
    db.session.flush()
    article = world.article("Port opens", tags=("port",), lead_picture_id=picture.id, updated_at=now())
    db.session.add(Correction(article_id=article.id, text="It was Tuesday.", corrected_at=now()))
    db.session.commit()
    page = visit(client, url_of(article))
    address = f"http://localhost{url_of(article)}"
    told = facts(page, "NewsArticle")
    assert told["headline"] == meta(page, "og:title") == "Port opens"
    assert told["mainEntityOfPage"]["@id"] == meta(page, "og:url") == address
    assert page.one("link[rel=canonical]").get("href") == address
    assert told["author"] == [{"@type": "Person", "name": "Ben Diallo", "url": "http://localhost/author/ben-diallo/"}]
    assert told["datePublished"].endswith("+01:00") and told["dateModified"] > told["datePublished"]
    assert told["image"][0]["url"] == meta(page, "og:image")
    assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == ("1280", "800")
    assert told["correction"][0]["text"] == "It was Tuesday."
    assert [step["name"] for step in facts(page, "BreadcrumbList")["itemListElement"]] == ["Home", "News", "Port opens"]


def test_a_headline_cannot_break_out(client: FlaskClient, world: World) -> None:
    headline = "</script><script>alert(1)</script> <!-- & \"'\u2028 سلام"
    page = visit(client, url_of(world.article(headline, slug="x")))
    assert facts(page, "NewsArticle")["headline"] == headline
    assert meta(page, "og:title") == headline


def test_a_long_text_is_described_by_its_beginning(client: FlaskClient, world: World) -> None:
    article = world.article(body=f"<p>{'word ' * 200}</p>")
    described = meta(visit(client, url_of(article)), "description") or ""
    assert described.endswith("word…") and len(described) <= 201


def test_a_filler_category_is_told_to_nobody(client: FlaskClient, world: World) -> None:
    page = visit(client, url_of(world.article(category=world.category("Uncategorized"))))
    assert "ncategorized" not in json.dumps(facts(page, "NewsArticle")) + json.dumps(facts(page, "BreadcrumbList"))
    assert meta(page, "article:section") is None


def test_a_section_tells_the_way_to_it(client: FlaskClient, world: World) -> None:
    world.category("Football", parent=world.category("Sport", position=2))
    page = visit(client, "/category/football/")
    assert [step["name"] for step in facts(page, "BreadcrumbList")["itemListElement"]] == ["Home", "Sport", "Football"]
    assert meta(page, "og:url") == "http://localhost/category/football/"


def test_the_front_page_tells_whose_it_is(client: FlaskClient, world: World) -> None:
    world.article()
    page = visit(client, "/")
    assert facts(page, "WebSite")["publisher"]["name"] == meta(page, "og:site_name") == "AAN TV"
