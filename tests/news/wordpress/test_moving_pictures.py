"""Pictures come from a folder or, when asked, from the old site alone; the rest is listed."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.database import db
from blueprints.core.models import Picture
from blueprints.news.wordpress import sources
from blueprints.news.wordpress.library import Library
from blueprints.news.wordpress.records import Item
from tests.news.wordpress.moving import EXPORT, article, everything, export_with, move_in, uploads

FERRY = "https://lagoonpost.example/wp-content/uploads/2024/03/ferry.jpg"


@pytest.fixture
def old_site(tmp_path: Path) -> Iterator[str]:
    """A site on this machine that serves the uploads folder."""
    root = tmp_path / "site"
    uploads(root / "wp-content")
    (root / "wp-content" / "uploads" / "big.jpg").write_bytes(b"x" * 2000)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def attachment(number: int, address: str) -> Item:
    """An attachment as an export names it, and nothing more."""
    texts = dict.fromkeys(("status", "title", "slug", "link", "guid", "author", "body", "excerpt", "password"), "")
    return Item(
        post_id=number,
        kind="attachment",
        published_at=None,
        modified_at=None,
        parent=0,
        menu_order=0,
        sticky=False,
        comments_open=True,
        attachment_url=address,
        **texts,
    )


def missing_list(app: Flask) -> list[str]:
    return (Path(app.instance_path) / "import-missing-files.txt").read_text(encoding="utf-8").splitlines()


def test_without_a_folder_every_missing_file_is_listed(app: Flask) -> None:
    result = move_in(app)
    assert "files are still at the old site only" in result.output
    assert f"picture\t{FERRY}" in missing_list(app)
    assert "file\thttps://lagoonpost.example/wp-content/uploads/2022/12/map.pdf" in missing_list(app)
    body = article("The night ferry is back").body
    assert '<figure class="missing-picture">' in body and "The <em>Osun Queen</em> at dusk" in body


def test_pictures_come_from_a_folder(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    result = move_in(app, EXPORT, "--media", str(uploads(tmp_path)))
    assert result.exit_code == 0, result.output
    ferry = article("The night ferry is back")
    picture = db.session.get_one(Picture, ferry.lead_picture_id)
    assert (picture.alt, picture.caption, picture.width) == ("A white ferry on brown water", "The Osun Queen", 900)
    assert '<figure class="alignright"><img src="/media/' in ferry.body and 'alt="A white ferry"' in ferry.body
    db.session.remove()
    answer = client.get("/wp-content/uploads/2024/03/ferry.jpg")
    assert answer.status_code == 301 and answer.headers["Location"].startswith("/media/")


def test_a_later_run_with_the_folder_fills_the_gaps(app: Flask, tmp_path: Path) -> None:
    move_in(app)
    folder = uploads(tmp_path)
    result = move_in(app, EXPORT, "--media", str(folder))
    assert "article: now shows pictures that were missing before" in result.output
    ferry = article("The night ferry is back")
    assert ferry.lead_picture_id is not None and "<img" in ferry.body and "missing-picture" not in ferry.body
    filled = everything()
    move_in(app, EXPORT, "--media", str(folder))
    assert everything() == filled


def test_a_later_run_leaves_an_edited_text_alone(app: Flask, tmp_path: Path) -> None:
    move_in(app)
    article("The night ferry is back").body = "<p>Rewritten.</p>"
    db.session.commit()
    move_in(app, EXPORT, "--media", str(uploads(tmp_path)))
    assert article("The night ferry is back").body == "<p>Rewritten.</p>"


def test_a_file_that_is_no_picture_is_left_with_its_reason(app: Flask, tmp_path: Path) -> None:
    folder = uploads(tmp_path)
    (folder / "2024/03/ferry.jpg").write_bytes(b"<svg onload=alert(1)>")
    result = move_in(app, EXPORT, "--media", str(folder))
    assert "picture: This file is not a JPEG" in result.output
    assert f"picture\t{FERRY}" in missing_list(app)


def test_a_folder_is_never_left(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    folder = uploads(tmp_path)
    find = sources.from_folder(folder)
    assert find("https://x.example/wp-content/uploads/../secret.jpg", "../secret.jpg") is None
    assert find("https://x.example/wp-content/uploads/..%2fsecret.jpg", "/etc/passwd") is None
    assert find("https://x.example/elsewhere/2024/03/ferry.jpg", "") is not None


def test_pictures_come_from_the_old_site_when_asked(app: Flask, tmp_path: Path, old_site: str) -> None:
    result = move_in(app, export_with(tmp_path, ("https://lagoonpost.example", old_site)), "--fetch-media")
    assert result.exit_code == 0, result.output
    assert article("The night ferry is back").lead_picture_id is not None
    assert not [line for line in missing_list(app) if line.startswith("picture")]


def test_no_other_host_is_asked_and_no_private_one(old_site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"{old_site}/wp-content/uploads/2024/03/ferry.jpg"
    own = sources.from_network(old_site, frozenset({"127.0.0.1"}))
    assert own(path, "") is not None
    assert own(f"{old_site}/nothing.jpg", "") is None
    assert own(path.replace("http:", "file:"), "") is None
    assert own(path.replace("127.0.0.1", "localhost"), "") is None
    stranger = sources.from_network("https://lagoonpost.example", frozenset({"lagoonpost.example", "127.0.0.1"}))
    assert stranger(path, "") is None
    monkeypatch.setattr(sources, "LARGEST_FILE", 1000)
    assert own(f"{old_site}/wp-content/uploads/big.jpg", "") is None


def test_a_name_like_a_copy_of_another_is_still_its_own() -> None:
    library = Library()
    for number, name in enumerate(("plan-150x150.jpg", "plan-580x300.jpg", "quay-scaled.jpg"), 1):
        address = f"https://x.example/wp-content/uploads/2024/01/{name}"
        library.add(attachment(number, address))
    found = {
        name: library.at(f"https://cdn.example/2024/01/{name}")
        for name in ("plan-580x300.jpg", "quay-1024x683.jpg", "quay.jpg", "lost.jpg")
    }
    library.close()
    assert {name: each.attachment_id if each else None for name, each in found.items()} == {
        "plan-580x300.jpg": 2,
        "quay-1024x683.jpg": 3,
        "quay.jpg": 3,
        "lost.jpg": None,
    }
