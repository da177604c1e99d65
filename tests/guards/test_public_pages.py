"""Public pages are the same bytes for everybody: no cookie, no session, no varying."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.config import ROOT
from tests.signing_in import sign_in
from tests.world import World

PATHS = [
    "/",
    "/category/news/",
    "/tag/port/",
    "/author/ben-diallo/",
    "/about/",
    "/search/",
    "/feed/",
    "/category/news/feed/atom/",
    "/tag/port/feed/json/",
    "/author/ben-diallo/feed/",
    "/sitemap.xml",
    "/sitemap-tags-0.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/newsletter/",
    "/newsletter/?from=1",
    "/newsletter/embed/",
    "/newsletter/issues/",
    "/newsletter/issues/feed/",
    "/newsletter/qr/",
    "/newsletter/qr.svg",
    "/corrections/",
    "/manifest.webmanifest",
    "/sw.js",
    "/offline/",
    "ARTICLE",
    "EMBEDDED",
]
# Reading the query past `request.args` would let the page cache take two pages for one; no kept page does.
RAW = re.compile(r"\b(query_string|full_path|request\.url|request\.values|RAW_URI|QUERY_STRING)\b")
MAY_READ_IT = {"auth/access.py", "core/asking.py", "core/page_cache.py", "core/security.py", "news/views/lost.py"}


@pytest.fixture
def paths(world: World) -> dict[str, str]:
    """The address behind each name, over a site with one of everything."""
    article = world.article("Port opens", tags=("port",))
    world.page("about", "About")
    when = article.published_at
    assert when is not None
    address = f"/{when:%Y/%m}/{article.slug}/"
    return {path: path for path in PATHS} | {"ARTICLE": address, "EMBEDDED": f"/oembed?url=http://localhost{address}"}


@pytest.mark.parametrize("name", PATHS)
def test_it_is_the_same_for_everybody(
    app: Flask, client: FlaskClient, world: World, paths: dict[str, str], name: str
) -> None:
    path = paths[name]
    stranger = client.get(path)
    assert stranger.status_code == 200, path
    assert "Set-Cookie" not in stranger.headers
    assert stranger.headers["Cache-Control"].startswith("public")
    assert set(stranger.headers.get("Vary", "").lower().split(", ")) <= {"", "accept-encoding", "save-data"}
    assert "csrf" not in stranger.text
    signed_in = app.test_client()
    sign_in(signed_in, world.ada)
    assert signed_in.get(path).data == stranger.data
    assert client.get(path, headers={"HX-Request": "true"}).data == stranger.data
    frugal = client.get(path, headers={"Save-Data": "on"})
    assert signed_in.get(path, headers={"Save-Data": "on", "HX-Request": "true"}).data == frugal.data
    assert client.get(path).data == stranger.data


def test_no_view_reads_the_query_where_the_page_cache_cannot_see_it() -> None:
    for path in sorted((ROOT / "blueprints").rglob("*.py")):
        if str(path.relative_to(ROOT / "blueprints")) not in MAY_READ_IT:
            assert not RAW.search(path.read_text(encoding="utf-8")), path.name
