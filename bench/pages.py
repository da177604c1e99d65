"""How many pages a second one keep-alive connection gets: from memory, and made anew."""

import http.client
import time
from urllib.parse import urlsplit

from bench.pairing import pair
from bench.site import running

SECONDS = 1.5


def measure() -> None:
    """The front page and an article, each from memory and anew (an unknown query string is never in memory)."""
    with running() as url:
        article = _first_article(url)
        for name, path in (("front page", "/"), ("article", article)):
            pair(
                name,
                ("from memory", lambda path=path: _rate(url, path)),
                ("made anew", lambda path=path: _rate(url, path, True)),
            )


def _rate(url: str, path: str, anew: bool = False) -> float:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    count, started = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - started) < SECONDS:
        asked = f"{path}?anew={time.monotonic_ns()}" if anew else path
        connection.request("GET", asked, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{asked} answered {answer.status}")
        count += 1
    connection.close()
    return count / elapsed


def _first_article(url: str) -> str:
    """The address of the newest article."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request("GET", "/latest/")
    page = connection.getresponse().read().decode()
    connection.close()
    return "/20" + page.split('href="/20', 1)[1].split('"', 1)[0]
