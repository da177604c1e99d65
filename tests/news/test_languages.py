"""The site in several languages: the address says which, lists keep to it, versions of an article know each other."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.database import db
from blueprints.core.languages import speaking
from blueprints.core.wording import FormWords
from blueprints.news.addresses import url_of
from blueprints.news.editing import leave_redirect
from blueprints.news.families import join_family, sources_behind
from blueprints.news.models import Article, Target
from tests.visiting import visit
from tests.world import World


def headlines(client: FlaskClient, path: str) -> set[str]:
    return {" ".join("".join(link.itertext()).split()) for link in visit(client, path).all(".card-headline a")}


def test_the_address_says_the_language(client: FlaskClient, world: World) -> None:
    world.article("In English")
    for path, language, direction in (("/", "en", "ltr"), ("/fr/", "fr", "ltr"), ("/ar/latest/", "ar", "rtl")):
        page = visit(client, path)
        assert (page.tree.get("lang"), page.tree.get("dir")) == (language, direction)
        assert page.answer.headers["Content-Language"] == language


def test_a_standing_page_is_in_every_language_and_marked_as_its_own(client: FlaskClient, world: World) -> None:
    page = world.page("about", "About us")
    french = visit(client, f"/fr{url_of(page)}")
    assert french.one(".article-head").get("lang") == "en" and french.tree.get("lang") == "fr"
    answer = client.get("/fr/about")
    assert (answer.status_code, answer.location) == (301, "/fr/about/")


def test_a_language_spelled_almost_right_leads_on(client: FlaskClient, world: World) -> None:
    for asked, place in (("/fr", "/fr/"), ("/en/", "/"), ("/en/latest/", "/latest/"), ("/en", "/")):
        answer = client.get(asked)
        assert (answer.status_code, answer.location) == (301, place)


@pytest.mark.parametrize("rest", ["//evil.test/", "/%5Cevil.test/", "/%2F/evil.test", "/%0d%0aX: y", "/\\/evil.test"])
def test_no_spelling_of_it_leads_to_another_site(client: FlaskClient, world: World, rest: str) -> None:
    place = client.get("/en" + rest).location or "/"
    assert place.startswith("/") and place[1:2] not in ("/", "\\") and "\n" not in place


@pytest.mark.parametrize("path", ["/de/", "/FR/", "/frr/latest/"])
def test_what_is_no_language_of_ours_is_not_found(client: FlaskClient, world: World, path: str) -> None:
    visit(client, path, 404)


def test_a_list_keeps_to_its_language_and_the_sites_own_shows_all(client: FlaskClient, world: World) -> None:
    for headline, language in (("English", "en"), ("Français", "fr"), ("Ivoirien", "fr-CI"), ("Hausa", "ha")):
        world.article(headline, language=language, tags=("port",))
    for path in ("/", "/latest/", "/category/news/", "/tag/port/", "/author/ben-diallo/"):
        assert headlines(client, path) == {"English", "Français", "Ivoirien", "Hausa"}
        assert headlines(client, f"/fr{path}") == {"Français", "Ivoirien"}
    assert "Français" in client.get("/fr/feed/").text and "Hausa" not in client.get("/fr/feed/").text
    assert not headlines(client, "/yo/latest/")


def test_links_stay_in_the_language_and_an_article_lives_in_its_own(client: FlaskClient, world: World) -> None:
    article = world.article("Le port", language="fr-CI", slug="le-port")
    assert url_of(article).startswith("/fr/20")
    page = visit(client, "/latest/")
    assert url_of(article) in {link.get("href") for link in page.all(".card-headline a")}
    french = visit(client, "/fr/latest/")
    assert all(link.get("href").startswith("/fr/") for link in french.all(".section-row a"))


def test_every_language_has_its_own_kept_page(client: FlaskClient, world: World) -> None:
    world.article("In English")
    for _ in range(2):
        assert visit(client, "/latest/").tree.get("lang") == "en"
        assert visit(client, "/sw/latest/").tree.get("lang") == "sw"


def test_another_languages_address_shows_the_article_with_its_own_canonical(client: FlaskClient, world: World) -> None:
    article = world.article("In English")
    page = visit(client, "/yo" + url_of(article))
    assert page.tree.get("lang") == "yo" and page.one(".article-body").get("lang") == "en"
    assert page.one("link[rel=canonical]").get("href") == f"http://localhost{url_of(article)}"


def family(world: World) -> tuple[Article, Article, Article]:
    source = world.article("The port", slug="the-port")
    french = world.article("Le port", slug="le-port", language="fr")
    hausa = world.article("Tashar jirgi", slug="tashar-jirgi", language="ha", draft=True)
    for version in (french, hausa):
        join_family(db.session, db.session.merge(version), source.id)
    db.session.commit()
    return source, french, hausa


def test_versions_are_linked_both_ways_and_a_draft_is_not(client: FlaskClient, world: World) -> None:
    source, french, _ = family(world)
    for article in (source, french):
        page = visit(client, url_of(article))
        told = {link.get("hreflang"): link.get("href") for link in page.all("link[hreflang]")}
        assert told == {
            "en": f"http://localhost{url_of(source)}",
            "fr": f"http://localhost{url_of(french)}",
            "x-default": f"http://localhost{url_of(source)}",
        }
    links = {link.get("href") for link in visit(client, url_of(source)).all(".versions a")}
    assert links == {url_of(french)}


def test_the_address_chooses_the_version(client: FlaskClient, world: World) -> None:
    source, french, _ = family(world)
    answer = client.get("/fr" + url_of(source))
    assert (answer.status_code, answer.location) == (302, url_of(french))
    assert client.get("/ha" + url_of(source)).status_code == 200


def test_old_addresses_lead_on_in_every_language(client: FlaskClient, world: World) -> None:
    article = world.article("Le port", slug="le-port", language="fr")
    leave_redirect(db.session, url_of(article).replace("le-port", "vieux-port"), Target.ARTICLE, article.id)
    db.session.commit()
    for root in ("/fr", "", "/sw"):
        answer = client.get(root + url_of(article).removeprefix("/fr").replace("le-port", "vieux-port"))
        assert (answer.status_code, answer.location) == (301, url_of(article))


def test_a_version_of_a_version_has_its_source_and_falls_behind(client: FlaskClient, world: World) -> None:
    source, french, hausa = (db.session.get_one(Article, each.id, populate_existing=True) for each in family(world))
    join_family(db.session, hausa, french.id)
    db.session.commit()
    assert hausa.source_id == source.id and sources_behind(db.session, hausa) is None
    source.headline = "The port, again"
    db.session.commit()
    made_from, current = sources_behind(db.session, hausa) or (0, 0)
    assert current == made_from + 1
    join_family(db.session, source, source.id)
    assert source.source_id is None


def test_a_source_that_becomes_a_version_brings_its_versions_along(client: FlaskClient, world: World) -> None:
    source, french, hausa = family(world)
    head = world.article("Where it all began", slug="began", language="sw")
    join_family(db.session, db.session.get_one(Article, source.id), head.id)
    db.session.commit()
    sources = [db.session.get_one(Article, each.id, populate_existing=True).source_id for each in (french, hausa)]
    assert sources == [head.id, head.id]
    assert {link.get("href") for link in visit(client, url_of(head)).all(".versions a")} == {
        url_of(source),
        url_of(french),
    }


def test_lists_say_where_they_are_in_every_language(client: FlaskClient, world: World) -> None:
    world.article("In English")
    for path in ("/", "/fr/"):
        told = {link.get("hreflang"): link.get("href") for link in visit(client, path).all("link[hreflang]")}
        assert told["x-default"] == told["en"] == "http://localhost/" and told["fr"] == "http://localhost/fr/"
        assert len(told) == 9


def test_the_switch_keeps_the_page(client: FlaskClient, world: World) -> None:
    world.article("In English")
    links = {link.get("href") for link in visit(client, "/fr/most-read/").all(".languages a")}
    assert {"/most-read/", "/ar/most-read/", "/yo/most-read/"} <= links


def test_dates_and_plurals_are_the_languages_own(client: FlaskClient, world: World) -> None:
    page = visit(client, "/fr/")
    assert any(month in page.text(".masthead-strip time") for month in ("janvier", "novembre", "décembre", "202"))


def test_sitemaps_name_the_sections_of_each_language(client: FlaskClient, world: World) -> None:
    world.article("In English")
    article = world.article("Le port", language="fr", slug="le-port")
    index = client.get("/sitemap.xml").text
    maps = [address.removeprefix("http://localhost") for address in re.findall("<loc>([^<]+)</loc>", index)]
    told = {place for each in maps for place in re.findall("<loc>([^<]+)</loc>", client.get(each).text)}
    assert {"http://localhost/fr/", "http://localhost/fr/category/news/", f"http://localhost{url_of(article)}"} <= told
    assert not [place for place in told if "/ha/" in place]


def test_the_form_library_speaks_our_languages(app: Flask) -> None:
    with app.test_request_context(), speaking("ha"):
        assert FormWords().gettext("This field is required.") == "Dole a cike wannan fili."
        assert FormWords().ngettext("one", "many", 2) == "many"
