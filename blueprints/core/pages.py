"""How a view answers: a public page that any cache may keep, or a private one that none may."""

import re

from flask import Response, make_response, request

CACHE_TAGS = "newsroom.cache_tags"
CACHE_SECONDS = "newsroom.cache_seconds"
PAGE_SECONDS = 60
A_YEAR = 31_536_000
STYLESHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
HEAD = 4096  # characters, within which a page of ours links its stylesheets


def public(body: str | bytes, *tags: str, mimetype: str = "text/html", seconds: int = PAGE_SECONDS) -> Response:
    """The same bytes for everybody; kept for so many seconds at most, or until one of its tags is purged.

    A page names its stylesheets in a header too, so that a slow link brings them beside the page and not after it.
    """
    answer = make_response(body)
    if isinstance(body, str):
        for sheet in STYLESHEET.findall(body[:HEAD]):
            answer.headers.add("Link", f"<{sheet}>; rel=preload; as=style")
    answer.mimetype = mimetype
    answer.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    request.environ[CACHE_TAGS] = frozenset(tags)
    request.environ[CACHE_SECONDS] = seconds
    return answer


def private(body: str, status: int = 200) -> Response:
    """For one person, now: kept nowhere."""
    answer = make_response(body, status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def wants_fragment() -> bool:
    """Whether htmx asks; only private pages may answer differently."""
    return request.headers.get("HX-Request") == "true"


def as_picture(answer: Response) -> Response:
    """A picture under an address that names its bytes: kept for a year, open to all, in a sandbox of its own."""
    answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
