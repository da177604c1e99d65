"""Asking for the newsletter as a form does, and what came of it once that was looked at."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.newsletter.readers.wishing import answer_aside

PATH = "/newsletter/subscribe/"


def ask(client: FlaskClient, email: str, *, path: str = PATH, headers: Any = None, **fields: str) -> TestResponse:
    """Send a form with an address, and wait until it is answered by mail."""
    answer = client.post(path, data={"email": email, **fields}, headers=headers)
    answered(client)
    return answer


def answered(client: FlaskClient) -> None:
    """Wait until all that was asked for is looked at."""
    answer_aside(client.application).result(timeout=30)
