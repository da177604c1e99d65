"""The one way for people's HTML into the database; nothing touches the string afterwards."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import nh3
from lxml import html as lxml_html
from lxml.etree import iterwalk

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "cite", "pre", "code"),
    *("figure", "figcaption", "img", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *(
        "a",
        "strong",
        "b",
        "em",
        "i",
        "u",
        "s",
        "sub",
        "sup",
        "span",
        "abbr",
        "q",
        "small",
        "del",
        "ins",
        "mark",
        "time",
    ),
    *("details", "summary"),
}
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang", "id"},
    "li": {"id"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "reversed"},
    "abbr": {"title"},
    "time": {"datetime"},
}
CLASSES = {
    "gallery",
    "embed",
    "footnotes",
    "alignleft",
    "alignright",
    "aligncenter",
    "pull-quote",
    "video",
    "missing-picture",
}
CLASSED = ("figure", "img", "p", "blockquote", "span", "a", "ol")
WITHIN_WORDS = {"a", "b", "strong", "i", "em", "u", "s", "sub", "sup", "span", "mark", "small", "abbr"}
MEDIA_PREFIX = "/media/"
BEFORE_RELATED = 2
FOOTNOTE = re.compile(r"fn(ref)?-\d{1,4}(-\d{1,4})?", re.ASCII)
_MARKS = "descendant::sup[a[starts-with(@id, 'fnref-')]] | descendant::a[starts-with(@href, '#fnref-')]"
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_VOID = {"br", "img", "hr"}


@dataclass(frozen=True)
class CleanHtml:
    """Sanitised HTML, the offset where its middle break lies (characters), and its length in words."""

    html: str
    middle: int
    words: int


def clean_html(dirty: str) -> CleanHtml:
    """Keep what an article may hold; scripts, styles, event handlers, hx-* and foreign pictures do not survive."""
    html = nh3.clean(
        dirty.replace("\0", ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes={tag: CLASSES for tag in CLASSED},
        attribute_filter=_only_what_is_ours,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    ).strip()
    return CleanHtml(html, _middle(html), len(plain_text(html).split()))


def plain_text(html: str) -> str:
    """The text of sanitised HTML, white space folded."""
    if not html.strip():
        return ""
    tree = lxml_html.fragment_fromstring(html, create_parent="div")
    for mark in tree.xpath(_MARKS):  # a footnote's number is no word of the sentence
        mark.drop_tree()
    return " ".join("".join(_pieces(tree)).split())


def _pieces(tree: lxml_html.HtmlElement) -> Iterator[str]:
    """Every piece of text, with a space where an element parts words."""
    for event, element in iterwalk(tree, events=("start", "end")):
        yield "" if element.tag in WITHIN_WORDS else " "
        yield (element.text if event == "start" else element.tail) or ""


def _only_what_is_ours(tag: str, attribute: str, value: str) -> str | None:
    """No page asks a third party for anything, so a picture must be ours; and only footnotes have names to lead to."""
    if attribute == "id" or (attribute == "href" and value.startswith("#")):
        return value if FOOTNOTE.fullmatch(value.removeprefix("#")) else None
    if tag != "img" or attribute not in ("src", "srcset"):
        return value
    sources = [part.split()[0] for part in value.split(",") if part.strip()]
    return value if sources and all(_is_ours(source) for source in sources) else None


def _is_ours(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket that does not close
        return False
    return not parts.netloc and not parts.scheme and parts.path.startswith(MEDIA_PREFIX) and ".." not in parts.path


def _middle(html: str) -> int:
    """The offset after the second top-level paragraph that another one follows, or the end."""
    depth = paragraphs = 0
    for found in _TAG.finditer(html):
        closing, name = found.group(1), found.group(2)
        if name in _VOID:
            continue
        if depth == 0 and name == "p" and paragraphs >= BEFORE_RELATED:
            return found.start()
        depth += -1 if closing else 1
        if closing and depth == 0 and name == "p":
            paragraphs += 1
    return len(html)
