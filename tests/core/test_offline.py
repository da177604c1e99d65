"""What a phone needs to read without a network."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app import create_app
from blueprints.core.config import ROOT
from blueprints.core.offline import short_name
from tests.visiting import visit


def test_the_manifest_says_what_a_home_screen_needs(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    manifest = answer.json
    assert manifest is not None
    assert (manifest["name"], manifest["short_name"], manifest["lang"], manifest["dir"]) == (
        "AAN TV",
        "AAN TV",
        "en",
        "ltr",
    )
    for icon in manifest["icons"]:
        with Image.open(ROOT / icon["src"].lstrip("/")) as picture:
            assert icon["sizes"] == f"{picture.width}x{picture.height}"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert visit(client, "/").one("link[rel=manifest]").get("href") == "/manifest.webmanifest"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("AAN TV", "AAN TV"),
        ("The Osunmi Morning Post", "The Osunmi"),
        ("Kiswahilinews", "Kiswahilinew"),
        ("أخبار", "أخبار"),
    ],
)
def test_a_short_name_has_twelve_letters_at_most(name: str, short: str) -> None:
    assert short_name(name) == short


def test_the_worker_stands_over_the_whole_site_and_is_asked_for_anew(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert "respondWith" in answer.text
    policy = client.get("/offline/").headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_switched_off_it_takes_back_what_it_kept(app: Flask, database_url: str, tmp_path: Path) -> None:
    made = create_app(DATABASE_URL=database_url, INSTANCE_PATH=str(tmp_path), OFFLINE_READING="off")
    answer = made.test_client().get("/sw.js")
    assert "caches.delete" in answer.text
    assert "respondWith" not in answer.text


def test_the_page_for_what_was_not_kept(client: FlaskClient) -> None:
    page = visit(client, "/offline/")
    assert page.text("h1") == "You are offline"
    assert page.one("meta[name=robots]").get("content") == "noindex"
    assert page.text(".kept-none") == "Nothing yet."
