"""Feeds: whole articles in valid RSS, Atom and JSON, and nothing that another program could not read."""

import io
import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree, html
from PIL import Image

from blueprints.auth.models import Role
from blueprints.core.clock import at, now
from blueprints.core.database import db
from blueprints.core.renditions import media_folder
from blueprints.core.storage import picture_url, store_picture
from blueprints.news.addresses import url_of
from blueprints.news.models import Byline, Correction, GalleryPicture
from tests.news.reading import counted_questions, picture
from tests.visiting import visit
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


FEEDS = ("/feed/", "/category/news/feed/", "/tag/port/feed/", "/author/ben-diallo/feed/")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MRSS = "{http://search.yahoo.com/mrss/}"


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_comes_in_three_forms(client: FlaskClient, world: World, path: str) -> None:
    world.article("Port opens", tags=("port",))
    world.article("Elsewhere", author=world.ada, category=world.category("Sport"))
    assert feed(client, path).findtext("channel/item[last()]/title") == "Port opens"
    atom = client.get(f"{path}atom/")
    assert atom.mimetype == "application/atom+xml"
    entries = etree.fromstring(atom.data).findall("a:entry", ATOM)
    told = client.get(f"{path}json/")
    assert told.mimetype == "application/feed+json"
    titles = [each["title"] for each in json.loads(told.data)["items"]]
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in entries] == titles
    assert titles == (["Elsewhere", "Port opens"] if path == "/feed/" else ["Port opens"])
    assert json.loads(told.data)["feed_url"] == f"http://localhost{path}json/"
    links = visit(client, path.removesuffix("feed/")).all("head link[rel=alternate][type]")
    assert [link.get("href") for link in links] == [path, f"{path}atom/", f"{path}json/"]


@pytest.mark.parametrize("path", [*FEEDS[1:], "/category/news/feed/atom/", "/feed/rdf/"])
def test_the_feed_of_nothing_is_not_found(client: FlaskClient, world: World, path: str) -> None:
    assert client.get(path).status_code == 404
    world.account("Cleo Reader", Role.READER)
    assert client.get("/author/cleo-reader/feed/").status_code == 404


def test_every_author_is_named_in_every_form(client: FlaskClient, world: World) -> None:
    article, ada = world.article("Port").id, world.ada.id
    db.session.add(Byline(article_id=article, position=1, guest="Guest & Co"))
    db.session.add(Byline(article_id=article, position=2, account_id=ada, published_at=now() - timedelta(hours=1)))
    db.session.commit()
    names = ["Ben Diallo", "Guest & Co", "Ada Okoro"]
    assert [each.text for each in feed(client).findall("channel/item/dc:creator", SPACES)] == names
    people = etree.fromstring(client.get("/feed/atom/").data).findall("a:entry/a:author", ATOM)
    assert [each.findtext("a:name", namespaces=ATOM) for each in people] == names
    assert [each.findtext("a:uri", namespaces=ATOM) for each in people][1] is None
    authors = json.loads(client.get("/feed/json/").data)["items"][0]["authors"]
    assert authors[1:] == [{"name": "Guest & Co"}, {"name": "Ada Okoro", "url": "http://localhost/author/ada-okoro/"}]
    assert feed(client, "/author/ada-okoro/feed/").findtext("channel/item/title") == "Port"


def test_breaking_stands_in_the_title_while_it_lasts(client: FlaskClient, world: World) -> None:
    world.article("Dam holds", breaking_until=now() + timedelta(hours=1))
    assert feed(client).findtext("channel/item/title") == "Breaking: Dam holds"
    with at(now() + timedelta(hours=2)):
        assert feed(client, "/feed/?later").findtext("channel/item/title") == "Dam holds"


def test_pictures_come_with_their_words_and_nothing_that_needs_our_page(client: FlaskClient, world: World) -> None:
    lead, second = picture(caption="Sea & sky", credit="Ben").id, picture("cd" * 32, caption="Second")
    src, gallery = picture_url(second, 640), GalleryPicture(position=0, picture_id=second.id)
    body = (
        f'<figure><picture><source srcset="{src} 640w"><img src="{src}" srcset="{src} 640w" alt="B"></picture>'
        "<figcaption>Kept</figcaption></figure>"
    )
    gallery.article_id = article_id = world.article("Port", body=body, lead_picture_id=lead).id
    db.session.add(gallery)
    db.session.add(Correction(article_id=article_id, text="It was <Tuesday>.", corrected_at=now()))
    db.session.commit()
    whole = feed(client).findtext("channel/item/content:encoded", namespaces=SPACES)
    read = html.fromstring(whole)
    assert "srcset" not in whole and "<source" not in whole
    assert [each.text_content() for each in read.iter("figcaption")] == ["Sea & sky Ben", "Kept", "Second"]
    assert all(each.get("src").startswith("http://localhost/media/") for each in read.iter("img"))
    assert "Correction" in whole and "It was &lt;Tuesday&gt;." in whole
    entry = etree.fromstring(client.get("/feed/atom/").data).find("a:entry", ATOM)
    assert entry.findtext(f"{MRSS}content/{MRSS}credit") == "Ben"
    item = json.loads(client.get("/feed/json/").data)["items"][0]
    assert item["image"] == item["attachments"][0]["url"] and item["attachments"][0]["size_in_bytes"] > 0


def test_atom_tells_the_language_and_the_change_of_each(client: FlaskClient, world: World) -> None:
    world.article("خبر", body="<p>سلام 👋🏾</p>", language="ar", updated_at=now())
    root = etree.fromstring(client.get("/feed/atom/").data)
    entry = root.find("a:entry", ATOM)
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    told = [entry.findtext(f"a:{name}", namespaces=ATOM) for name in ("published", "updated")]
    assert told[0] < told[1] == root.findtext("a:updated", namespaces=ATOM)
    assert 'dir="rtl"' in entry.findtext("a:content", namespaces=ATOM)


def test_a_hub_is_named_only_where_there_is_one(client: FlaskClient, app: Flask, world: World) -> None:
    world.article()
    assert "Link" not in client.get("/feed/").headers and "hubs" not in client.get("/feed/json/").json
    app.config["WEBSUB_HUB"] = "https://hub.example/"
    for form in ("", "atom/", "json/"):
        answer = client.get(f"/feed/{form}?hub")
        own = f"http://localhost/feed/{form}"
        assert answer.headers["Link"] == f'<https://hub.example/>; rel="hub", <{own}>; rel="self"'
        assert "https://hub.example/" in answer.text and own in answer.text


def test_a_feed_asks_little_whatever_it_holds(client: FlaskClient, world: World) -> None:
    for number in range(12):
        world.article(f"Port {number}", tags=("port", f"t{number}"))
    with counted_questions() as asked:
        assert len(feed(client, "/tag/port/feed/").findall("channel/item")) == 12
    assert len(asked) <= 8, asked


def test_a_footnote_leads_to_the_article_itself(client: FlaskClient, world: World) -> None:
    """A reader program shows many articles in one page, where `#fn-1` could be anybody's."""
    mark = '<p>One<sup><a href="#fn-1" id="fnref-1">1</a></sup></p>'
    article = world.article(body=f'{mark}<ol class="footnotes"><li id="fn-1">A <a href="#fnref-1">↩</a></li></ol>')
    whole = feed(client).findtext("channel/item/content:encoded", namespaces=SPACES)
    assert f'href="http://localhost{url_of(article)}#fn-1"' in whole
    assert f'href="http://localhost{url_of(article)}#fnref-1"' in whole
