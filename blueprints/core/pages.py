"""How a view answers: a public page that any cache may keep, or a private one that none may."""

from flask import Response, make_response, request

CACHE_TAGS = "newsroom.cache_tags"
CACHE_SECONDS = "newsroom.cache_seconds"
PAGE_SECONDS = 60
A_YEAR = 31_536_000


def public(body: str | bytes, *tags: str, mimetype: str = "text/html", seconds: int = PAGE_SECONDS) -> Response:
    """The same bytes for everybody; kept for so many seconds at most, or until one of its tags is purged."""
    answer = make_response(body)
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
