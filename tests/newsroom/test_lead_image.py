"""The lead image: re-encoded, described, and kept while the rest of the form is put right."""

import io

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from blueprints.core.database import db
from blueprints.core.models import Picture
from blueprints.core.renditions import media_folder
from blueprints.news.models import Article
from tests.newsroom.writing import NEW, all_articles, article_of, edit_url, enter, image_file, send, stored, values
from tests.visiting import read, visit
from tests.world import World


@pytest.fixture(autouse=True)
def ben_writes(client: FlaskClient, world: World) -> None:
    enter(client, world.ben)
    assert world.news.id


def with_picture(client: FlaskClient, world: World, file: io.BytesIO, name: str = "a.jpg", **changes: str) -> Article:
    fields = {"headline": "Seen", "category": str(world.news.id), "picture_alt": "A river", **changes}
    return article_of(send(client, NEW, picture_file=(file, name), **fields))


def picture_of(article: Article) -> Picture:
    db.session.expunge_all()
    return db.session.scalars(
        select(Picture).join(Article, Article.lead_picture_id == Picture.id).where(Article.id == article.id)
    ).one()


def test_a_picture_is_stored_with_its_words(client: FlaskClient, world: World) -> None:
    picture = picture_of(
        with_picture(client, world, image_file(size=(1600, 900)), picture_caption="C", picture_credit="D")
    )
    assert (picture.alt, picture.caption, picture.credit) == ("A river", "C", "D")
    assert picture.widths == [160, 320, 640, 960, 1280]
    assert client.get(f"/media/{picture.path(320, 'webp')}").status_code == 200


def test_where_a_picture_was_taken_does_not_survive(client: FlaskClient, world: World) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (6.0, 27.0, 14.0)})
    exif[0x010F] = "SECRETCAMERA"
    picture = picture_of(with_picture(client, world, image_file(exif=exif)))
    for width in picture.widths:
        for extension in ("jpg", "webp"):
            path = media_folder() / picture.path(width, extension)
            assert b"SECRETCAMERA" not in path.read_bytes()
            assert not Image.open(path).getexif()


def test_a_transparent_picture_stands_on_white(client: FlaskClient, world: World) -> None:
    picture = picture_of(with_picture(client, world, image_file("PNG", mode="RGBA"), "a.png"))
    assert Image.open(media_folder() / picture.path(picture.widths[0], "jpg")).getpixel((5, 5)) == (255, 255, 255)


def bomb() -> io.BytesIO:
    return image_file("PNG", size=(11_000, 11_000), mode="1")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (io.BytesIO(b"MZ\x90\0 this program cannot be run"), "holiday.jpg"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"), "a.png"),
        (io.BytesIO(b""), "empty.jpg"),
        (io.BytesIO(image_file().getvalue()[:200]), "torn.jpg"),
        (bomb(), "bomb.png"),
    ],
    ids=["program", "svg", "empty", "torn", "bomb"],
)
def test_what_is_no_picture_is_refused_and_the_rest_kept(
    client: FlaskClient, world: World, file: io.BytesIO, name: str
) -> None:
    answer = send(
        client,
        NEW,
        headline="Kept",
        category=str(world.news.id),
        picture_alt="Alt",
        picture_file=(io.BytesIO(file.getvalue()), name),
    )
    page = read(answer, 422)
    assert "The picture was not taken over" in page.html
    assert (page.text("#headline").strip(), page.text("#picture_alt").strip()) == ("Kept", "Alt")
    assert all_articles() == []


def test_more_than_twelve_megabytes_are_refused(client: FlaskClient, world: World) -> None:
    answer = send(
        client,
        NEW,
        headline="Big",
        category=str(world.news.id),
        picture_file=(io.BytesIO(b"x" * (13 << 20)), "big.jpg"),
    )
    assert answer.status_code == 413


def test_publishing_asks_what_the_picture_shows_and_keeps_it_meanwhile(client: FlaskClient, world: World) -> None:
    answer = send(
        client,
        NEW,
        "publish",
        headline="H",
        body="B",
        category=str(world.news.id),
        picture_file=(image_file(), "a.jpg"),
    )
    page = read(answer, 422)
    assert "Say what the picture shows" in page.html
    assert page.one(".desk-picture img").get("src").startswith("/media/")
    again = client.post(NEW, data={**values(page), "picture_alt": "Now described", "action": "publish"})
    assert picture_of(article_of(again)).alt == "Now described"


def test_a_picture_is_replaced_and_removed(client: FlaskClient, world: World) -> None:
    article = with_picture(client, world, image_file(size=(400, 300)))
    first = picture_of(article).digest
    article_of(send(client, edit_url(article), picture_file=(image_file(size=(500, 300)), "b.jpg")))
    assert picture_of(article).digest != first
    article_of(send(client, edit_url(article), remove_picture="y"))
    assert stored(article.id).lead_picture_id is None


def test_another_articles_picture_keeps_its_own_words(client: FlaskClient, world: World) -> None:
    theirs = with_picture(client, world, image_file(), picture_alt="Theirs")
    picture = picture_of(theirs)
    mine = article_of(
        send(
            client, NEW, headline="Mine", category=str(world.news.id), kept_picture=str(picture.id), picture_alt="Mine"
        )
    )
    assert picture_of(mine).alt == "Mine"
    assert picture_of(theirs).alt == "Theirs"


def test_words_change_without_sending_the_picture_again(client: FlaskClient, world: World, app: Flask) -> None:
    article = with_picture(client, world, image_file())
    digest = picture_of(article).digest
    article_of(send(client, edit_url(article), picture_caption="Later thought"))
    assert (picture_of(article).digest, picture_of(article).caption) == (digest, "Later thought")
    assert current_app.config["MEDIA_URL"] in visit(client, edit_url(article)).one(".desk-picture img").get("src")
