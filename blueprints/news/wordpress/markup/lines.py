"""Text and inline elements as lines and groups of lines, the way WordPress reads line breaks in classic text."""

import re

from blueprints.news.tree import Node, contents, fill, is_blank, like, make

EMPTY_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def split_groups(nodes: list[Node]) -> list[list[Node]]:
    """Cut at empty lines, also at those inside inline elements, which then stand on both sides of the cut."""
    groups: list[list[Node]] = [[]]
    for node in nodes:
        parts: list[list[Node]]
        if isinstance(node, str):
            parts = [[piece] for piece in EMPTY_LINE.split(node)]
        else:
            parts = [[like(node, part)] for part in split_groups(contents(node))]
        groups[-1] += parts[0]
        groups += parts[1:]
    return groups


def split_lines(nodes: list[Node]) -> list[list[Node]]:
    """Cut at the line breaks between inline elements."""
    lines: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, str):
            first, *rest = node.split("\n")
            lines[-1].append(first)
            lines += [[piece] for piece in rest]
        else:
            lines[-1].append(node)
    return [[node for node in line if node != ""] for line in lines]


def join_lines(lines: list[list[Node]]) -> list[Node]:
    """The lines with a `br` between any two, as in one paragraph or heading."""
    joined: list[Node] = []
    for line in lines:
        if joined and not ends_in_break(joined) and not is_blank(joined):
            joined.append(make("br"))
        joined += [_with_breaks(node) for node in line]
    return trimmed(joined)


def without_double_breaks(nodes: list[Node]) -> list[Node]:
    """Two `br` in a row were somebody's empty line."""
    tidy: list[Node] = []
    last_break: int | None = None
    for node in nodes:
        if not isinstance(node, str) and node.tag == "br":
            if last_break is not None:
                tidy[last_break:] = ["\n\n"]
                last_break = None
                continue
            last_break = len(tidy)
        elif not isinstance(node, str) or node.strip():
            last_break = None
        tidy.append(node)
    return tidy


def ends_in_break(nodes: list[Node]) -> bool:
    """Whether the last thing to be seen is a `br`."""
    last = next((node for node in reversed(nodes) if not isinstance(node, str) or node.strip()), "")
    return not isinstance(last, str) and last.tag == "br"


def trimmed(nodes: list[Node]) -> list[Node]:
    """The nodes without the space and breaks around them."""
    kept = list(nodes)
    while kept and isinstance(kept[0], str) and not kept[0].strip():
        kept.pop(0)
    while kept and (is_blank(kept[-1:]) or ends_in_break(kept[-1:])):
        kept.pop()
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return kept


def _with_breaks(node: Node) -> Node:
    """Line breaks inside an inline element become `br` too."""
    if isinstance(node, str) or "\n" not in node.text_content():
        return node
    joined: list[Node] = []
    for number, line in enumerate(split_lines(contents(node))):
        if number and not ends_in_break(joined):
            joined.append(make("br"))
        joined += [_with_breaks(inner) for inner in line]
    return fill(node, joined)
