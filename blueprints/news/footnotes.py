"""Footnotes: `[^1]` in the text and a paragraph that begins `[^1]:` become numbered notes with ways there and back.

A body that holds finished footnotes is taken apart and numbered anew, so that saving it again changes nothing and a
note written between two others gets its place. A mark without a note, and a note without a mark, stay text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from blueprints.news.tree import INVISIBLE, Element, Node, classes, contents, every, fill, is_blank, make, unwrap

MARK = re.compile(r"\[\^([\w-]{1,64})\]")
NOTE = re.compile(rf"[{INVISIBLE}]*\[\^([\w-]{{1,64}})\]:[{INVISIBLE}]*")
WITHIN_WORDS = ("span", "b", "strong", "i", "em")
NOT_TEXT = ("pre", "code", "a")
MOST = 999
BACK = "↩\ufe0e"


@dataclass(slots=True)
class _Notes:
    """What the notes say by their key, and how often each was mentioned, in the order of the first mention."""

    texts: dict[str, list[Node]]
    mentions: dict[str, int] = field(default_factory=dict)

    def mention(self, key: str) -> Element:
        """The number of a note, as a link to it."""
        count = self.mentions[key] = self.mentions.get(key, 0) + 1
        number = list(self.mentions).index(key) + 1
        own = f"fnref-{number}" + (f"-{count}" if count > 1 else "")
        return make("sup", make("a", str(number), href=f"#fn-{number}", id=own))


def note_begun(node: Node) -> re.Match[str] | None:
    """The sign that a text, or a paragraph, begins with; it may be in bold or marked as of another language."""
    return NOTE.match(node if isinstance(node, str) else _holder(node).text or "")


def _holder(element: Element) -> Element:
    """The element that holds the first letter."""
    while len(element) and element[0].tag in WITHIN_WORDS and not (element.text or "").strip(INVISIBLE):
        element = element[0]
    return element


def finish_footnotes(root: Element) -> None:
    """Number the footnotes of a body by the order of their mention, and list them at its end."""
    notes = _Notes(dict(_taken_out(root)))
    for named in every(root, "a", "li"):
        named.attrib.pop("id", None)
    if not notes.texts:
        return
    _number(root, notes)
    if notes.mentions:
        ordered = [_note(number, notes.texts[key]) for number, key in enumerate(notes.mentions, 1)]
        fill(root, [make("ol", *ordered, class_="footnotes")])
    for key, text in notes.texts.items():
        if key not in notes.mentions:
            fill(root, [make("p", f"[^{key.removeprefix('fn-')}]: ", *text)])


def _taken_out(root: Element) -> Iterator[tuple[str, list[Node]]]:
    """Every note under its key, taken out of the body; a second one with the same key stays text."""
    seen: set[str] = set()
    for block in list(root):
        if block.tag == "ol" and "footnotes" in classes(block):
            for index, item in enumerate(block.iter("li"), 1):
                yield item.get("id") or f"fn-{index}", _words_of(item)
            block.drop_tree()
        elif block.tag == "p" and (found := note_begun(block)) and found[1] not in seen and len(seen) < MOST:
            seen.add(found[1])
            holder = _holder(block)
            holder.text = found.string[found.end() :]
            if holder is not block and is_blank([holder]):
                holder.drop_tree()
            yield found[1], _trimmed(contents(block))
            block.drop_tree()


def _words_of(item: Element) -> list[Node]:
    """What a finished note says, without the way back."""
    for link in every(item, "a"):
        if (link.get("href") or "").startswith("#fnref-"):
            link.drop_tree()
    for paragraph in every(item, "p", "div"):
        unwrap(paragraph)
    return _trimmed(contents(item))


def _trimmed(nodes: list[Node]) -> list[Node]:
    while nodes and is_blank(nodes[-1:]):
        nodes.pop()
    if nodes and isinstance(nodes[-1], str):
        nodes[-1] = nodes[-1].rstrip(INVISIBLE)
    if nodes and isinstance(nodes[0], str):
        nodes[0] = nodes[0].lstrip(INVISIBLE)
    return nodes


def _number(element: Element, notes: _Notes) -> None:
    """Put the numbers where the marks stand, in the order in which they are read."""
    nodes: list[Node] = []
    for node in contents(element):
        if isinstance(node, str):
            nodes += _numbered(node, notes)
        elif (key := _mentioned(node)) is not None:
            nodes.append(notes.mention(key) if key in notes.texts else f"[^{key.removeprefix('fn-')}]")
        else:
            if node.tag not in NOT_TEXT:
                _number(node, notes)
            nodes.append(node)
    fill(element, nodes)


def _numbered(text: str, notes: _Notes) -> Iterator[Node]:
    end = 0
    for found in MARK.finditer(text):
        if found[1] in notes.texts:
            yield text[end : found.start()]
            yield notes.mention(found[1])
            end = found.end()
    yield text[end:]


def _mentioned(node: Element) -> str | None:
    """The key that a finished number leads to."""
    link = node if node.tag == "a" else next(node.iter("a"), None) if node.tag == "sup" else None
    target = (link.get("href") or "") if link is not None else ""
    return target[1:] if target.startswith("#fn-") else None


def _note(number: int, text: list[Node]) -> Element:
    note = make("li", *text, " ", make("a", BACK, href=f"#fnref-{number}"))
    note.set("id", f"fn-{number}")
    return note
