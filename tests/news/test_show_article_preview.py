"""The picture of a shared link: for every article, small enough, and at an address that names what it shows."""

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import joinedload

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.models import Picture
from blueprints.core.renditions import master_path, media_folder
from blueprints.core.storage import store_image
from blueprints.news.addresses import url_of
from blueprints.news.models import Article
from blueprints.news.previews import preview as previews
from blueprints.news.previews.ahead import make_previews
from blueprints.news.previews.card import HEIGHT, WIDTH
from tests.news.previewing import address, meta, shown
from tests.visiting import visit
from tests.world import World


def stored(image: Image.Image, digest: str = "ab" * 32, **fields: int) -> Picture:
    picture = store_image(image, digest, alt="The port")
    for name, value in fields.items():
        setattr(picture, name, value)
    db.session.add(picture)
    db.session.commit()
    db.session.refresh(picture)
    return picture


def halves(size: tuple[int, int] = (1600, 3000)) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    return image


def kept() -> list[Path]:
    return sorted((media_folder() / "previews").rglob("*.*"))


def change(article: Article, **fields: object) -> None:
    stored_article = db.session.get_one(Article, article.id)
    for name, value in fields.items():
        setattr(stored_article, name, value)
    db.session.commit()
    db.session.expunge_all()


HEADLINES = {
    "en": [
        "Port opens",
        "x" * 90,
        "word " * 60,
        "🔥👩‍👩‍👧 🇳🇬",
        "",
        "ⵜⴰⵎⴰⵣⵉⵖⵜ",
        "\u202eevil\u202c \u0301",
        "漢字 " * 40,
    ],
    "yo": ["Ọ̀ṣun: àwọn alárò kò gbọ́dọ̀ dákẹ́"],
    "ar": ["شركة MTN تطلق خدمة «5G» في 15% من القرى", "سلام " * 70],
    "am": ["የኢትዮጵያ ቡና አምራቾች፡ ከ12 ዓመታት በኋላ", "ሀ" * 200],
}


@pytest.mark.parametrize(
    ("language", "headline"), [(language, headline) for language, many in HEADLINES.items() for headline in many]
)
def test_every_headline_has_a_card(client: FlaskClient, world: World, language: str, headline: str) -> None:
    article = world.article("x", slug="x", language=language)
    change(article, headline=headline[:300])
    path = visit_anything(client, article)
    card = shown(client, path)
    assert card.getpixel((10, HEIGHT - 5))[1] > card.getpixel((10, HEIGHT - 5))[0]
    assert len(card.crop((0, 150, WIDTH, 540)).convert("L").getcolors() or [1, 2]) > 1


def visit_anything(client: FlaskClient, article: Article) -> str:
    """The address, though a page without a headline would not pass the lint."""
    html = client.get(url_of(article)).text
    return html.split('property="og:image" content="http://localhost')[1].split('"')[0]


def test_a_lead_picture_is_cut_round_its_focal_point(client: FlaskClient, world: World) -> None:
    for focal_y, colour in ((0, "red"), (100, "blue")):
        picture = stored(halves(), "ab" * 32, focal_y=focal_y)
        article = world.article(f"Port {colour}", lead_picture_id=picture.id)
        page = visit(client, url_of(article))
        assert meta(page, "og:image:alt") == "The port"
        pixel = shown(client, meta(page, "og:image").removeprefix("http://localhost")).getpixel((600, 315))
        assert isinstance(pixel, tuple) and (pixel[0] > 200) is (colour == "red")


@pytest.mark.parametrize("size", [(1, 1), (30, 2000), (3000, 40), (1200, 630)])
def test_every_shape_of_picture_fills_the_frame(client: FlaskClient, world: World, size: tuple[int, int]) -> None:
    picture = stored(Image.new("RGB", size, "teal"), focal_x=100, focal_y=0)
    shown(client, address(client, url_of(world.article(lead_picture_id=picture.id))))


def test_noise_is_made_to_fit(client: FlaskClient, world: World) -> None:
    noise = Image.frombytes("RGB", (1280, 720), os.urandom(1280 * 720 * 3))
    shown(client, address(client, url_of(world.article(lead_picture_id=stored(noise).id))))


def test_with_its_files_gone_a_picture_becomes_a_card(client: FlaskClient, world: World) -> None:
    picture = stored(halves())
    files = [*media_folder().rglob("*.*"), master_path(picture)]
    article = world.article(lead_picture_id=picture.id)
    for path in files:
        path.unlink()
    shown(client, address(client, url_of(article)))
    assert kept() == []


def test_it_is_kept_for_a_year_in_a_sandbox(client: FlaskClient, world: World) -> None:
    answer = client.get(address(client, url_of(world.article())))
    assert "immutable" in answer.headers["Cache-Control"] and "public" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers


def test_an_old_mark_leads_to_todays(client: FlaskClient, world: World) -> None:
    article = world.article("Port opens")
    old = address(client, url_of(article))
    shown(client, old)
    change(article, headline="Port opens late")
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "private, no-store")
    assert answer.location != old
    shown(client, answer.location)
    assert [f"/previews/{path.name}" for path in kept()] == [answer.location]


@pytest.mark.parametrize("change_to", [{"breaking_until": now() + timedelta(days=1)}, {"country": "Mali"}])
def test_the_mark_changes_with_what_the_card_shows(
    client: FlaskClient, world: World, change_to: dict[str, object]
) -> None:
    article = world.article()
    old = address(client, url_of(article))
    change(article, **change_to)
    assert client.get(old).status_code == 302
    change(article, standfirst="Another standfirst.")
    assert client.get(client.get(old).location).status_code == 200


def test_what_readers_cannot_see_has_none(client: FlaskClient, world: World) -> None:
    article, draft = world.article(), world.article("Draft", draft=True)
    coming = world.article("Coming", published=now() + timedelta(days=1))
    path = address(client, url_of(article))
    for number in (draft.id, coming.id, 999, 2**31):
        assert client.get(f"/previews/{number}-000000000000.jpg").status_code == 404
    for mark in ("x", "0" * 11, "0" * 13, "../" * 4, "G" * 12, "%00", "٠" * 12):
        assert client.get(f"/previews/{article.id}-{mark}.jpg").status_code == 404
    withdrawn = db.session.get_one(Article, article.id)
    withdrawn.unpublish(now(), "Wrong.")
    db.session.commit()
    assert client.get(path).status_code == 410


def test_cron_makes_a_few_ahead(app: Flask, world: World) -> None:
    for number in range(7):
        world.article(f"Story {number}")
    world.article("Draft", draft=True)
    assert [make_previews() for _ in range(3)] == ["5 made", "2 made", "0 made"]
    assert len(kept()) == 7


def test_a_full_disk_keeps_nobody_from_seeing_it(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*names: object) -> None:
        raise OSError(28, "No space left on device")

    path = address(client, url_of(world.article()))
    monkeypatch.setattr(Path, "replace", full)
    shown(client, path)
    assert kept() == []


def test_two_that_make_it_at_once_leave_one_whole_file(app: Flask, world: World) -> None:
    article = world.article()
    parts = [joinedload(Article.category), joinedload(Article.lead_picture)]
    made = previews.preview_of(db.session.get_one(Article, article.id, options=parts), now())

    def make() -> None:
        with app.app_context():
            answers.append(previews.made(made))

    answers: list[bytes] = []
    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1 and len(answers) == 6
    assert [path.read_bytes() for path in kept()] == [answers[0]]


def test_all_that_networks_read_stands_in_the_first_8_kilobytes(client: FlaskClient, world: World) -> None:
    headline, word = "የኢትዮጵያ" * 50, "ቡና " * 400
    article = world.article(
        "x" * 90, body=f"<p>{word * 200}</p>", tags=tuple(f"{'ታግ' * 45}{n}" for n in range(20)), language="am"
    )
    picture = stored(halves())
    db.session.get_one(Picture, picture.id).alt = "ሀ" * 1000
    change(article, headline=headline[:300], standfirst=word[:600], lead_picture_id=picture.id)
    beginning = client.get(url_of(article)).data[:8192].decode("utf-8", "ignore")
    for name in (
        "og:title",
        "og:description",
        "og:url",
        "og:image",
        "og:image:width",
        "og:image:height",
        "og:image:alt",
    ):
        assert f'<meta property="{name}" content="' in beginning
    for name in ("twitter:card", "twitter:title", "twitter:image"):
        assert f'<meta name="{name}" content="' in beginning
    assert beginning.index('name="twitter:image"') < 8000


def test_breaking_stands_in_the_shared_title_while_it_lasts(client: FlaskClient, world: World) -> None:
    page = visit(client, url_of(world.article("Port burns", breaking_until=now() + timedelta(hours=1))))
    assert meta(page, "og:title") == meta(page, "twitter:title") == "Breaking: Port burns"
    assert page.text("h1") == "Port burns"
