"""Makes paragraphs as WordPress does when it shows a text, but on the parsed tree, so that none is left half open.

The rules are those of wpautop: an empty line starts a paragraph, a single line break stays one, blocks stand alone.
"""

import re
from collections.abc import Iterable

from blueprints.news.tree import (
    BLOCKS,
    Element,
    Node,
    contents,
    fill,
    is_blank,
    is_block,
    like,
    make,
    names,
)
from blueprints.news.wordpress.markup.lines import join_lines, split_groups, split_lines, trimmed, without_double_breaks

ADDRESS_LINE = re.compile(r"\s*(https?://[^\s<>\"]+)\s*")

# Text right inside these becomes paragraphs; they hold other blocks and are taken away later, or are quotes.
FLOWS = names("div section article aside header footer main nav center form fieldset details blockquote hgroup")
# Text right inside these is their own line and becomes paragraphs only when it has several.
LINES = names("li td th dd dt figcaption caption summary address")
# These hold nothing but their own kind of children.
FRAMES = names("ul ol dl table thead tbody tfoot tr figure wp-caption colgroup")
HEADINGS = names("h1 h2 h3 h4 h5 h6")
LEAVES = names("hr pre wp-embed wp-gallery wp-playlist")


def make_paragraphs(flow: Element, *, classic: bool) -> None:
    """Give every text right inside `flow`, and inside the blocks in it, its paragraphs."""
    fill(flow, _flow(contents(flow), classic))


def _flow(nodes: Iterable[Node], classic: bool) -> list[Node]:
    shaped: list[Node] = []
    run: list[Node] = []
    for node in _lifted(nodes):
        if is_block(node):
            shaped += [*_paragraphs(run, classic), *_block(node, classic)]
            run = []
        else:
            run.append(node)
    return [*shaped, *_paragraphs(run, classic)]


def _block(element: Element, classic: bool) -> list[Node]:
    """One block with its inside put right; a paragraph that held blocks becomes several."""
    if element.tag in FLOWS:
        return [fill(element, _flow(contents(element), classic))]
    if element.tag in FRAMES:
        return [fill(element, _frame(contents(element), classic))]
    if element.tag == "p":
        return _split_paragraph(element, classic)
    if element.tag in LINES:
        return [fill(element, _lines(contents(element), classic))]
    if element.tag in HEADINGS:
        nodes = contents(element)
        return [fill(element, join_lines(split_lines(nodes)) if classic else nodes)]
    return [element]


def _frame(nodes: list[Node], classic: bool) -> list[Node]:
    shaped: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            shaped += [node] if node.strip() else []
        else:
            shaped += _block(node, classic)
    return shaped


def _split_paragraph(paragraph: Element, classic: bool) -> list[Node]:
    shaped = _flow(contents(paragraph), classic)
    for node in shaped:
        if not isinstance(node, str) and node.tag == "p" and not node.attrib:
            node.attrib.update(dict(paragraph.attrib))
    return shaped


def _lines(nodes: list[Node], classic: bool) -> list[Node]:
    """A cell or entry: its one line stays bare, several become paragraphs; blocks in it stand as they are."""
    shaped = _flow(nodes, classic)
    paragraphs = [node for node in shaped if not isinstance(node, str) and node.tag == "p"]
    lone = paragraphs[0] if len(paragraphs) == 1 and paragraphs[0] is shaped[0] else None
    return shaped if lone is None or isinstance(lone, str) or lone.attrib else [*contents(lone), *shaped[1:]]


def _lifted(nodes: Iterable[Node]) -> list[Node]:
    """Inline elements around blocks cannot stand; each is put inside those blocks instead."""
    lifted: list[Node] = []
    for node in nodes:
        if not isinstance(node, str) and node.tag not in BLOCKS and is_block(node):
            lifted += _pushed_down(node, _lifted(contents(node)))
        else:
            lifted.append(node)
    return lifted


def _pushed_down(wrapper: Element, nodes: list[Node]) -> list[Node]:
    pushed: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        if isinstance(node, str) or not is_block(node):
            run.append(node)
            continue
        pushed += _wrapped(wrapper, run)
        run = []
        if node.tag not in LEAVES:
            fill(node, _pushed_down(wrapper, contents(node)))
        pushed.append(node)
    return [*pushed, *_wrapped(wrapper, run)]


def _wrapped(wrapper: Element, run: list[Node]) -> list[Node]:
    return run if is_blank(run) else [like(wrapper, run)]


def _paragraphs(run: list[Node], classic: bool) -> list[Node]:
    """The paragraphs of a run of text and inline elements; an address alone on its line is shown as WordPress did."""
    if is_blank(run):
        return []
    if not classic:
        return [make("p", *trimmed(run))]
    shaped: list[Node] = []
    for group in split_groups(without_double_breaks(run)):
        shaped += _one_paragraph(group)
    return shaped


def _one_paragraph(group: list[Node]) -> list[Node]:
    shaped: list[Node] = []
    lines: list[list[Node]] = []
    for line in split_lines(group):
        address = _lone_address(line)
        if address is None:
            lines.append(line)
        else:
            shaped += [*_written(lines), make("wp-embed", url=address)]
            lines = []
    return [*shaped, *_written(lines)]


def _written(lines: list[list[Node]]) -> list[Node]:
    nodes = join_lines(lines)
    return [] if is_blank(nodes) else [make("p", *nodes)]


def _lone_address(line: list[Node]) -> str | None:
    match = ADDRESS_LINE.fullmatch(line[0]) if len(line) == 1 and isinstance(line[0], str) else None
    return match[1] if match else None
