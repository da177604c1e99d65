"""`Save-Data`: each picture waits for a tap, in a place of its own size, with its bytes written on it."""

import re

from flask.testing import FlaskClient

from blueprints.core.database import db
from blueprints.core.models import Picture
from blueprints.core.renditions import media_folder
from blueprints.core.storage import picture_url
from tests.news.reading import picture
from tests.visiting import Visit, read, visit
from tests.world import World

FRUGAL = {"Save-Data": "on"}


def detached() -> Picture:
    """A stored picture that outlives the sessions of a test."""
    made = picture()
    db.session.expunge(made)
    return made


def frugal(client: FlaskClient, path: str) -> Visit:
    return read(client.get(path, headers=FRUGAL))


def shown(world: World, made: Picture, body: str = "") -> str:
    article = world.article("Teal", lead_picture=db.session.merge(made), body=body or "<p>Words.</p>")
    assert article.published_at is not None
    return f"/{article.published_at:%Y/%m}/{article.slug}/"


def test_every_picture_waits_with_its_size_on_it(client: FlaskClient, world: World) -> None:
    made = detached()
    path = shown(world, made)
    page = frugal(client, path)
    link = page.one(".lead-image .tap a")
    assert link.get("href") == picture_url(made, 640, "webp")
    assert link.text == f"Photo, {max(1, round(made.sizes['640.webp'] / 1000))} KB"
    assert (page.one(".tap img").get("width"), page.one(".tap img").get("height")) == ("640", "400")
    assert page.one(".tap img").get("alt") == "A teal cloth"
    assert client.get(str(link.get("href"))).mimetype == "image/webp"
    assert "srcset" not in page.html
    assert visit(client, path).all(".lead-image picture")
    assert frugal(client, "/").all(".card .tap a")


def test_pictures_in_a_body_wait_too_but_for_those_in_links(client: FlaskClient, world: World) -> None:
    made = detached()
    image = f'<img src="{picture_url(made, 960)}" alt="3 > 2 &amp; &quot;so&quot;" width="960" height="600">'
    path = shown(world, made, f'<p>One {image}</p><p><a href="/about/">{image}</a></p>')
    page = frugal(client, path)
    assert len(page.all(".article-body .tap")) == 1
    assert page.one(".article-body .tap img").get("alt") == '3 > 2 & "so"'
    size = (media_folder() / made.path(640, "webp")).stat().st_size
    assert page.one(".article-body .tap a").text == f"Photo, {max(1, round(size / 1000))} KB"
    assert len(page.all(".article-body a > img")) == 1
    assert not visit(client, path).all(".tap")


def test_a_picture_whose_file_is_gone_stays_as_it_is(client: FlaskClient, world: World) -> None:
    made = detached()
    stem = picture_url(made, 960).replace("960.jpg", "77.jpg").replace(made.digest[2:20], "0" * 18)
    page = frugal(client, shown(world, made, f'<p><img src="{stem}" alt="" width="9" height="9"></p>'))
    assert len(page.all(".article-body img")) == 1
    assert not page.all(".article-body .tap")


def test_any_cache_is_told_that_the_page_varies(client: FlaskClient, world: World) -> None:
    path = shown(world, detached())
    for headers in ({}, FRUGAL):
        assert "Save-Data" in client.get(path, headers=headers).headers["Vary"]
    assert "Save-Data" not in client.get("/feed/").headers.get("Vary", "")


def test_avif_stands_first_once_it_is_made_with_the_colour_and_focal_point(client: FlaskClient, world: World) -> None:
    made = detached()
    path = shown(world, made)
    kinds = [source.get("type") for source in visit(client, path).all(".lead-image source[type]:not([media])")]
    assert kinds == ["image/webp"]
    made = db.session.get_one(Picture, made.id)
    made.sizes = {**made.sizes, "1280.avif": 1000}
    made.focal_x, made.focal_y = 24, 100
    db.session.commit()
    path = shown(world, made)
    page = visit(client, path)
    kinds = [source.get("type") for source in page.all(".lead-image source[type]:not([media])")]
    assert kinds == ["image/avif", "image/webp"]
    assert re.fullmatch(r"tone r0 g[12] b[12] fx1 fy5", page.one(".lead-image img").get("class") or "")
