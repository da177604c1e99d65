"""Text into glyphs and glyphs into pixels, with fonts of our own: neither a system's font nor its libraries are asked.

HarfBuzz shapes and rasterises; the order of mixed directions follows the Unicode Bidirectional Algorithm (UAX #9).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

import uharfbuzz as hb
from bidi import algorithm as bidi
from PIL import Image

from blueprints.core.assets import STATIC

EM = 1000  # units of every width here
FONTS = ("NotoSerif_700Bold", "NotoNaskhArabic_700Bold", "NotoSansEthiopic_700Bold")
TALL = {"NotoNaskhArabic_700Bold": 1.45, "NotoSansEthiopic_700Bold": 1.3}
LATIN = 1.2
JOINERS = "\u200c\u200d"
MOST_BOXES = 0.25


@dataclass(frozen=True)
class Line:
    """One line of glyphs, each (font, number, x, y) from the line's left end and baseline, in thousandths of an em."""

    glyphs: tuple[tuple[hb.Font, int, int, int], ...]
    width: int

    def paint(self, image: Image.Image, left: float, baseline: float, size: int, colour: str) -> None:
        """Draw it in this size (pixels an em) with its left end here."""
        pencil, scale = hb.RasterDraw(), size / EM
        for font, number, x, y in self.glyphs:
            pencil.transform = (scale, 0, 0, scale, left % 1 + x * scale, y * scale)
            pencil.draw_glyph(font, number)
        drawn = pencil.render()
        if drawn is None or not drawn.extents.width or not drawn.extents.height:
            return
        frame = drawn.extents
        mask = Image.frombytes("L", (frame.width, frame.height), drawn.buffer, "raw", "L", frame.stride, -1)
        image.paste(colour, (int(left) + frame.x_origin, round(baseline) - frame.y_origin - frame.height), mask)


def readable(text: str) -> str:
    """The text without what no font of ours can show, such as emoji; letters of other scripts stay, as boxes."""
    kept = (sign for sign in unicodedata.normalize("NFC", text) if _is_kept(sign))
    text = re.sub(rf"(^|\s)[{JOINERS}]+|[{JOINERS}]+(?=\s|$)", r"\1", "".join(kept))  # they joined what is gone
    return re.sub(r"\s+", " ", text).strip()


def is_legible(text: str) -> bool:
    """Whether our fonts have nearly all of its letters."""
    letters = [sign for sign in text if sign.isalnum()]
    boxes = sum(1 for sign in letters if _font_with(sign) is None)
    return bool(letters) and boxes <= len(letters) * MOST_BOXES


def leading(text: str) -> float:
    """How far apart the lines of this text want to stand, in ems."""
    return max((TALL.get(name, LATIN) for name in set(map(_font_with, text)) if name), default=LATIN)


def graphemes(text: str) -> list[str]:
    """The text in pieces that must not be torn apart."""
    pieces: list[str] = []
    for sign in text:
        if pieces and _clings(sign):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


@lru_cache(maxsize=2000)
def set_line(text: str, rtl: bool) -> Line:
    """Shape one line whose paragraph runs in this direction."""
    glyphs, pen = [], 0
    for piece, level, name in _in_visual_order(_runs(text, rtl)):
        font = _font(name)
        for number, x, y, advance in _shape(piece, font, rtl=level % 2 == 1):
            glyphs.append((font, number, pen + x, y))
            pen += advance
    return Line(tuple(glyphs), pen)


@cache
def _font(name: str) -> hb.Font:
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(STATIC / f"vendor/fonts/{name}.ttf"))))
    font.scale = (EM, EM)
    return font


@cache
def _signs_of(name: str) -> frozenset[int]:
    return frozenset(_font(name).face.unicodes)


def _font_with(sign: str) -> str | None:
    return next((name for name in FONTS if ord(sign) in _signs_of(name)), None)


def _is_kept(sign: str) -> bool:
    kind = unicodedata.category(sign)
    if sign.isspace() or sign in JOINERS:
        return True
    return kind[0] != "C" and (kind[0] in "LN" or _font_with(sign) is not None)


def _clings(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M" or sign in JOINERS


def _fonts_of(text: str) -> list[str]:
    """A font for each sign: a letter's own; what is no letter goes with the letters before it."""
    first = next((sign for sign in text if sign.isalpha()), " ")
    current, chosen = _font_with(first) or FONTS[0], []
    for sign in text:
        if not _clings(sign) and (sign.isalpha() or ord(sign) not in _signs_of(current)):
            current = _font_with(sign) or current
        chosen.append(current)
    return chosen


def _levels(text: str, rtl: bool) -> list[int]:
    """The embedding level of each sign; an invisible joiner has its neighbour's."""
    state = {**bidi.get_empty_storage(), "base_level": int(rtl), "base_dir": "R" if rtl else "L"}
    bidi.get_embedding_levels(text, state)
    for place, sign in enumerate(state["chars"]):
        sign["place"] = place
    for step in (
        bidi.explicit_embed_and_overrides,
        bidi.resolve_weak_types,
        bidi.resolve_neutral_types,
        bidi.resolve_implicit_levels,
    ):
        step(state, False)
    known = {sign["place"]: sign["level"] for sign in state["chars"]}
    levels: list[int] = []
    for place in range(len(text)):
        levels.append(known.get(place, levels[-1] if levels else int(rtl)))
    return levels


def _runs(text: str, rtl: bool) -> list[tuple[str, int, str]]:
    """(text, level, font) of the stretches that are shaped in one go, in the order of reading."""
    signs = zip(text, _levels(text, rtl), _fonts_of(text), strict=True)
    stretches = groupby(signs, key=lambda sign: sign[1:])
    return [("".join(sign[0] for sign in stretch), *kind) for kind, stretch in stretches]


def _in_visual_order(runs: list[tuple[str, int, str]]) -> Iterable[tuple[str, int, str]]:
    """Rule L2: from the highest level down to the lowest odd one, turn round all that is at least so deep."""
    for level in range(max((run[1] for run in runs), default=0), 0, -1):
        turned: list[tuple[str, int, str]] = []
        for deep, stretch in groupby(runs, key=lambda run: run[1] >= level):
            turned += list(stretch)[:: -1 if deep else 1]
        runs = turned
    return runs


def _shape(text: str, font: hb.Font, *, rtl: bool) -> Iterator[tuple[int, int, int, int]]:
    """(glyph, x, y, advance) from left to right."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    hb.shape(font, buffer)
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        yield info.codepoint, place.x_offset, place.y_offset, place.x_advance
