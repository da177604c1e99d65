"""What a network does with a shared link: reads its tags, and fetches its picture."""

import io

from flask.testing import FlaskClient
from PIL import Image

from blueprints.news.previews.card import HEIGHT, WIDTH
from tests.visiting import Visit, visit

MOST_BYTES = 100_000


def meta(page: Visit, name: str) -> str:
    return page.one(f"meta[property='{name}'], meta[name='{name}']").get("content")


def address(client: FlaskClient, thing: str) -> str:
    """The path of the preview that this page names."""
    return meta(visit(client, thing), "og:image").removeprefix("http://localhost")


def shown(client: FlaskClient, path: str) -> Image.Image:
    """The picture there, which every network can take."""
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert len(answer.data) < MOST_BYTES
    picture = Image.open(io.BytesIO(answer.data))
    assert (picture.format, picture.size) == ("JPEG", (WIDTH, HEIGHT))
    return picture.convert("RGB")
