"""Sitemaps: every visible article once, in maps that stay small."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import etree

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.templating import iso
from blueprints.news import sitemaps
from blueprints.news.addresses import url_of
from blueprints.news.models import Byline
from tests.world import World

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def places(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200 and answer.mimetype == "application/xml"
    return [each.text.removeprefix("http://localhost") for each in etree.fromstring(answer.data).iter(f"{SPACE}loc")]


def test_every_map_of_the_index_answers(client: FlaskClient, world: World) -> None:
    articles = [world.article(f"Story {number}") for number in range(3)]
    world.page("about", "About")
    maps = places(client, "/sitemap.xml")
    assert maps == [
        "/sitemap-sections.xml",
        "/sitemap-news.xml",
        "/sitemap-articles-0.xml",
        "/sitemap-authors-0.xml",
    ]
    assert places(client, maps[3]) == ["/author/ben-diallo/"]
    assert places(client, maps[0]) == ["/", "/category/news/", "/about/"]
    assert places(client, maps[2]) == [url_of(article) for article in articles]
    assert sorted(places(client, maps[1])) == sorted(url_of(article) for article in articles)


def test_a_guest_has_no_map(client: FlaskClient, world: World) -> None:
    article = world.article()
    db.session.add(Byline(article_id=article.id, position=1, guest="Zainab Musa", published_at=article.published_at))
    db.session.commit()
    maps = places(client, "/sitemap.xml")
    assert [each for each in maps if "authors" in each] == ["/sitemap-authors-0.xml"]
    assert all(places(client, each) for each in maps)


def test_a_large_site_has_several(client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "RANGE", 2)
    articles = [world.article(f"Story {number}") for number in range(3)]
    assert places(client, "/sitemap.xml")[2:4] == ["/sitemap-articles-0.xml", "/sitemap-articles-1.xml"]
    assert places(client, "/sitemap-articles-1.xml") == [url_of(articles[2])]


def test_what_is_hidden_is_in_none(client: FlaskClient, world: World) -> None:
    world.article(draft=True)
    world.article("Later", published=now() + timedelta(hours=1))
    assert places(client, "/sitemap.xml") == ["/sitemap-sections.xml"]
    assert client.get("/sitemap-articles-0.xml").status_code == 404
    assert client.get("/sitemap-news.xml").status_code == 404
    assert client.get("/sitemap-articles-99999999999999999.xml").status_code == 404


def test_old_news_is_no_news(client: FlaskClient, world: World) -> None:
    world.article("Ports & <rivers>", published=now() - timedelta(days=3))
    assert "/sitemap-news.xml" not in places(client, "/sitemap.xml")


def test_the_headline_is_told_as_text(client: FlaskClient, world: World) -> None:
    world.article("Ports & <rivers>", language="pt-BR")
    root = etree.fromstring(client.get("/sitemap-news.xml").data)
    spaces = {"news": "http://www.google.com/schemas/sitemap-news/0.9"}
    assert root.findtext(".//news:title", namespaces=spaces) == "Ports & <rivers>"
    assert root.findtext(".//news:language", namespaces=spaces) == "pt"


def test_a_slug_in_another_script_is_written_in_ascii(client: FlaskClient, world: World) -> None:
    world.article("خبر", slug="خبر")
    answer = client.get("/sitemap-articles-0.xml")
    assert "%D8%AE%D8%A8%D8%B1" in answer.text


def test_tags_and_authors_with_articles_have_maps_with_the_date_of_their_newest(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "RANGE", 2)
    world.article("Old", tags=("a", "b", "c"), published=now() - timedelta(days=2))
    newest = world.article("New", tags=("c",))
    world.article("Draft", tags=("draft",), draft=True, author=world.ada)
    world.article("Later", tags=("later",), published=now() + timedelta(days=1), author=world.ada)
    maps = places(client, "/sitemap.xml")
    assert [each for each in maps if "tags" in each] == ["/sitemap-tags-0.xml", "/sitemap-tags-1.xml"]
    assert places(client, "/sitemap-tags-0.xml") == ["/tag/a/", "/tag/b/"]
    assert places(client, "/sitemap-tags-1.xml") == ["/tag/c/"]
    assert iso(newest.published_at)[:16] in client.get("/sitemap-tags-1.xml").text
    authors = [place for each in maps if "authors" in each for place in places(client, each)]
    assert authors == ["/author/ben-diallo/"]
    assert client.get("/sitemap-tags-2.xml").status_code == 404
    assert client.get("/sitemap-words-0.xml").status_code == 404
    assert client.get("/sitemap-tags-99999999999999999.xml").status_code == 404


def test_a_category_without_a_place_in_the_menu_is_told_and_dates_the_one_above(
    client: FlaskClient, world: World
) -> None:
    sport = world.category("Sport", position=2)
    article = world.article("Cup", category=world.category("Football", parent=sport))
    world.category("Nothing here")
    assert places(client, "/sitemap-sections.xml") == ["/", "/category/sport/", "/category/football/"]
    assert client.get("/sitemap-sections.xml").text.count(iso(article.published_at)) == 3
