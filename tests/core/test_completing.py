"""Slow formats come after the upload: bounded, one by one, and never twice for what cannot be made."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from blueprints.core import completing
from blueprints.core.completing import complete_pictures
from blueprints.core.database import db
from blueprints.core.models import Picture, Purge
from blueprints.core.renditions import LARGEST_MASTER, master_path, media_folder
from blueprints.core.storage import picture_url, store_image


def stored(number: int = 0, size: tuple[int, int] = (400, 300)) -> Picture:
    picture = store_image(Image.new("RGB", size, (200, number, 0)), f"{number:02x}" * 32)
    db.session.add(picture)
    db.session.commit()
    return picture


def again(picture: Picture) -> Picture:
    number = picture.id
    db.session.expunge_all()
    return db.session.get_one(Picture, number)


def test_avif_is_made_from_the_master_and_pages_are_told_once(app: Flask, client: FlaskClient) -> None:
    pictures = [stored(1), stored(2, (3000, 1000))]
    with Image.open(master_path(pictures[1])) as master:
        assert max(master.size) == LARGEST_MASTER
    assert complete_pictures() == "2 completed"
    db.session.expunge_all()
    for picture in db.session.scalars(select(Picture)).all():
        assert picture.completed_at is not None
        for width in picture.widths:
            path = media_folder() / picture.path(width, "avif")
            assert picture.sizes[f"{width}.avif"] == path.stat().st_size
            with Image.open(path) as rendition:
                assert (rendition.format, rendition.width) == ("AVIF", width)
        assert client.get(picture_url(picture, 320, "avif")).mimetype == "image/avif"
    assert len(db.session.scalars(select(Purge)).all()) == 1
    assert complete_pictures() == "0 completed"


def test_the_master_is_not_served(client: FlaskClient) -> None:
    path = master_path(stored(1))
    assert path.exists()
    assert media_folder() not in path.parents
    assert client.get(f"/media/../masters/{path.parent.name}/{path.name}").status_code == 404


def test_an_older_picture_is_made_from_its_widest_file(app: Flask) -> None:
    picture = stored(1)
    master_path(picture).unlink()
    picture.colour, picture.sizes = "", {}
    db.session.commit()
    complete_pictures()
    assert {"320.avif", "320.webp", "400.jpg"} <= set(again(picture).sizes)
    assert again(picture).colour.startswith("#c8")


@pytest.mark.parametrize("broken", [None, b"", b"GIF89a", b"\xff\xd8\xff\xe0 torn"])
def test_what_cannot_be_read_is_tried_once(app: Flask, broken: bytes | None) -> None:
    picture = stored(1)
    for path in (master_path(picture), media_folder() / picture.path(400, "jpg")):
        path.unlink()
        if broken is not None:
            path.write_bytes(broken)
    complete_pictures()
    assert again(picture).completed_at is not None
    assert "320.avif" not in again(picture).sizes
    assert "320.webp" in again(picture).sizes
    assert complete_pictures() == "0 completed"


def test_a_run_ends_in_time_and_the_next_goes_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        stored(number)
    monkeypatch.setattr(completing, "MOST_SECONDS", 0.000001)
    assert complete_pictures() in ("0 completed", "1 completed")
    monkeypatch.setattr(completing, "MOST_SECONDS", 20)
    complete_pictures()
    assert all(picture.completed_at for picture in db.session.scalars(select(Picture)))


def test_a_full_disk_is_told_and_the_picture_waits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = stored(1)

    def full(*names: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", full)
        with pytest.raises(OSError, match="No space"):
            complete_pictures()
    assert again(picture).completed_at is None
    complete_pictures()
    assert "400.avif" in again(picture).sizes
