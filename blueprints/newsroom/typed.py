"""What authors type as signs becomes HTML before the sanitiser sees it: an address on its own line, `[^1]`."""

import re
from collections.abc import Iterator

from blueprints.news.embeds import Embed, embed_figure, embed_of, finish_figures
from blueprints.news.footnotes import finish_footnotes, note_begun
from blueprints.news.tree import (
    INVISIBLE,
    Element,
    Node,
    contents,
    every,
    fill,
    is_blank,
    is_block,
    make,
    parse,
    replace,
    serialise,
)

SIGNS = re.compile(
    r"\[\^|footnotes|embed|video|youtu|vimeo|dai\.?ly|twitter|//x\.com|www\.x\.com|facebook|fb\.watch|instagram|tiktok"
    r"|soundcloud|spotify|//t\.me",
    re.IGNORECASE,
)
Line = list[Node]


def finished(html: str) -> str:
    """The same text with its embeds and footnotes made; what has none of their signs is not touched."""
    if not SIGNS.search(html):
        return html
    root = parse(html.replace("\0", ""))
    for frame in every(root, "iframe"):
        if embed := embed_of(frame.get("src") or ""):
            replace(frame, make("p", embed.address))
    fill(root, [part for run in _runs(contents(root)) for part in _parted(run)])
    finish_figures(root)
    finish_footnotes(root)
    return serialise(root)


def _runs(nodes: list[Node]) -> Iterator[Line]:
    """Each block alone, and together what stands loose between two blocks."""
    loose: Line = []
    for node in nodes:
        if is_block(node):
            yield loose
            yield [node]
            loose = []
        else:
            loose.append(node)
    yield loose


def _parted(run: Line) -> list[Node]:
    """A paragraph, or text between blocks, with the lines that mean something standing alone."""
    paragraph = run[0] if len(run) == 1 and not isinstance(run[0], str) and run[0].tag == "p" else None
    if paragraph is None:
        lines = _loose_lines(run)
        return _joined(lines, None) if any(_is_sign(line) for line in lines) else run
    attributes = dict(paragraph.attrib)
    lines = _lines(contents(paragraph))
    if any(_is_sign(line) for line in lines):
        return _joined(lines, attributes)
    broken = [part for line in lines for part in (make("br"), *line)]
    return [fill(paragraph, broken[1:])]


def _loose_lines(nodes: list[Node]) -> list[Line]:
    lines: list[Line] = [[]]
    for node in nodes:
        if not isinstance(node, str):
            lines[-1].append(node)
            continue
        first, *others = node.split("\n")
        lines[-1].append(first)
        lines += [[other] for other in others]
    return lines


def _lines(nodes: list[Node]) -> list[Line]:
    lines: list[Line] = [[]]
    for node in nodes:
        if not isinstance(node, str) and node.tag == "br":
            lines.append([])
        else:
            lines[-1].append(node)
    return lines


def _joined(lines: list[Line], attributes: dict[str, str] | None) -> list[Node]:
    """Each embed and each note in a block of its own, and the lines between them as they were; attributes are those
    of the paragraph that they stood in, if any. A note goes on until the next sign."""
    parts: list[Node] = []
    paragraph: Element | None = None
    for line in lines:
        embed = _embed(line)
        if embed is not None:
            parts.append(embed_figure(embed))
            paragraph = None
        elif _is_note(line) or (attributes is not None and paragraph is None):
            paragraph = make("p", *line)
            paragraph.attrib.update(attributes or {})
            parts.append(paragraph)
        elif paragraph is not None and (attributes is not None or not is_blank(line)):
            fill(paragraph, [make("br") if attributes is not None else " ", *line])
        else:
            parts += [*line, "\n"]
            paragraph = None
    return [part for part in parts if isinstance(part, str) or not is_blank([part])]


def _is_sign(line: Line) -> bool:
    return _is_note(line) or _embed(line) is not None


def _is_note(line: Line) -> bool:
    return note_begun(next((node for node in line if not is_blank([node])), "")) is not None


def _embed(line: Line) -> Embed | None:
    """What a line that holds one address and nothing else leads to, whether or not the editor made it a link."""
    seen = [node for node in line if not is_blank([node])]
    if len(seen) != 1:
        return None
    if isinstance(seen[0], str):
        return embed_of(seen[0].strip(INVISIBLE))
    if seen[0].tag != "a" or len(seen[0]):
        return None
    address, words = seen[0].get("href") or "", seen[0].text_content().strip(INVISIBLE)
    return embed_of(address) if _bare(words) == _bare(address) else None


def _bare(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
