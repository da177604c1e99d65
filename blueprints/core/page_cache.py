"""The page cache: a WSGI layer in front of Flask that answers readers without waking it."""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from blueprints.core.asking import CACHE_ARGUMENTS, chosen
from blueprints.core.compressing import Compressor, best, quickly
from blueprints.core.frugality import asks_to_save
from blueprints.core.pages import CACHE_SECONDS, CACHE_TAGS
from blueprints.core.purge_reader import PurgeReader

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_PAGE = 2 << 20
SMALLEST_TO_COMPRESS = 600
LONG = 86400  # seconds from which on the slowest compression pays
COMPRESSIBLE = (
    "text/",
    "application/javascript",
    "application/json",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/manifest+json",
    "image/svg+xml",
)
Headers = list[tuple[str, str]]
Key = tuple[str, tuple[str, ...]]


@dataclass
class Page:
    """A finished answer with its compressed forms; `until` is on time.monotonic's clock, in seconds."""

    status: str
    headers: Headers
    bodies: dict[str, bytes]
    etag: str
    tags: frozenset[str]
    until: float
    size: int
    is_rough: bool = False  # compressed in haste


@dataclass
class _Place:
    """One address: which arguments of its query tell its pages apart, and the keys of those that are kept."""

    names: frozenset[str] = frozenset()
    keys: set[Key] = field(default_factory=set)


@dataclass
class _Capture:
    status: str = ""
    headers: Headers = field(default_factory=list)


class PageCache:
    """Serves kept pages; drops those whose tags the purge log names; keeps at most so many bytes."""

    def __init__(self, app: "WSGIApplication", purges: PurgeReader, most_bytes: int = 64 << 20) -> None:
        self._app, self._purges, self._most = app, purges, most_bytes
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._places: dict[str, _Place] = {}
        self._bytes = 0
        self._compressor = Compressor()
        self._lock = threading.Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory where that is right, else ask Flask and keep what it allows to be kept."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            answer = self._app(environ, start_response)
            self._purges.look_again()
            return answer
        place = "\0".join(environ.get(name, "") for name in ("HTTP_HOST", "wsgi.url_scheme", "PATH_INFO"))
        place = f"{'frugal' * asks_to_save(environ.get('HTTP_SAVE_DATA'))}\0{place}"  # before it: a path may hold NUL
        self._purges.refresh(self._drop)
        known = self._places.get(place)
        key = _key(place, environ, known.names if known else frozenset())
        page = self._pages.get(key) if known else None
        if page is None or page.until < time.monotonic():
            page_or_answer = self._fetch(place, environ, start_response, page)
            if not isinstance(page_or_answer, Page):
                return page_or_answer
            page = page_or_answer
        else:
            self._touch(key)
            if page.is_rough and self._compressor.has_rested:
                page.bodies["br"], page.is_rough = self._compressor.compress(page.bodies[""])
        return _answer(page, environ, start_response)

    def _fetch(
        self, place: str, environ: "WSGIEnvironment", start_response: "StartResponse", stale: Page | None
    ) -> Page | Iterable[bytes]:
        """A new page; where Flask answers 503, the last good one, since an old page beats none."""
        mark = self._purges.mark()
        capture = _Capture()
        head = environ["REQUEST_METHOD"] == "HEAD"
        if head:
            environ = {**environ, "REQUEST_METHOD": "GET"}
        body = b"".join(_run(self._app, environ, capture))
        if stale is not None and capture.status.startswith("503"):
            return stale
        tags: frozenset[str] | None = environ.get(CACHE_TAGS)
        if tags is None or not capture.status.startswith("200") or len(body) > LARGEST_PAGE:
            body = _shrink(capture, body, environ)
            start_response(capture.status, capture.headers)
            return [] if head else [body]
        page = _finish(capture, body, tags, environ.get(CACHE_SECONDS, 0), self._compressor)
        self._purges.refresh(self._drop, at_once=True)
        if not self._purges.touched_since(mark, tags):
            self._keep(place, environ, page)
        return page

    def _keep(self, place: str, environ: "WSGIEnvironment", page: Page) -> None:
        """Keep it under what its view read of the query, so that what no view reads makes no second copy."""
        with self._lock:
            known = self._places.get(place, _Place())
            known.names |= environ.get(CACHE_ARGUMENTS, frozenset())
            key = _key(place, environ, known.names)
            self._remove(key)
            self._places[place] = known
            known.keys.add(key)
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > self._most:
                self._remove(next(iter(self._pages)))

    def _touch(self, key: Key) -> None:
        """Note that this page is wanted, so that a flood of unknown addresses pushes out others first."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)

    def _drop(self, tags: frozenset[str] | None) -> None:
        """Forget the pages with one of these tags; None means all."""
        with self._lock:
            stale = [key for key, page in self._pages.items() if tags is None or page.tags & tags]
            for key in stale:
                self._remove(key)

    def _remove(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is None:
            return
        self._bytes -= page.size
        known = self._places[key[0]]
        known.keys.discard(key)
        if not known.keys:
            del self._places[key[0]]


def _key(place: str, environ: "WSGIEnvironment", names: frozenset[str]) -> Key:
    return place, chosen(environ.get("QUERY_STRING", ""), names)


def _run(app: "WSGIApplication", environ: "WSGIEnvironment", capture: _Capture) -> list[bytes]:
    def start(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
        capture.status, capture.headers = status, list(headers)
        return lambda chunk: None

    answer = app(environ, start)
    try:
        return list(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()


def _finish(capture: _Capture, body: bytes, tags: frozenset[str], seconds: float, by: Compressor) -> Page:
    headers = [(n, v) for n, v in capture.headers if n.lower() not in ("content-length", "etag", "vary", "set-cookie")]
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    bodies, rough = {"": body}, False
    if kind.startswith(COMPRESSIBLE) and len(body) >= SMALLEST_TO_COMPRESS:
        bodies["br"], rough = (best(body), False) if seconds >= LONG else by.compress(body)
        bodies["gzip"] = gzip.compress(body, 9, mtime=0)
    varying = ["Accept-Encoding"] * (len(bodies) > 1) + ["Save-Data"] * kind.startswith("text/html")
    if varying:
        headers.append(("Vary", ", ".join(varying)))
    etag = hashlib.blake2b(body, digest_size=8).hexdigest()
    size = sum(map(len, bodies.values())) + 1000
    return Page(capture.status, headers, bodies, etag, tags, time.monotonic() + seconds, size, rough)


def _shrink(capture: _Capture, body: bytes, environ: "WSGIEnvironment") -> bytes:
    """What is not kept goes as it is, lest its length tell a secret (BREACH); the pages of 404 and 410 hold none."""
    small = capture.status[:3] not in ("404", "410") or len(body) < SMALLEST_TO_COMPRESS
    if small or not _coding(environ.get("HTTP_ACCEPT_ENCODING", ""), {"br": body}):
        return body
    body = quickly(body)
    kept = [(name, value) for name, value in capture.headers if name.lower() != "content-length"]
    capture.headers = [*kept, ("Content-Encoding", "br"), ("Content-Length", str(len(body)))]
    return body


def _answer(page: Page, environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    coding = _coding(environ.get("HTTP_ACCEPT_ENCODING", ""), page.bodies)
    etag = f'"{page.etag}{"-" + coding if coding else ""}"'
    headers = [*page.headers, ("ETag", etag)]
    known = [tag.strip().removeprefix("W/") for tag in environ.get("HTTP_IF_NONE_MATCH", "").split(",")]
    if etag in known:
        unneeded = ("content-type", "content-encoding")
        start_response("304 NOT MODIFIED", [(n, v) for n, v in headers if n.lower() not in unneeded])
        return []
    body = page.bodies[coding]
    if coding:
        headers.append(("Content-Encoding", coding))
    start_response(page.status, [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _coding(accepted: str, bodies: dict[str, bytes]) -> str:
    offers = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        offers[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((coding for coding in ("br", "gzip") if coding in bodies and offers.get(coding)), "")
