"""The gallery: several files at once, described one by one, ordered by numbers, and nothing lost on errors."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blueprints.core.database import db
from blueprints.core.models import Picture
from blueprints.news.models import Article, GalleryPicture
from tests.newsroom.writing import NEW, article_of, edit_url, enter, image_file, send, values
from tests.visiting import read, visit
from tests.world import World


@pytest.fixture(autouse=True)
def ben_writes(client: FlaskClient, world: World) -> None:
    enter(client, world.ben)
    assert world.news.id


def files(count: int = 3) -> list[tuple[io.BytesIO, str]]:
    return [(image_file(size=(200 + number, 150)), f"{number}.jpg") for number in range(count)]


def begin(client: FlaskClient, world: World, count: int = 3) -> Article:
    return article_of(
        send(client, NEW, headline="Seen", body="Words", category=str(world.news.id), gallery_files=files(count))
    )


def strip(article: Article) -> list[Picture]:
    db.session.expunge_all()
    rows = select(GalleryPicture).where(GalleryPicture.article_id == article.id).order_by(GalleryPicture.position)
    return [part.picture for part in db.session.scalars(rows.options(joinedload(GalleryPicture.picture)))]


def described(**changes: Any) -> dict[str, Any]:
    return {f"gallery-{number}-alt": f"Picture {number}" for number in range(3)} | changes


def test_several_files_become_a_strip_that_readers_see(client: FlaskClient, world: World) -> None:
    article = begin(client, world)
    assert [picture.width for picture in strip(article)] == [200, 201, 202]
    words = described(**{"gallery-1-caption": "Two", "gallery-1-credit": "Ben"})
    article = article_of(send(client, edit_url(article), "publish", **words))
    assert article.published_at is not None
    page = visit(client, f"/{article.published_at:%Y/%m}/{article.slug}/")
    assert [image.get("alt") for image in page.all(".gallery > figure > a img")] == [f"Picture {n}" for n in range(3)]
    assert page.text(".gallery figcaption") == "Two Ben"


def test_numbers_order_it_and_a_tick_takes_one_out(client: FlaskClient, world: World) -> None:
    article = article_of(send(client, edit_url(begin(client, world)), **described()))
    changes = {"gallery-0-place": "9", "gallery-1-remove": "y"}
    article_of(send(client, edit_url(article), **changes))
    assert [picture.alt for picture in strip(article)] == ["Picture 2", "Picture 0"]
    article_of(send(client, edit_url(article), gallery_files=files(1)))
    assert [picture.alt for picture in strip(article)] == ["Picture 2", "Picture 0", ""]


def test_publishing_demands_that_each_is_described_and_keeps_them(client: FlaskClient, world: World) -> None:
    answer = send(client, NEW, "publish", headline="H", body="B", category=str(world.news.id), gallery_files=files())
    page = read(answer, 422)
    assert "Say what each picture of the gallery shows" in page.html
    sent = {**values(page), **described(), "action": "publish"}
    assert [picture.alt for picture in strip(article_of(client.post(NEW, data=sent)))] == [
        "Picture 0",
        "Picture 1",
        "Picture 2",
    ]


def test_one_bad_file_is_named_and_the_others_stay(client: FlaskClient, world: World) -> None:
    bad = [*files(1), (io.BytesIO(b"MZ"), "🐍.exe")]
    answer = send(client, NEW, headline="H", body="B", category=str(world.news.id), gallery_files=bad)
    page = read(answer, 422)
    assert "🐍.exe: This file is not" in page.html
    assert len(page.all("details.desk-picture img")) == 1
    assert len(strip(article_of(client.post(NEW, data={**values(page), "action": "save"})))) == 1


def test_it_has_at_most_twenty(client: FlaskClient, world: World) -> None:
    answer = send(client, NEW, headline="H", body="B", category=str(world.news.id), gallery_files=files(22))
    page = read(answer, 422)
    assert "2 too many" in page.html
    assert len(page.all("details.desk-picture")) == 20


def test_impossible_and_others_pictures_do_no_harm(client: FlaskClient, world: World) -> None:
    article = article_of(send(client, edit_url(begin(client, world)), **described()))
    first = strip(article)[0]
    entry = {"gallery-0-kept": str(first.id), "gallery-0-alt": "Mine", "gallery-0-place": "1"}
    mine = article_of(send(client, NEW, headline="Mine", body="B", category=str(world.news.id), **entry))
    assert [picture.alt for picture in strip(mine)] == ["Mine"]
    assert strip(article)[0].alt == "Picture 0"
    for number in ("999999999999999999999", "-1", "77777", "x"):
        entry = {"gallery-0-kept": number, "gallery-0-alt": "Nobody's", "gallery-0-place": "1"}
        answer = send(client, NEW, headline="None", body="B", category=str(world.news.id), **entry)
        assert answer.status_code in (303, 422)


def test_the_focal_point_is_kept_with_the_lead_image(client: FlaskClient, world: World) -> None:
    fields = {"headline": "F", "category": str(world.news.id), "picture_file": (image_file(), "a.jpg")}
    article = article_of(send(client, NEW, **fields))
    page = visit(client, edit_url(article))
    assert (page.one("#focal_x").get("value"), page.one("#focal_y").get("value")) == ("50", "50")
    article = article_of(send(client, edit_url(article), focal_x="30", focal_y="0"))
    picture = db.session.get_one(Picture, article.lead_picture_id)
    assert (picture.focal_x, picture.focal_y, picture.colour) == (30, 0, "#000000")
    for wrong in ("101", "-1", "9999999999999999", "left"):
        assert "focal_x" in read(send(client, edit_url(article), focal_x=wrong), 422).html


def test_a_wrong_place_is_told_in_words(client: FlaskClient, world: World) -> None:
    answer = send(client, edit_url(begin(client, world)), **{"gallery-1-place": "100"})
    assert "Gallery: From 1 to 99." in read(answer, 422).text(".notice.alarm")
