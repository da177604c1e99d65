"""Sitemaps: every visible article once, in maps that stay small."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import etree

from blueprints.core.clock import now
from blueprints.news import sitemaps
from blueprints.news.addresses import url_of
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
    assert maps == ["/sitemap-sections.xml", "/sitemap-news.xml", "/sitemap-articles-0.xml"]
    assert places(client, maps[0]) == ["/", "/category/news/", "/about/"]
    assert places(client, maps[2]) == [url_of(article) for article in articles]
    assert sorted(places(client, maps[1])) == sorted(url_of(article) for article in articles)


def test_a_large_site_has_several(client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "RANGE", 2)
    articles = [world.article(f"Story {number}") for number in range(3)]
    assert places(client, "/sitemap.xml")[-2:] == ["/sitemap-articles-0.xml", "/sitemap-articles-1.xml"]
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
