"""What a search finds, for several tests."""

from urllib.parse import urlencode

from flask.testing import FlaskClient

from tests.news.reading import headlines
from tests.visiting import Visit, read, visit


def search(client: FlaskClient, asked: str, **narrowed: str) -> Visit:
    """The page of a search; what is found alone must be the same."""
    query = urlencode({"q": asked, **{name.rstrip("_"): value for name, value in narrowed.items()}})
    client.application.wsgi_app._drop(None)
    page = visit(client, f"/search/?{query}")
    alone = read(client.get(f"/search/results/?{query}"), fragment=True)
    assert headlines(alone) == headlines(page)
    return page


def found(client: FlaskClient, asked: str, **narrowed: str) -> list[str]:
    """The headlines of what a search finds, in their order."""
    return headlines(search(client, asked, **narrowed))
