"""Public pages are the same bytes for everybody: no cookie, no session, no varying."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

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
    "/sitemap.xml",
    "/robots.txt",
    "/newsletter/",
    "/corrections/",
    "ARTICLE",
]


@pytest.fixture
def paths(world: World) -> dict[str, str]:
    """The address behind each name, over a site with one of everything."""
    article = world.article("Port opens", tags=("port",))
    world.page("about", "About")
    when = article.published_at
    assert when is not None
    return {path: path for path in PATHS} | {"ARTICLE": f"/{when:%Y/%m}/{article.slug}/"}


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
