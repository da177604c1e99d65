"""What machines are told of an article, a section and the site, and that no headline can break out of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.storage import store_image
from blueprints.news.addresses import url_of
from blueprints.news.models import Byline, Correction
from tests.news.reading import picture
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
    assert told["image"][0]["width"] == "1280"
    assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == ("1200", "630")
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


def test_every_author_is_told_and_a_guest_without_a_page(client: FlaskClient, world: World) -> None:
    article = world.article("Port", is_opinion=True, updated_at=now() - timedelta(days=9))
    db.session.add(Byline(article_id=article.id, position=1, guest="Guest </script>"))
    db.session.commit()
    told = facts(visit(client, url_of(article)), "NewsArticle")
    ben = {"@type": "Person", "name": "Ben Diallo", "url": "http://localhost/author/ben-diallo/"}
    assert told["author"] == [ben, {"@type": "Person", "name": "Guest </script>"}]
    assert told["dateModified"] == told["datePublished"], "nothing changed before it came out"
    assert told["genre"] == "Opinion" and told["publisher"]["logo"]["url"].startswith("http://localhost/")
    assert told["isPartOf"] == {"@id": "http://localhost/#site"}
    assert "image" not in told and "correction" not in told and "keywords" not in told


def test_the_front_page_tells_of_the_newsroom_and_how_to_search(client: FlaskClient, world: World) -> None:
    articles = [world.article(f"Story {number}") for number in range(9)]
    page = db.session.merge(world.page("standards", "Our standards"))
    page.position = 1
    db.session.commit()
    front = visit(client, "/")
    newsroom = facts(front, "NewsMediaOrganization")
    assert newsroom["publishingPrinciples"] == "http://localhost/standards/"
    assert newsroom["correctionsPolicy"] == "http://localhost/corrections/"
    assert newsroom["@id"] == facts(front, "WebSite")["publisher"]["@id"]
    asked = facts(front, "WebSite")["potentialAction"]["target"]["urlTemplate"]
    assert visit(client, asked.removeprefix("http://localhost").replace("{q}", "story")).all(".card")
    listed = facts(front, "ItemList")["itemListElement"]
    assert [each["position"] for each in listed] == list(range(1, len(listed) + 1))
    told = [each["url"] for each in listed]
    assert told[0] == f"http://localhost{url_of(articles[-1])}" and len(set(told)) == len(told) > 5


@pytest.mark.parametrize("path", ["/category/news/", "/tag/port/", "/author/ben-diallo/"])
def test_a_list_is_told_in_its_order(client: FlaskClient, world: World, path: str) -> None:
    articles = [world.article(f"Story {number}", tags=("port",)) for number in range(3)]
    page = visit(client, path)
    listed = facts(page, "ItemList") if "author" in path else facts(page, "CollectionPage")["mainEntity"]
    assert [each["url"] for each in listed["itemListElement"]] == [
        f"http://localhost{url_of(article)}" for article in reversed(articles)
    ]


def test_an_author_is_told_with_face_and_work(client: FlaskClient, world: World) -> None:
    ben = db.session.merge(world.ben)
    ben.job_title, ben.bio, ben.contact_url = "Reporter", "Writes of ports.", "javascript:alert(1)"
    ben.picture_id = picture().id
    db.session.commit()
    person = facts(visit(client, "/author/ben-diallo/"), "ProfilePage")["mainEntity"]
    assert (person["name"], person["jobTitle"], person["description"]) == ("Ben Diallo", "Reporter", "Writes of ports.")
    assert person["image"].startswith("http://localhost/media/") and "sameAs" not in person


def test_an_empty_list_claims_no_articles(client: FlaskClient, world: World) -> None:
    assert world.news and "mainEntity" not in facts(visit(client, "/category/news/"), "CollectionPage")
    assert not [each for each in visit(client, "/").all("script") if "ItemList" in (each.text or "")]
