"""Tells the block editor's blocks from the classic text around them, and reports what only it could draw."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from blueprints.news.tree import names
from blueprints.news.wordpress.markup.surroundings import Notes

DELIMITER = re.compile(r"<!--\s+(/?)wp:([a-z][a-z0-9_/-]*)\s+(?:\{.*?\}\s+)?(/?)-->", re.DOTALL)
COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)

# Blocks whose HTML is in the body, by the editor's own names; every other block is drawn by the server or a plug-in.
WRITTEN_OUT = names(
    "paragraph heading list list-item quote pullquote image gallery cover columns column group media-text table embed "
    "video audio file button buttons separator spacer more nextpage html code preformatted verse details freeform "
    "shortcode missing footnotes text-columns subhead cover-image row stack social-links"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a body; line breaks mean something in classic text and nothing in a block."""

    markup: str
    is_classic: bool


def segments(body: str, notes: Notes) -> Iterator[Segment]:
    """The body cut into top-level blocks and the classic text between them, without any comment."""
    start, depth, freeform = 0, 0, False
    for match in DELIMITER.finditer(body):
        closing, name, alone = match[1] == "/", match[2].removeprefix("core/"), match[3] == "/"
        if not closing and name != "footnotes":  # their text is kept beside the body
            _report(name, alone, notes)
        if alone:
            continue
        if depth == (1 if closing else 0):
            yield Segment(COMMENT.sub("", body[start : match.start()]), depth == 0 or freeform)
            start, freeform = match.end(), name == "freeform"
        depth = max(0, depth + (-1 if closing else 1))
    yield Segment(COMMENT.sub("", body[start:]), depth == 0 or freeform)


def _report(name: str, alone: bool, notes: Notes) -> None:
    written_out = name in WRITTEN_OUT or name.startswith("core-embed/")
    if name == "block":
        notes.left["block 'block' (a pattern kept outside the article)"] += 1
    elif alone and name not in ("more", "nextpage", "spacer", "separator"):
        notes.left[f"block '{name}' (it has no text of its own)"] += 1
    elif not written_out and not alone:
        notes.changed[f"block '{name}' became the text it held"] += 1
