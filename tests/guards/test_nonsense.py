"""Addresses that make no sense get a clear page of ours, on every public route, and never a fault."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import EnvironBuilder

from tests.visiting import read
from tests.world import World

WORDS = (
    *("%00", "a%00b", "%ff%fe", "%F0%9F%91%8B", "x" * 10_000, quote("خ" * 2000), "..", "%2e%2e%2f", "%E2%80%AE"),
    *("a%0d%0ab", "'%22%3E%3Cscript%3E", "%C0%AF", "%ED%A0%80"),
)
NUMBERS = ("0", "-1", "13", "2147483648", "9" * 30, "%D9%A1", "x", "")
QUERIES = (
    *("after=", "after=x&page=0", "after=1&page=-1", "after=%00", f"after={'9' * 40}.1", f"after=-{'9' * 18}.1"),
    *("after=1.%D9%A1&paged=x", "after=1.1&after=2.2", "page=99999999999999999999", "q=%00&%00=%00", "q=%ff&%ff"),
    *(f"q={'x' * 30_000}", "q=%22%20AND%20*&&&=&", "p=%00", f"cat={'9' * 99}", f"x={'a' * 40_000}"),
)
STRANGE = (
    *(
        "/2025/13/x/",
        "/2025/00/x/",
        "/0000/00/x/",
        "/9999/99/x/",
        "/2025/1/x/",
        "/20255/01/x/",
        "/2025/13/",
        "/2025/02/31/",
    ),
    *("//", "///", "/./", "/%2e%2e/etc/passwd", "/category/", "/tag/", "/author/", "/feed", "/feed/x/", "/page/2/"),
    *("/sitemap-articles-99999.xml", "/sitemap-tags--1.xml", "/media/../../secret_key", "/assets/x/y", "/.env", "/%00"),
)


def public_rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint.split(".")[0] in ("core", "news", "newsletter", "auth"):
            yield rule


def sense(client: FlaskClient, path: str, *, whole: bool = False) -> int:
    """The status of an answer that makes sense: found, led on, or a page of ours that says what is wrong."""
    answer = client.get(path)
    status = int(answer.status_code)
    assert status < 500 or status == 501, f"{path[:200]}: {answer.status}"
    if status >= 400:
        assert "<h1" in answer.text and 'href="/"' in answer.text, f"{path[:200]}: a way out"
        if whole:
            read(answer, status)
    return status


def spelt(rule: Rule, word: str, number: str) -> str:
    path = re.sub(r"<(?:path:)?[^:<>]+>", lambda _: word, rule.rule)
    return re.sub(r"<any\((\w+)[^>]*>", r"\1", re.sub(r"<int[^>]*>", number, path))


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word[:12])
def test_words(app: Flask, client: FlaskClient, world: World, word: str) -> None:
    world.article()
    for rule in public_rules(app):
        if "<" in rule.rule:
            sense(client, spelt(rule, word, "1"))


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:12])
def test_numbers(app: Flask, client: FlaskClient, world: World, number: str) -> None:
    world.article()
    for rule in public_rules(app):
        if "<int" in rule.rule:
            sense(client, spelt(rule, "x", number))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:20])
def test_queries(app: Flask, client: FlaskClient, world: World, query: str) -> None:
    article = world.article("Port", slug="port", tags=("port",))
    known = {"/category/": "news", "/tag/": "port", "/author/": "ben-diallo"}
    for rule in public_rules(app):
        word = next((slug for start, slug in known.items() if rule.rule.startswith(start)), "x")
        sense(client, f"{spelt(rule, word, str(article.id))}?{query}")


@pytest.mark.parametrize("path", STRANGE)
def test_addresses(client: FlaskClient, world: World, path: str) -> None:
    world.article()
    assert sense(client, path, whole=True) in (200, 301, 302, 308, 400, 404)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/caf\xe9/", ""),
        ("/search/", "q=\xe9\xff"),
        ("/", "after=\xff"),
        ("/category/\xff/", "\xff"),
        ("/latest/", "\0"),
        ("/old/", "\0"),
        ("/\0/", ""),
        ("/desk/", "\xff"),
    ],
)
def test_bare_bytes_of_no_alphabet(app: Flask, client: FlaskClient, world: World, path: str, query: str) -> None:
    """As a careless program sends them: neither escaped nor UTF-8."""
    told: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        told.append(status)

    environ = {**EnvironBuilder().get_environ(), "PATH_INFO": path, "QUERY_STRING": query}
    b"".join(app.wsgi_app(environ, start))
    assert told and told[0][:3] in ("200", "303", "400", "404"), (path, told)
