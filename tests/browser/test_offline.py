"""A power cut: what was read can be read again, styled; what was not is said plainly."""

import http.client
import re
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE_MS, Site
from tests.browser.test_access import signed_in
from tests.browser.test_reader import TRAIN

__all__ = ["signed_in"]
KEPT = """async () => {
  const shelves = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
  return (await Promise.all(shelves.map((shelf) => shelf.keys()))).flat().map(({ url }) => url)
}"""


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A phone of its own, with nothing kept yet."""
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 740}, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def keep(page: Page, path: str) -> None:
    """Read a page, and wait until the phone has it."""
    page.goto(path)
    page.wait_for_function("navigator.serviceWorker.ready")
    page.wait_for_function(f"({KEPT})().then(all => all.includes(location.origin + location.pathname))")


def article_address(page: Page) -> str:
    keep(page, "/")
    return str(page.get_by_role("link", name=TRAIN).first.get_attribute("href"))


def test_an_article_is_read_again_without_a_network(phone: BrowserContext) -> None:
    page = phone.new_page()
    address = article_address(page)
    keep(page, address)
    page.wait_for_function(f"({KEPT})().then(all => all.some(url => url.includes('/site.css')))")
    phone.set_offline(True)
    page.goto(address + "?utm_source=a-friend")
    expect(page.get_by_role("heading", level=1)).to_have_text(TRAIN)
    expect(page.locator(".kept")).to_have_text(re.compile(r"^You are offline\. This page was kept at \d\d:\d\d\.$"))
    assert page.evaluate("getComputedStyle(document.querySelector('.masthead ul')).listStyleType") == "none"
    page.wait_for_function("document.querySelector('.lead-image img').naturalWidth > 0")
    page.set_viewport_size({"width": 1200, "height": 740})
    page.reload()
    page.wait_for_function("document.querySelector('.lead-image img').naturalWidth > 0")


def test_a_page_of_another_language_says_so_in_it(phone: BrowserContext) -> None:
    page = phone.new_page()
    keep(page, "/fr/")
    phone.set_offline(True)
    page.reload()
    said = r"^Vous êtes hors ligne\. Cette page a été gardée à \d\d:\d\d\.$"
    expect(page.locator(".kept")).to_have_text(re.compile(said))


def test_a_page_never_read_is_said_plainly_with_what_is_kept(phone: BrowserContext) -> None:
    page = phone.new_page()
    keep(page, article_address(page))
    phone.set_offline(True)
    page.goto("/about/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    assert page.evaluate("getComputedStyle(document.querySelector('.error-page')).display") == "grid"
    expect(page.get_by_role("link", name="Front page", exact=True)).to_be_visible()
    page.get_by_role("link", name=TRAIN).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TRAIN)


class Passage(BaseHTTPRequestHandler):
    """A proxy that writes down what a phone really asks of the network."""

    crossed: list[tuple[str, int]]

    def do_GET(self) -> None:
        named = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        asked = http.client.HTTPConnection(urlsplit(self.path).netloc)
        asked.request("GET", urlunsplit(("", "", *urlsplit(self.path)[2:4], "")), headers=named)
        answer = asked.getresponse()
        body = answer.read()
        self.crossed.append((urlsplit(self.path).path, answer.status))
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Keep quiet."""


@pytest.fixture
def passage() -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """The proxy's address, and what crossed it."""
    crossed: list[tuple[str, int]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Counting", (Passage,), {"crossed": crossed}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", crossed
    server.shutdown()


def test_keeping_asks_the_network_for_no_byte_twice(
    browser: Browser, site: Site, passage: tuple[str, list[tuple[str, int]]]
) -> None:
    address, crossed = passage
    context = browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 740}, proxy={"server": address, "bypass": "<-loopback>"}
    )
    page = context.new_page()
    keep(page, "/")
    page.wait_for_function(f"({KEPT})().then(all => all.some(url => url.includes('/site.css')))")
    page.wait_for_timeout(1000)
    paid = [path for path, status in crossed if status == 200]
    context.close()
    assert "/sw.js" in paid
    assert [path for path, times in Counter(paid).items() if times > 1] == []
    assert {path for path in paid if not path.startswith(("/assets/", "/media/", "/static/icons/"))} == {
        "/",
        "/sw.js",
        "/offline/",
    }


def test_nothing_of_the_desk_is_ever_kept(browser: Browser, site: Site, signed_in: object) -> None:
    context = browser.new_context(base_url=site.url, storage_state=signed_in)
    page = context.new_page()
    keep(page, "/")
    for path in ("/desk/", "/account/", "/desk/articles/new/", "/search/?q=osunmi"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    kept = page.evaluate(KEPT)
    assert [url for url in kept if re.search(r"/(desk|account|search)[/.]", url)] == []
    context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/desk/")
    context.close()
