"""A reader's visit that lints every page it fetches."""

import re
import warnings
from collections import Counter
from functools import cache
from urllib.parse import urlsplit

import html5lib
from flask.testing import FlaskClient
from html5lib.constants import DataLossWarning
from lxml import etree
from lxml.cssselect import CSSSelector
from werkzeug.test import TestResponse

from blueprints.core.assets import BUNDLES, bundle

LOADING = {
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "link": ("href",),
}
LINKS_THAT_LOAD = {"stylesheet", "icon", "preload", "manifest", "apple-touch-icon", "modulepreload"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


class Visit:
    """A parsed page with what a test asks of it."""

    def __init__(self, answer: TestResponse, *, fragment: bool = False) -> None:
        self.answer, self.status, self.html = answer, answer.status_code, answer.text
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
        with warnings.catch_warnings():
            # XML has no name for htmx's `hx-status:4xx`; the parser spells it otherwise, and no test asks for it.
            warnings.simplefilter("ignore", DataLossWarning)
            if fragment:
                self.tree = etree.Element("body")
                self.tree.extend([e for e in parser.parseFragment(self.html) if not isinstance(e, str)])
            else:
                self.tree = parser.parse(self.html).getroot()
        self.errors = [f"line {place[0]}: {code}" for place, code, _ in parser.errors]

    def all(self, selector: str) -> list[etree._Element]:
        """The elements that a CSS selector finds."""
        return list(CSSSelector(selector)(self.tree))

    def one(self, selector: str) -> etree._Element:
        """The one element that a CSS selector finds; it fails on none and on two."""
        found = self.all(selector)
        assert len(found) == 1, f"{selector}: found {len(found)} in {self.html[:2000]}"
        return found[0]

    def text(self, selector: str = "body") -> str:
        """The text of the first element found, white space folded."""
        found = self.all(selector)
        assert found, f"{selector}: nothing in {self.html[:2000]}"
        return " ".join("".join(found[0].itertext()).split())


def visit(client: FlaskClient, url: str, status: int = 200) -> Visit:
    """Fetch a page as a reader would, and fail on anything that a page of ours must not have."""
    return read(client.get(url), status)


def read(answer: TestResponse, status: int = 200, *, fragment: bool = False) -> Visit:
    """Lint an answer that is already here; a fragment has no head to look at."""
    assert answer.status_code == status, f"{answer.status}: {answer.text[:1500]}"
    page = Visit(answer, fragment=fragment)
    faults = [fault for rule in RULES for fault in rule(page)]
    if not fragment:
        faults += _frame(page)
    assert not faults, "\n".join(faults)
    return page


def _syntax(page: Visit) -> list[str]:
    return page.errors[:5]


def _ids(page: Visit) -> list[str]:
    counted = Counter(element.get("id") for element in page.all("[id]"))
    return [f"id {name} stands {count} times" for name, count in counted.items() if count > 1]


def _labels(page: Visit) -> list[str]:
    labelled = {label.get("for") for label in page.all("label[for]")}
    faults = []
    for field in page.all("input, select, textarea"):
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled
        if (
            field.get("type") not in UNLABELLED
            and not named
            and not any(p.tag == "label" for p in field.iterancestors())
        ):
            faults.append(f"no label for field {field.get('name')}")
    return faults


def _pictures(page: Visit) -> list[str]:
    return [f"no alt on {img.get('src')}" for img in page.all("img") if img.get("alt") is None]


def _third_parties(page: Visit) -> list[str]:
    faults = []
    for tag, attributes in LOADING.items():
        for element in page.all(tag):
            if tag == "link" and not LINKS_THAT_LOAD & set((element.get("rel") or "").split()):
                continue
            values = [element.get(name) or "" for name in attributes]
            hosts = {urlsplit(part.split()[0]).netloc for value in values for part in value.split(",") if part.strip()}
            faults += [f"<{tag}> asks {host}" for host in hosts - {"", "localhost"}]
    return faults


def _inline_code(page: Visit) -> list[str]:
    faults = [f"style attribute on <{element.tag}>" for element in page.all("[style]")]
    faults += ["inline <style>" for _ in page.all("style")]
    data = ("application/ld+json", "application/json")
    faults += [
        "inline script" for script in page.all("script") if not script.get("src") and script.get("type") not in data
    ]
    faults += [
        f"{name} on <{element.tag}>"
        for element in page.tree.iter(etree.Element)
        for name in element.attrib
        if str(name).startswith("on")
    ]
    return faults


def _htmx(page: Visit) -> list[str]:
    """First a link or form that works, then the attributes."""
    faults = []
    for element in page.all("[data-hx-get], [data-hx-post]"):
        if any(word in (element.get("data-hx-trigger") or "") for word in ("load", "every", "revealed")):
            continue
        if element.get("data-hx-post") is not None:
            plain = element.tag == "form" and (element.get("method") or "").lower() == "post"
        else:
            link = element.tag == "a" and element.get("href")
            plain = bool(link) or (element.tag == "form" and (element.get("method") or "get").lower() == "get")
            plain = plain or any(parent.tag == "form" for parent in element.iterancestors())
        if not plain:
            faults.append(f"htmx without a plain link or form: {etree.tostring(element)[:160]!r}")
    faults += [f"hx-{name} is not ours to use" for name in ("on", "boost") if page.all(f"[data-hx-{name}]")]
    faults += [
        f"{name} is no HTML without data- before it"
        for element in page.tree.iter(etree.Element)
        for name in element.attrib
        if str(name).startswith("hx-")
    ]
    return faults


@cache
def _classes_of(stylesheet: str) -> set[str]:
    return {word.decode() for word in re.findall(rb"\.([a-z][\w-]*)", bundle(stylesheet)[0])}


def _styles(page: Visit) -> list[str]:
    """A page links a stylesheet for each class that it uses, where one knows the class."""
    linked = {(link.get("href") or "").rsplit("/", 1)[-1] for link in page.all("link[rel=stylesheet]")}
    used = {word for element in page.all("[class]") for word in element.get("class").split()}
    missing = used - set().union(*(_classes_of(name) for name in linked if name in BUNDLES))
    return [
        f"{', '.join(sorted(needing))}: needs {name}"
        for name in ("site.css", "lists.css", "more.css")
        if (needing := missing & _classes_of(name))
    ]


def _frame(page: Visit) -> list[str]:
    """What a whole page must have: a title, a language, one h1, and targets for its in-page links."""
    faults = _styles(page)
    if not page.all("title") or not page.text("title"):
        faults.append("no title")
    if not page.tree.get("lang"):
        faults.append("no language on <html>")
    if len(page.all("h1")) != 1:
        faults.append(f"{len(page.all('h1'))} h1 elements")
    ids = {element.get("id") for element in page.all("[id]")}
    targets = {link.get("href") for link in page.all("a[href^='#']")} - {"#"}
    return faults + [f"in-page link to {target} leads nowhere" for target in targets if target[1:] not in ids]


RULES = (_syntax, _ids, _labels, _pictures, _third_parties, _inline_code, _htmx)
