"""The page cache: served from memory, stale when purged, never wrong."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import brotli
from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.asking import CACHE_ARGUMENTS
from blueprints.core.clock import now
from blueprints.core.compressing import best
from blueprints.core.database import db
from blueprints.core.models import Purge
from blueprints.core.page_cache import PageCache
from blueprints.core.pages import CACHE_SECONDS, CACHE_TAGS
from blueprints.core.purge_reader import PurgeReader
from blueprints.core.purging import EVERYTHING, purge, trim
from tests.world import World


class Site:
    """A WSGI application that counts how often it is asked, and answers what it is told."""

    def __init__(self) -> None:
        self.asked, self.status, self.body = 0, "200 OK", b"<p>hello</p>" * 100
        self.before_answer = lambda: None
        self.reads: set[str] = set()

    def __call__(self, environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        """Answer, and allow the answer to be kept unless it is private."""
        self.asked += 1
        body = self.body
        self.before_answer()
        if environ["PATH_INFO"] != "/private":
            environ[CACHE_TAGS], environ[CACHE_SECONDS] = frozenset({"front"}), 60
            environ[CACHE_ARGUMENTS] = self.reads
        start_response(self.status, [("Content-Type", "text/html"), ("Set-Cookie", "x=1")])
        return [body]


class Reader:
    """Asks a WSGI application directly."""

    def __init__(self, app: Flask, site: Site) -> None:
        self.purges = PurgeReader(db.engine)
        self.cache = PageCache(site, self.purges)
        db.session.remove()

    def get(
        self, path: str = "/", method: str = "GET", query: str = "", **headers: str
    ) -> tuple[str, dict[str, str], bytes]:
        """One answer; the purge log is read each time, as after a quarter of a second."""
        self.purges._next = 0.0
        told: list[tuple[str, dict[str, str]]] = []

        def start(status: str, fields: list[tuple[str, str]], exc_info: object = None) -> None:
            told.append((status, dict(fields)))

        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost"}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        body = b"".join(self.cache(environ, start))
        return *told[0], body


def test_the_second_reader_is_served_from_memory(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    assert reader.get()[2] == reader.get()[2] == site.body
    assert site.asked == 1


def test_a_kept_page_carries_no_cookie(app: Flask) -> None:
    reader = Reader(app, Site())
    assert "Set-Cookie" not in reader.get()[1]
    assert "Set-Cookie" not in reader.get()[1]


def test_it_compresses_once_and_says_so(app: Flask) -> None:
    reader = Reader(app, Site())
    _, headers, body = reader.get(accept_encoding="gzip, br;q=0.9")
    assert headers["Content-Encoding"] == "br"
    assert headers["Vary"] == "Accept-Encoding, Save-Data"
    assert len(body) < 100
    assert reader.get(accept_encoding="gzip;q=1, br;q=0")[1]["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in reader.get()[1]


def test_an_unchanged_page_is_not_sent_again(app: Flask) -> None:
    reader = Reader(app, Site())
    etag = reader.get()[1]["ETag"]
    status, _, body = reader.get(if_none_match=etag)
    assert (status[:3], body) == ("304", b"")


def test_head_has_the_headers_and_no_body(app: Flask) -> None:
    reader = Reader(app, Site())
    _, headers, body = reader.get(method="HEAD")
    assert body == b""
    assert int(headers["Content-Length"]) == len(Site().body)


def test_a_purge_shows_at_the_next_request(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    reader.get()
    purge(db.session, "front")
    db.session.commit()
    site.body = b"new"
    assert reader.get()[2] == b"new"


def test_a_purge_that_was_rolled_back_is_never_seen(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    reader.get()
    purge(db.session, "front")
    db.session.rollback()
    reader.get()
    assert site.asked == 1


def test_another_tag_leaves_the_page_alone(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    reader.get()
    purge(db.session, "article:1")
    db.session.commit()
    reader.get()
    assert site.asked == 1
    purge(db.session, EVERYTHING)
    db.session.commit()
    reader.get()
    assert site.asked == 2


def test_a_page_made_while_its_change_committed_is_not_kept(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    reader.get("/other")

    def change() -> None:
        purge(db.session, "front")
        db.session.commit()

    site.before_answer = change
    reader.get()
    site.before_answer = lambda: None
    site.body = b"new"
    assert reader.get()[2] == b"new"


def test_a_late_line_of_the_log_is_seen_too(app: Flask) -> None:
    """Numbers are given before they commit: line 7 may appear after line 9."""
    site = Site()
    reader = Reader(app, site)
    reader.get()
    db.session.add(Purge(id=9, tag="other", at=now()))
    db.session.commit()
    reader.get()
    db.session.add(Purge(id=7, tag="front", at=now() - timedelta(seconds=5)))
    db.session.commit()
    reader.get()
    assert site.asked == 2


def test_a_private_answer_is_not_kept(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    reader.get("/private")
    assert "Set-Cookie" in reader.get("/private")[1]
    assert site.asked == 2


def test_the_last_good_page_stands_in_for_an_outage(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    reader.get()
    for key, page in list(reader.cache._pages.items()):
        reader.cache._pages[key] = page.__class__(**{**page.__dict__, "until": 0.0})
    site.status, site.body = "503 Service Unavailable", b"away"
    assert reader.get()[0] == "200 OK"


def test_it_forgets_the_oldest_when_it_is_full(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    reader.cache._most = 5000
    for number in range(10):
        reader.get(f"/{number}")
    assert reader.cache._bytes <= 5000
    assert len(reader.cache._pages) < 10


def test_a_flood_of_unknown_addresses_pushes_out_others_first(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    reader.cache._most = 8000
    for number in range(20):
        reader.get("/wanted")
        reader.get(f"/{number}")
    assert site.asked == 21


def test_many_threads_and_purges_leave_it_in_order(app: Flask) -> None:
    reader = Reader(app, Site())
    threads = [threading.Thread(target=lambda: [reader.get(f"/{n}") for n in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reader.cache._bytes == sum(page.size for page in reader.cache._pages.values())


def test_the_log_is_trimmed_but_not_too_soon(app: Flask) -> None:
    db.session.add_all([Purge(tag="old", at=now() - timedelta(hours=2)), Purge(tag="new", at=now())])
    db.session.commit()
    assert trim(db.session, now() - timedelta(hours=1)) == 1


def test_real_pages_go_through_it(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Cache-Control"].startswith("public")
    assert client.get("/robots.txt", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_what_no_view_reads_of_the_query_makes_no_second_copy(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    for number in range(50):
        reader.get(query=f"utm_source={number}&x")
    assert (site.asked, len(reader.cache._pages)) == (1, 1)


def test_what_a_view_reads_tells_its_pages_apart(app: Flask) -> None:
    site = Site()
    site.reads = {"after"}
    reader = Reader(app, site)
    for query in ("", "after=1", "after=2", "after=", "fbclid=1&after=2", "after=%32&after=9", "x=1", "after"):
        reader.get(query=query)
    assert (site.asked, len(reader.cache._pages)) == (4, 4)


def test_a_view_that_reads_more_the_second_time_is_asked_again(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    reader.get()
    site.reads = {"q"}
    assert reader.get("/other") and reader.get(query="q=1") and site.asked == 2
    reader.get("/other", query="q=1")
    assert site.asked == 3


def test_values_cannot_pass_for_one_another(app: Flask) -> None:
    site = Site()
    site.reads = {"after", "q"}
    reader = Reader(app, site)
    queries = (
        "after=1&q=2",
        "after=1%00q%002",
        "after=1%00q=2",
        "q=%C3%A9",
        "q=%C3%83%C2%A9",
        "q=%ff",
        "q=%fe",
        "q=\xff",
    )
    for query in queries:
        reader.get(query=query)
    assert site.asked == len(queries) - 1  # a bare byte and its escape are one


def test_a_place_without_pages_is_forgotten(app: Flask) -> None:
    reader = Reader(app, Site())
    reader.cache._most = 5000
    for number in range(50):
        reader.get(f"/{number}\0")
    assert len(reader.cache._places) == len(reader.cache._pages) < 10


def test_real_lists_know_their_arguments(client: FlaskClient, app: Flask) -> None:
    for path in ("/latest/", "/search/?q=a", "/corrections/"):
        sign = "&" if "?" in path else "?"
        for number in range(3):
            assert client.get(f"{path}{sign}utm_source={number}").status_code == 200
    assert len(app.wsgi_app._pages) == 3


def test_who_saves_data_has_a_page_of_their_own(app: Flask) -> None:
    site = Site()
    reader = Reader(app, site)
    for value in (None, "on", "ON", "off", " on ", "rubbish"):
        reader.get(**({} if value is None else {"save_data": value}))
    assert site.asked == 2


def test_an_error_page_is_compressed_and_what_is_private_is_not(client: FlaskClient) -> None:
    lost = client.get("/nowhere/", headers={"Accept-Encoding": "gzip, br"})
    assert lost.status_code == 404
    assert lost.headers["Content-Encoding"] == "br"
    assert int(lost.headers["Content-Length"]) == len(lost.data)
    assert b"<h1>" in brotli.decompress(lost.data)
    assert "Content-Encoding" not in client.get("/nowhere/").headers
    assert "Content-Encoding" not in client.get("/sign-in/", headers={"Accept-Encoding": "br"}).headers
    assert client.head("/nowhere/", headers={"Accept-Encoding": "br"}).data == b""


def test_a_page_compressed_in_haste_is_made_small_for_a_later_reader(client: FlaskClient, world: World) -> None:
    articles = [
        f"/{article.published_at:%Y/%m}/{article.slug}/" for article in (world.article("One"), world.article("Two"))
    ]
    first, second = (client.get(address, headers={"Accept-Encoding": "br"}) for address in articles)
    time.sleep(1)
    again = client.get(articles[1], headers={"Accept-Encoding": "br"})
    assert again.data == best(brotli.decompress(second.data))
    assert again.headers["ETag"] == second.headers["ETag"]
    assert first.data == best(brotli.decompress(first.data))
