"""Feeds: whole articles in valid RSS, and nothing that another program could not read."""

import io
from datetime import timedelta

from flask.testing import FlaskClient
from lxml import etree
from PIL import Image

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.storage import media_folder, store_picture
from blueprints.news.addresses import url_of
from tests.world import World

SPACES = {"content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/"}


def feed(client: FlaskClient, path: str = "/feed/") -> etree._Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    return etree.fromstring(answer.data)


def test_an_article_is_told_whole(client: FlaskClient, world: World) -> None:
    body = '<p>One &amp; two.</p><p><a href="/about/">us</a> <img src="/media/ab/x-320.jpg" alt="A"></p>'
    article = world.article("Ports & <rivers>", body=body, tags=("port",), standfirst="In short")
    item = feed(client).find("channel/item")
    address = f"http://localhost{url_of(article)}"
    assert item.findtext("title") == "Ports & <rivers>"
    assert item.findtext("link") == item.findtext("guid") == address
    assert item.find("guid").get("isPermaLink") == "true"
    assert item.findtext("pubDate").endswith(" GMT")
    assert item.findtext("description") == "In short"
    assert item.findtext("dc:creator", namespaces=SPACES) == "Ben Diallo"
    assert [each.text for each in item.findall("category")] == ["News", "port"]
    whole = item.findtext("content:encoded", namespaces=SPACES)
    assert 'href="http://localhost/about/"' in whole and 'src="http://localhost/media/ab/x-320.jpg"' in whole
    assert "One &amp; two." in whole


def test_a_language_written_from_the_right_says_so(client: FlaskClient, world: World) -> None:
    world.article("خبر", body="<p>سلام 👋🏾</p>", language="ar")
    item = feed(client).find("channel/item")
    assert item.findtext("dc:language", namespaces=SPACES) == "ar"
    assert 'dir="rtl"' in item.findtext("content:encoded", namespaces=SPACES)


def test_what_xml_cannot_hold_is_left_out(client: FlaskClient, world: World) -> None:
    world.article("Bell\x07 and feed\x0c", body="<p>tab\x0b</p>")
    assert feed(client).findtext("channel/item/title") == "Bell and feed"


def test_the_picture_comes_with_its_true_length(client: FlaskClient, world: World) -> None:
    file = io.BytesIO()
    Image.new("RGB", (1600, 900), "green").save(file, "PNG")
    picture = store_picture(file.getvalue(), alt="Green", caption="A field", credit="Ben")
    db.session.add(picture)
    db.session.flush()
    world.article(lead_picture_id=picture.id)
    enclosure = feed(client).find("channel/item/enclosure")
    path = media_folder() / enclosure.get("url").removeprefix("http://localhost/media/")
    assert (int(enclosure.get("length")), enclosure.get("type")) == (path.stat().st_size, "image/jpeg")
    path.unlink()
    assert feed(client, "/feed/?again").findall("channel/item/enclosure") == []


def test_the_newest_come_first_and_hidden_ones_not_at_all(client: FlaskClient, world: World) -> None:
    world.article("Old", published=now() - timedelta(days=3))
    world.article("New")
    world.article("Draft", draft=True)
    world.article("Later", published=now() + timedelta(hours=1))
    assert [item.findtext("title") for item in feed(client).findall("channel/item")] == ["New", "Old"]


def test_a_section_has_its_own_with_those_below_it(client: FlaskClient, world: World) -> None:
    sport = world.category("Sport", position=2)
    football = world.category("Football", parent=sport)
    world.article("Cup final", category=football)
    world.article("Elsewhere")
    channel = feed(client, "/category/sport/feed/").find("channel")
    assert [item.findtext("title") for item in channel.findall("item")] == ["Cup final"]
    assert channel.findtext("title") == "AAN TV: Sport"
    assert channel.find("{http://www.w3.org/2005/Atom}link").get("href") == "http://localhost/category/sport/feed/"


def test_an_empty_site_has_an_empty_feed(client: FlaskClient) -> None:
    assert feed(client).findall("channel/item") == []
    assert client.get("/category/nothing/feed/").status_code == 404


def test_a_reader_that_comes_back_is_told_that_nothing_changed(client: FlaskClient, world: World) -> None:
    world.article()
    tag = client.get("/feed/").headers["ETag"]
    assert client.get("/feed/", headers={"If-None-Match": tag}).status_code == 304
