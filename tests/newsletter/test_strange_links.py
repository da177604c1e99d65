"""Links that lost a letter, and posts of what nobody would type: a clear page, never a fault, and nothing told."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.newsletter.readers.links import token_for
from tests.newsletter.readers import Readers

KEYS = ("x", "1", "1.", f"1.{'A' * 22}", f"1.2.{'A' * 22}", "9" * 400, f"{2**31}.{'A' * 22}", f"{'9' * 18}.{'A' * 22}")
WORDS = ("%00", "a%00b", "%F0%9F%91%8B", "%ff", f"٣.{'A' * 22}", "x" * 9000, "1.%0d%0aX", "'%22%3E%3Cscript%3E")
FIELDS = ("\0", "👋" * 50, "x" * 20_000, "<script>", "9" * 40, "-1", "' OR 1=1 --", "\u202e", "a\r\nBcc: x@y.org")


@pytest.fixture
def paths(app: Flask) -> list[str]:
    """Every address of the newsletter that takes a key."""
    return [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/newsletter/") and "<" in rule.rule]


@pytest.mark.parametrize("key", (*KEYS, *WORDS), ids=lambda key: key[:14])
def test_a_wrong_key_tells_nothing(client: FlaskClient, readers: Readers, paths: list[str], key: str) -> None:
    readers.add("dan@example.org")
    for path in paths:
        for method in ("GET", "POST"):
            answer = client.open(re.sub(r"<[^>]+>", key, path), method=method, data={"email": "eve@example.org"})
            assert answer.status_code in (404, 405, 400, 429), (path, method, answer.status)
            assert "<h1" in answer.text and "dan@example.org" not in answer.text
    assert readers.get("dan@example.org").is_active


def test_the_key_of_one_reader_is_no_key_of_another(client: FlaskClient, readers: Readers) -> None:
    readers.add("dan@example.org")
    readers.add("eve@example.org")
    dan, eve = readers.get("dan@example.org"), readers.get("eve@example.org")
    forged = f"{eve.id}.{token_for(dan.id, dan.secret).partition('.')[2]}"
    assert client.post(f"/newsletter/unsubscribe/{forged}/").status_code == 404
    in_issue = token_for(dan.id, dan.secret, 7).replace(".7.", ".8.")
    assert client.post(f"/newsletter/unsubscribe/{in_issue}/").status_code == 404
    assert readers.get("eve@example.org").is_active and readers.get("dan@example.org").is_active


@pytest.mark.parametrize("word", FIELDS, ids=lambda word: ascii(word)[:14])
def test_strange_fields_are_no_fault(client: FlaskClient, readers: Readers, word: str) -> None:
    readers.add("dan@example.org")
    key = readers.key("dan@example.org")
    names = [
        "email",
        "cadence",
        "hour",
        "weekday",
        "zone",
        "other_zone",
        "form",
        "language",
        "categories",
        "tags",
        "authors",
        "languages",
    ]
    names += ["find", "act", "length", "until", "why", "less", "place", "article", "website"]
    for path in (f"manage/{key}/", f"manage/{key}/pause/", f"unsubscribe/{key}/why/", f"again/{key}/", "subscribe/"):
        for fields in (
            dict.fromkeys(names, word),
            {"cadence": "daily", "find": word},
            {"length": "until", "until": word},
        ):
            answer = client.post(f"/newsletter/{path}", data=fields)
            assert answer.status_code in (200, 303, 413, 422, 429), (path, answer.status)
            assert "\0" not in answer.text and "<script>" not in answer.text
