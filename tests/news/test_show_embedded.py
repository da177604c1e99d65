"""oEmbed: other sites ask for an article, and show it without any script."""

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import etree, html

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.addresses import url_of
from blueprints.news.editing import leave_redirect
from blueprints.news.models import Byline, Target
from tests.news.reading import picture
from tests.visiting import visit
from tests.world import World

SITE = "http://localhost"


def asked(client: FlaskClient, address: str, more: str = "") -> dict[str, Any]:
    answer = client.get(f"/oembed?url={quote(address, safe='')}{more}")
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["Cache-Control"].startswith("public")
    return dict(answer.get_json())


def test_the_page_names_both_forms_and_they_answer(client: FlaskClient, world: World) -> None:
    article = world.article("Ports & <rivers>", standfirst="In short & sweet", lead_picture_id=picture().id)
    db.session.add(Byline(article_id=article.id, position=1, guest="Guest"))
    db.session.commit()
    links = visit(client, url_of(article)).all("link[type$='+oembed']")
    told, xml = (client.get(link.get("href").removeprefix(SITE)) for link in links)
    facts = told.get_json()
    assert (facts["type"], facts["version"], facts["title"]) == ("rich", "1.0", "Ports & <rivers>")
    assert (facts["author_name"], facts["author_url"]) == ("Ben Diallo, Guest", f"{SITE}/author/ben-diallo/")
    assert (facts["provider_name"], facts["provider_url"]) == ("AAN TV", f"{SITE}/")
    quoted = html.fromstring(facts["html"])
    assert quoted.tag == "blockquote" and quoted.find(".//a").get("href") == SITE + url_of(article)
    assert quoted.find(".//a").text == "Ports & <rivers>" and not quoted.findall(".//script")
    assert (facts["thumbnail_width"], facts["thumbnail_height"]) == (640, 400)
    assert xml.mimetype == "text/xml"
    assert {each.tag: each.text for each in etree.fromstring(xml.data)} == {k: str(v) for k, v in facts.items()}


def test_it_keeps_within_the_room_that_is_given(client: FlaskClient, world: World) -> None:
    address = SITE + url_of(world.article(lead_picture_id=picture().id))
    facts = asked(client, address, "&maxwidth=330&maxheight=150")
    assert (facts["width"], facts["height"], facts["thumbnail_width"]) == (330, 150, 160)
    assert "thumbnail_url" not in asked(client, address, "&maxwidth=20")
    assert asked(client, address, "&maxwidth=999999999&maxheight=")["width"] == 600


@pytest.mark.parametrize("size", ["x", "-1", "0", "1e3", "9" * 5000, "\u0661", "1.5"])
def test_a_size_that_is_none_is_refused(client: FlaskClient, world: World, size: str) -> None:
    address = quote(SITE + url_of(world.article()), safe="")
    visit(client, f"/oembed?url={address}&maxwidth={quote(size)}", 400)


@pytest.mark.parametrize(
    "address",
    [
        *("", "x", SITE, f"{SITE}/", f"{SITE}/about/", f"{SITE}/2025/01/none/", "https://evil.example/2025/01/port/"),
        *("javascript:alert(1)", "http://[x", f"{SITE}/2025/01/a%00b/", "\0", f"{SITE}:80/x", "x" * 9000),
        *(f"{SITE}@evil.example/2025/01/port/", "//localhost/2025/01/port/", f"{SITE}/٢٠٢٥/٠١/port/"),
    ],
)
def test_any_other_address_is_not_found(client: FlaskClient, world: World, address: str) -> None:
    world.article("Port", slug="port")
    visit(client, f"/oembed?url={quote(address, safe='')}", 404)
    visit(client, "/oembed", 404)


def test_another_form_is_not_ours_to_give(client: FlaskClient, world: World) -> None:
    address = quote(SITE + url_of(world.article()), safe="")
    visit(client, f"/oembed?format=yaml&url={address}", 501)


def test_what_was_withdrawn_is_gone_and_a_draft_was_never_there(client: FlaskClient, world: World) -> None:
    article = db.session.merge(world.article("Gone"))
    article.unpublish(now())
    db.session.commit()
    visit(client, f"/oembed?url={quote(SITE + url_of(article), safe='')}", 410)
    visit(client, f"/oembed?url={quote(SITE + url_of(world.article(draft=True)), safe='')}", 404)


def test_an_old_address_and_the_other_scheme_are_known_too(client: FlaskClient, world: World) -> None:
    article = world.article("Port")
    leave_redirect(db.session, "/2019/03/04/port/", Target.ARTICLE, article.id)
    db.session.commit()
    assert asked(client, f"{SITE}/2019/03/04/port/")["title"] == "Port"
    assert asked(client, f"https://localhost{url_of(article)}")["title"] == "Port"


def test_a_text_from_the_right_keeps_its_direction(client: FlaskClient, world: World) -> None:
    facts = asked(client, SITE + url_of(world.article("خبر\x07", language="ar", slug="خبر")))
    assert 'lang="ar" dir="rtl"' in facts["html"]
