"""What a reader types under an article, for several tests."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.news.models import Article

HTMX = {"HX-Request": "true"}


def post(client: FlaskClient, article: Article | int, htmx: bool = False, **typed: Any) -> TestResponse:
    """Post a comment as Cleo, unless typed otherwise."""
    number = article if isinstance(article, int) else article.id
    form = {"name": "Cleo", "email": "cleo@example.org", "text": "Well said.", **typed}
    return client.post(f"/articles/{number}/comments/", data=form, headers=HTMX if htmx else {})
