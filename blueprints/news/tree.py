"""Small tools over a parsed body: in lxml, text hangs on elements, while the passes want it among them."""

import re
from collections.abc import Iterable
from typing import TypeAlias, TypeGuard

from lxml import html
from lxml.html import HtmlElement

Element: TypeAlias = HtmlElement
Node: TypeAlias = str | Element


def names(text: str) -> frozenset[str]:
    """The names in a text, as a set."""
    return frozenset(text.split())


INVISIBLE = " \t\r\n\f\xa0\u200b\ufeff"
# What the parser cannot see past: a body pasted from a whole page closes </body> long before its end.
PAGE_TAGS = re.compile(r"<!doctype[^>]*>|</?(?:html|head|body|frameset|frame|base|meta|link)\b[^>]*>", re.IGNORECASE)
# The parser stops at 2,048 levels and Python's stack before that; no honest article is nested this deeply.
DEEPEST = 150

BLOCKS = names(
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul caption colgroup "
    "col wp-caption wp-gallery wp-embed wp-playlist"
)
KEPT_WHEN_EMPTY = names("img hr td th col wp-embed wp-gallery wp-playlist video audio iframe object embed")


def parse(markup: str) -> Element:
    """A body's HTML as the children of one div."""
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    root = html.fragment_fromstring(PAGE_TAGS.sub("", markup), create_parent="div", parser=parser)
    return root if _depth(root) <= DEEPEST else _flattened(markup)


def serialise(root: Element) -> str:
    """The HTML of everything inside `root`."""
    whole = str(html.tostring(root, encoding="unicode", with_tail=False))
    return whole[whole.index(">") + 1 : whole.rindex("<")].strip()


def contents(element: Element) -> list[Node]:
    """Take everything out of an element: its texts and children in order."""
    nodes: list[Node] = [element.text] if element.text else []
    for child in list(element):
        tail, child.tail = child.tail, None
        nodes.append(child)
        if tail:
            nodes.append(tail)
        element.remove(child)
    element.text = None
    return nodes


def fill(element: Element, nodes: Iterable[Node]) -> Element:
    """Put texts and elements at the end of an element."""
    for node in nodes:
        if not isinstance(node, str):
            element.append(node)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + node
        else:
            element.text = (element.text or "") + node
    return element


def make(tag: str, *nodes: Node, **attributes: str) -> Element:
    """A new element; attributes without a value are left out, `class_` is `class`."""
    element = html.Element(
        tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value}
    )
    return fill(element, nodes)


def like(element: Element, nodes: Iterable[Node]) -> Element:
    """A new element with the tag and attributes of `element` around other nodes."""
    twin = html.Element(element.tag, dict(element.attrib))
    return fill(twin, nodes)


def replace(element: Element, *nodes: Node) -> None:
    """Put nodes where an element stood; the text after it stays."""
    parent = element.getparent()
    around = contents(parent)
    at = next(index for index, node in enumerate(around) if node is element)
    fill(parent, [*around[:at], *nodes, *around[at + 1 :]])


def unwrap(element: Element) -> None:
    """Take an element away and leave what it holds."""
    replace(element, *contents(element))


def every(root: Element, *tags: str) -> list[Element]:
    """The descendants with these tags, as a list, so that the tree may change meanwhile."""
    return [element for element in root.iter(*tags) if element is not root]


def classes(element: Element) -> set[str]:
    """The classes of an element."""
    return set((element.get("class") or "").split())


def text_of(element: Element) -> str:
    """The text inside an element on one line."""
    return " ".join(element.text_content().split())


def is_block(node: Node) -> TypeGuard[Element]:
    """Whether a node stands on lines of its own, or holds something that does."""
    return not isinstance(node, str) and any(inner.tag in BLOCKS for inner in node.iter())


def is_blank(nodes: Iterable[Node]) -> bool:
    """Whether a reader would see nothing of these nodes."""
    return all(_is_blank(node) for node in nodes)


def _is_blank(node: Node) -> bool:
    if isinstance(node, str):
        return not node.strip(INVISIBLE)
    seen = any(inner.tag in KEPT_WHEN_EMPTY for inner in node.iter())
    return not seen and not node.text_content().strip(INVISIBLE)


def _depth(root: Element) -> int:
    deepest, level, layer = 0, 0, [root]
    while layer and level <= DEEPEST + 1:
        deepest, level = level, level + 1
        layer = [child for element in layer for child in element]
    return deepest


def _flattened(markup: str) -> Element:
    lines = re.sub(r"<[^>]*>", "\n", markup).split("\n")
    return make("div", *[make("p", line) for line in lines if line.strip()])
