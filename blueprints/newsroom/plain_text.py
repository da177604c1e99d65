"""Plain text as authors type it without the editor, turned into paragraphs before the sanitiser sees it."""

import re

from markupsafe import escape

_TAG = re.compile(r"<[a-zA-Z!/]")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def as_html(typed: str) -> str:
    """HTML as it is; text without any tag with a paragraph for each block, and its line breaks kept."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text or _TAG.search(text):
        return text
    return "\n".join(f"<p>{_lines(block)}</p>" for block in _BLANK_LINES.split(text))


def _lines(block: str) -> str:
    return "<br>".join(str(escape(line.strip())) for line in block.split("\n"))
