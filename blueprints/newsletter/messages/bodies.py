"""An article's body outside of its page: as HTML for a mail, and as plain text."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import current_app
from lxml import html as lxml_html
from lxml.html import HtmlElement

from blueprints.core.renditions import media_folder
from blueprints.core.templating import kilobytes
from blueprints.core.wording import gettext
from blueprints.news.addresses import full_url

ARTICLE_PATH = re.compile(r"(/[a-z]{2})?/\d{4}/\d{2}/[^/?#]+/")
OWN_PICTURE = re.compile(r"[0-9a-f]{2}/[0-9a-f]{18}-\d{1,4}\.(?:jpg|webp)")
LOWER = {"h2": "h3", "h3": "h4", "h4": "h5"}  # a letter's stories have their headlines as second headings
BLOCKS = {"p", "h2", "h3", "h4", "h5", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption"}
BLOCKS |= {"table", "caption", "tr", "details", "summary", "div", "hr"}


def mail_html(body: str, letter: str = "") -> str:
    """A body that the sanitiser made, for a mail: whole addresses, pictures as links that tell their size, no footnote
    links, which lead nowhere in mail programs. `letter` is put behind links to our own articles."""
    tree = _parsed(body)
    for image in list(tree.iter("img")):
        _replace_picture(image)
    for element in list(tree.iter("source")):
        element.drop_tree()
    for element in tree.iter():
        element.attrib.pop("id", None)
        element.tag = LOWER.get(element.tag, element.tag)
    for link in tree.iter("a"):
        _lead_outside(link, letter)
    return _inside(tree)


def first_blocks(html: str, most: int) -> tuple[str, bool]:
    """So many of its first blocks as fit into so many characters, and whether any were left out."""
    if len(html) <= most:
        return html, False
    kept, room = [], most
    for block in _parsed(html):
        block.tail = None
        written = str(lxml_html.tostring(block, encoding="unicode"))
        room -= len(written)
        if room < 0:
            break
        kept.append(written)
    return "".join(kept), True


def text_of(html: str) -> str:
    """The plain text of clean HTML: paragraphs parted by empty lines, bullets, and addresses behind their words."""
    raw = "".join(_pieces(_parsed(html)))
    lines = [" ".join(line.split()) for line in raw.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def picture_words(alt: str, source: str) -> str:
    """`Picture: A ship at the quay (84 KB)`, the size being that of the file where it is ours."""
    found = OWN_PICTURE.search(source)
    path = media_folder() / found.group() if found else None
    size = f" ({kilobytes(path.stat().st_size)})" if path is not None and path.is_file() else ""
    return (gettext("Picture: %(description)s", description=alt) if alt else gettext("Picture")) + size


def _parsed(html: str) -> HtmlElement:
    tree: HtmlElement = lxml_html.fragment_fromstring(html, create_parent="div")
    return tree


def _inside(tree: HtmlElement) -> str:
    """What the element holds, without the element."""
    whole = str(lxml_html.tostring(tree, encoding="unicode"))
    return whole.removeprefix("<div>").removesuffix("</div>").strip()


def _replace_picture(image: HtmlElement) -> None:
    """A link to the picture, or mere words where it stands in a link already."""
    source, words = image.get("src", ""), picture_words(image.get("alt", ""), image.get("src", ""))
    inside_link = next(image.iterancestors("a"), None) is not None
    element = lxml_html.Element("span" if inside_link or not source else "a")
    element.text, element.tail = words, image.tail
    if element.tag == "a":
        element.set("href", full_url(source))
    image.getparent().replace(image, element)


def _lead_outside(link: HtmlElement, letter: str) -> None:
    address = link.get("href", "")
    if address.startswith("#"):
        del link.attrib["href"]
    elif address:
        whole = full_url(address)
        site = urlsplit(current_app.config["SITE_URL"]).netloc
        parts = urlsplit(whole)
        ours = parts.netloc == site and ARTICLE_PATH.fullmatch(parts.path) and not parts.fragment
        link.set("href", whole + letter if ours else whole)


def _pieces(element: HtmlElement) -> Iterator[str]:
    """The texts of an element and of what it holds, with line breaks around blocks."""
    around = {"li": "\n", "br": "\n", "td": " ", "th": " "}.get(element.tag, "\n\n" if element.tag in BLOCKS else "")
    yield around
    yield "• " if element.tag == "li" else ""
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    address = element.get("href", "") if element.tag == "a" else ""
    words = "".join(element.itertext()).strip()
    yield f" <{address}>" if address.startswith("http") and address not in (words, words + "/") else ""
    yield around if element.tag not in ("li", "br") else ""
