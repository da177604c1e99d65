"""Breaking a headline into lines of even length, in the largest size that holds it."""

import re
from dataclasses import dataclass

from blueprints.news.previews.lettering import EM, Line, graphemes, leading, set_line

SIZES = (120, 104, 92, 84, 76, 70, 64, 58, 54, 50, 46, 42)  # pixels an em
MOST_LINES = 5
MAY_BREAK = re.compile(r"(?<=[-–—/፡፣።])(?=\w)")


@dataclass(frozen=True)
class Block:
    """Lines in one size; `step` is the distance of their baselines in pixels."""

    lines: tuple[Line, ...]
    size: int
    step: float


def fit(text: str, rtl: bool, width: int, height: int) -> Block:
    """The text in the largest size whose lines fit this space (pixels); what fits in none ends in an ellipsis."""
    widest = _widest_word(text, rtl)
    whole = widest <= width * EM // SIZES[-1]  # else it must be broken, whatever the size
    for size in SIZES:
        limit, step = width * EM // size, size * leading(text)
        lines = wrap(text, rtl, limit)
        roomy = len(lines) <= min(MOST_LINES, height // step) and (widest <= limit or not whole)
        if roomy or size == SIZES[-1]:
            kept = _shorten(lines, rtl, limit, max(1, min(MOST_LINES, int(height // step))))
            return Block(tuple(set_line(line, rtl) for line in kept), size, step)
    raise AssertionError  # the last size always answers


def wrap(text: str, rtl: bool, limit: int) -> list[str]:
    """As few lines as this width (thousandths of an em) takes, and those as even as they can be."""
    pieces = [part for word in text.split() for part in _parts(word, rtl, limit)]
    lines = _fill(pieces, rtl, limit)
    low, high = limit // 3, limit
    while high - low > EM // 8:
        middle = (low + high) // 2
        if len(_fill(pieces, rtl, middle)) <= len(lines) and max(_width(part, rtl) for part, _ in pieces) <= middle:
            high = middle
        else:
            low = middle
    return _fill(pieces, rtl, high)


def _widest_word(text: str, rtl: bool) -> int:
    return max((_width(part, rtl) for word in text.split() for part in MAY_BREAK.split(word)), default=0)


def _parts(word: str, rtl: bool, limit: int) -> list[tuple[str, bool]]:
    """(piece, whether a blank goes before it): a word, broken where it may be, and where it must be."""
    parts: list[str] = []
    for part in MAY_BREAK.split(word):
        piece = ""
        for sign in graphemes(part) if _width(part, rtl) > limit else [part]:
            if piece and _width(piece + sign, rtl) > limit:
                parts.append(piece)
                piece = ""
            piece += sign
        parts.append(piece)
    return [(part, place == 0) for place, part in enumerate(parts)]


def _fill(pieces: list[tuple[str, bool]], rtl: bool, limit: int) -> list[str]:
    lines: list[str] = []
    used, blank = 0, _width(" ", rtl)
    for piece, spaced in pieces:
        wide = _width(piece, rtl)
        between = blank if spaced else 0
        if lines and used + between + wide <= limit:
            lines[-1] += (" " if spaced else "") + piece
            used += between + wide
        else:
            lines.append(piece)
            used = wide
    return lines


def _shorten(lines: list[str], rtl: bool, limit: int, most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    last = graphemes(lines[most - 1])
    while last and _width("".join(last).rstrip(" ,;:.") + "…", rtl) > limit:
        last.pop()
    return [*lines[: most - 1], "".join(last).rstrip(" ,;:.") + "…"]


def _width(text: str, rtl: bool) -> int:
    return set_line(text, rtl).width
