"""Every page type of the demo edition keeps its budget, weighed as the server sends it."""

import re
import time
import urllib.error
import urllib.request

import brotli
import pytest
from playwright.sync_api import Browser

from blueprints.core.weight import BUDGETS, FIRST_VIEW, KB, compressed_bytes, weigh
from tests.browser.conftest import Site

PATHS = {
    "front": "/",
    "category": "/category/news/",
    "tag": "/tag/osunmi/",
    "author": "/author/ada-umeorah/",
    "search": "/search/?q=osunmi",
    "page": "/about/",
    "newsletter": "/newsletter/",
    "error": "/nowhere/",
}


def fetch(url: str) -> tuple[str, int]:
    """A page, and its bytes on the wire."""
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers={"Accept-Encoding": "br"}))
    except urllib.error.HTTPError as refused:
        answer = refused
    body = answer.read()
    plain = brotli.decompress(body) if answer.headers["Content-Encoding"] == "br" else body
    return plain.decode(), len(body)


@pytest.fixture(scope="module")
def longest(site: Site) -> str:
    """The address of the demo's heaviest article."""
    index, _ = fetch(f"{site.url}/sitemap.xml")
    maps = [address for address in re.findall(r"<loc>([^<]+)</loc>", index) if "articles" in address]
    articles = [address for each in maps for address in re.findall(r"<loc>([^<]+)</loc>", fetch(each)[0])]
    assert len(articles) > 40
    return max(articles, key=lambda address: compressed_bytes(fetch(address)[0]))


@pytest.mark.parametrize("kind", BUDGETS)
def test_it_keeps_its_budget(site: Site, longest: str, kind: str) -> None:
    fetch(longest if kind == "article" else site.url + PATHS[kind])
    time.sleep(0.5)  # a storm of tests has pages compressed in haste; the next reader has them small
    page, sent = fetch(longest if kind == "article" else site.url + PATHS[kind])
    weight = weigh(page, sent)
    assert weight.over(BUDGETS[kind]) == [], weight


def test_the_first_view_of_an_article_with_all_headers(browser: Browser, site: Site, longest: str) -> None:
    """By the browser's own count, pictures aside, which the icon is too."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    crossed: dict[str, float] = {}
    protocol.send("Network.enable")
    protocol.on(
        "Network.responseReceived", lambda seen: kinds.update({seen["requestId"]: seen["response"]["mimeType"]})
    )
    protocol.on("Network.loadingFinished", lambda seen: crossed.update({seen["requestId"]: seen["encodedDataLength"]}))
    fetch(longest)
    time.sleep(0.5)
    with page.expect_response(re.compile(r"/views/$")):  # the last to be asked for
        page.goto(longest, wait_until="networkidle")
    page.wait_for_timeout(300)
    context.close()
    paid = [(kinds[each], size) for each, size in crossed.items() if not kinds[each].startswith("image/")]
    assert len(paid) <= BUDGETS["article"].requests, paid
    assert sum(size for _, size in paid) <= FIRST_VIEW * KB, paid
