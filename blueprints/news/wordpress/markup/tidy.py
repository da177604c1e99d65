"""The last pass: names, nesting, links and attributes that our articles use, and nothing empty left standing."""

import re

from blueprints.news.tree import Element, classes, every, is_blank, names, unwrap
from blueprints.news.wordpress.markup import addresses
from blueprints.news.wordpress.markup.figures import ALIGNMENTS
from blueprints.news.wordpress.markup.surroundings import Surroundings

RENAMED = {
    "acronym": "abbr",
    "strike": "s",
    "tt": "code",
    "kbd": "code",
    "samp": "code",
    "var": "i",
    "dfn": "i",
    "address": "p",
    "listing": "pre",
    "xmp": "pre",
    "menu": "ul",
    "dir": "ul",
}
KEPT = names(
    "p br h2 h3 h4 ul ol li blockquote cite figure figcaption img a strong b em i u s sub sup code pre hr table thead "
    "tbody tfoot tr th td caption dl dt dd span abbr q small del ins mark time details summary"
)
# The sanitiser keeps these and no others; they are named here again only to count what styling was lost.
ATTRIBUTES = {
    "a": "href hreflang",
    "img": "src srcset sizes width height alt loading",
    "ol": "start reversed",
    "td": "colspan rowspan",
    "th": "colspan rowspan scope",
    "abbr": "title",
    "time": "datetime",
}
CLASSES = {
    "figure": {"gallery", "embed", "video", "missing-picture", *ALIGNMENTS},
    "img": set(ALIGNMENTS),
    "blockquote": {"pull-quote"},
}
STYLED = re.compile(r"color|font|background|text-align|line-height|border")
STYLED_CLASS = re.compile(r"^has-.*(color|font-size|text-align|drop-cap|gradient)|^is-style-")
EMPTY_AND_GONE = ("a", "span", "strong", "b", "em", "i", "u", "s", "small", "mark", "sub", "sup", "code", "del", "ins")
EMPTY_BLOCKS_GONE = (
    "figcaption",
    "p",
    "h2",
    "h3",
    "h4",
    "li",
    "blockquote",
    "ul",
    "ol",
    "dl",
    "table",
    "pre",
    "details",
)


def tidy(root: Element, around: Surroundings) -> None:
    """Leave only what our articles are made of."""
    _keep_direction(root)
    for element in every(root, "*"):
        element.tag = RENAMED.get(element.tag, element.tag)
    _order_headings(root, around)
    _mend_links(root, around)
    for element in every(root, "*"):
        if element.tag not in KEPT:
            unwrap(element)
    _limit_attributes(root, around)
    _drop_empty(root)


def _keep_direction(root: Element) -> None:
    """Direction and language that hung on a container, or in a style, go to what we keep of it."""
    for element in every(root, "*"):
        if re.search(r"direction\s*:\s*rtl", element.get("style") or ""):
            element.set("dir", "rtl")
        if element.tag not in ("div", "section", "article", "center"):
            continue
        for name in ("dir", "lang"):
            for inner in element if element.get(name) else ():
                inner.set(name, inner.get(name) or element.get(name))


def _order_headings(root: Element, around: Surroundings) -> None:
    """The article's title is the page's h1, so headings start at h2 and go down one step at a time."""
    above: list[int] = []
    for heading in every(root, "h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.tag[1])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        ours = f"h{min(len(above) + 1, 4)}"
        if ours != heading.tag:
            around.notes.changed["heading moved to another level"] += 1
            heading.tag = ours


def _mend_links(root: Element, around: Surroundings) -> None:
    for link in every(root, "a"):
        target = (link.get("href") or "").strip()
        if not target or target.startswith("#"):
            if target:
                around.notes.changed["link to a place inside its own page became text"] += 1
            unwrap(link)
        elif target.startswith(("mailto:", "tel:")):
            continue
        else:
            _mend_link(link, around.absolute(target), around)


def _mend_link(link: Element, target: str, around: Surroundings) -> None:
    if addresses.split(target).scheme not in ("http", "https"):
        around.notes.changed["link that no page may have became text"] += 1
        unwrap(link)
    elif around.is_own_file(target):
        if target not in (*around.notes.missing_files, *around.notes.missing_pictures):
            around.notes.missing_files.append(target)
        link.set("href", target)
    elif around.is_own(target):
        around.notes.changed["link within the old site now stays on this one"] += 1
        link.set("href", addresses.split(target)._replace(scheme="", netloc="").geturl() or "/")
    else:
        link.set("href", target)


def _limit_attributes(root: Element, around: Surroundings) -> None:
    styled = 0
    for element in every(root, "*"):
        worn = classes(element)
        styled += bool(STYLED.search(element.get("style") or "")) or any(STYLED_CLASS.match(name) for name in worn)
        for name in set(element.attrib) - {"dir", "lang", *ATTRIBUTES.get(element.tag, "").split()}:
            del element.attrib[name]
        _keep_classes(element, worn)
        if element.tag == "span" and not element.attrib:
            unwrap(element)
    if styled:
        around.notes.changed["colours, sizes or alignment of text were taken off"] += styled


def _keep_classes(element: Element, worn: set[str]) -> None:
    kept = worn & CLASSES.get(element.tag, set())
    if kept:
        element.set("class", " ".join(sorted(kept)))


def _drop_empty(root: Element) -> None:
    """Nothing that a reader cannot see; from the inside out, so that what held only emptiness goes too."""
    for element in reversed(every(root, *EMPTY_AND_GONE)):
        if is_blank([element]) and element.find(".//br") is None:
            unwrap(element)
    for element in reversed(every(root, *EMPTY_BLOCKS_GONE)):
        inside_table = element.tag == "table" and element.find(".//td") is not None
        if is_blank([element]) and not inside_table:
            element.drop_tree()
