"""Pictures: refused with a reason, stripped, re-encoded, served in a sandbox."""

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from blueprints.core.renditions import media_folder
from blueprints.core.storage import WIDTHS, PictureRefused, best_width, picture_url, store_picture


def picture_bytes(
    size: tuple[int, int] = (800, 600), kind: str = "JPEG", mode: str = "RGB", **options: object
) -> bytes:
    """An original as a person would send it."""
    buffer = io.BytesIO()
    Image.new(mode, size, (120, 60, 20, 0)[: len(mode)]).save(buffer, kind, **options)
    return buffer.getvalue()


def files() -> list[Path]:
    return sorted(path for path in media_folder().rglob("*") if path.is_file())


def test_it_makes_each_width_in_two_formats(app: Flask) -> None:
    picture = store_picture(picture_bytes((2000, 1000)))
    assert tuple(picture.widths) == WIDTHS
    assert len(files()) == len(WIDTHS) * 2
    for width in picture.widths:
        for extension, kind in (("jpg", "JPEG"), ("webp", "WEBP")):
            with Image.open(media_folder() / picture.path(width, extension)) as rendition:
                assert (rendition.format, rendition.size) == (kind, (width, width // 2))


def test_a_small_picture_is_never_blown_up(app: Flask) -> None:
    picture = store_picture(picture_bytes((500, 400)))
    assert picture.widths == [160, 320, 500]
    assert best_width(picture, 1280) == 500


def test_metadata_and_place_do_not_survive(app: Flask) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret source"
    exif.get_ifd(0x8825)[2] = (6.5, 3.0, 0.0)
    picture = store_picture(picture_bytes(exif=exif))
    for path in files():
        assert b"secret" not in path.read_bytes()
        with Image.open(path) as rendition:
            assert not rendition.getexif()
    assert picture.width == 800


def test_it_is_turned_upright(app: Flask) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = store_picture(picture_bytes((800, 600), exif=exif))
    assert (picture.width, picture.height) == (600, 800)


def test_transparency_lies_on_white(app: Flask) -> None:
    picture = store_picture(picture_bytes((400, 300), "PNG", "RGBA"))
    with Image.open(media_folder() / picture.path(400, "jpg")) as rendition:
        assert rendition.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    "original",
    [b"", b"MZ this is a program", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", picture_bytes()[:200]],
)
def test_what_is_no_picture_is_refused_with_a_reason(app: Flask, original: bytes) -> None:
    with pytest.raises(PictureRefused, match="not a JPEG"):
        store_picture(original)
    assert files() == []


def test_a_bomb_is_refused_by_its_size_alone(app: Flask) -> None:
    with pytest.raises(PictureRefused, match="too large"):
        store_picture(picture_bytes((11_000, 11_000), "PNG", "L"))


def test_it_is_served_for_a_year_in_a_sandbox(app: Flask, client: FlaskClient) -> None:
    picture = store_picture(picture_bytes())
    answer = client.get(picture_url(picture, 640, "webp"))
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["ab/x.jpg", "../secret_key", "ab/0123456789abcdef01-641.svg", "%2e%2e/secret_key"])
def test_any_other_path_is_unknown(client: FlaskClient, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_a_full_disk_leaves_no_half_picture(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        store_picture(picture_bytes())
    assert files() == []


def test_its_colour_and_the_bytes_of_its_files_are_noted(app: Flask) -> None:
    picture = store_picture(picture_bytes((500, 400)))
    assert picture.colour in ("#783c14", "#773c14")  # JPEG rounds
    assert set(picture.sizes) == {f"{width}.{kind}" for width in (160, 320, 500) for kind in ("jpg", "webp")}
    path = media_folder() / picture.path(320, "webp")
    assert picture.sizes["320.webp"] == path.stat().st_size
