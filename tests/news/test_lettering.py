"""Letters are joined, turned and stacked as their script wants, with no font or library of the system's."""

import pytest
from PIL import Image

from blueprints.news.previews.lettering import EM, graphemes, is_legible, leading, readable, set_line
from blueprints.news.previews.wrapping import MOST_LINES, SIZES, fit, wrap


def glyphs(text: str, *, rtl: bool = False) -> list[int]:
    return [number for _, number, _, _ in set_line(text, rtl).glyphs]


def test_arabic_letters_join() -> None:
    joined, apart = set_line("بيت", True), [set_line(letter, True) for letter in "بيت"]
    assert joined.width < sum(letter.width for letter in apart) * 0.9


def test_directions_mix_as_people_read_them() -> None:
    line = glyphs("سلام TV 12", rtl=True)
    assert line[:5] == glyphs("TV 12"), "Latin still runs from left to right, and stands left of the Arabic before it"
    assert line[6:] == glyphs("سلام", rtl=True)
    assert glyphs("TV سلام")[:3] == glyphs("TV ")


def test_brackets_turn_with_the_direction() -> None:
    first = set_line("(ب)", True).glyphs[0]
    assert first[1] == first[0].get_nominal_glyph(ord("("))


@pytest.mark.parametrize("letter", ["ọ̀", "ẹ́", "m̀", "ɛ̃̀", "Ọ̀"])
def test_marks_stand_on_their_letter(letter: str) -> None:
    alone = set_line(readable(letter)[0], False)
    assert set_line(letter, False).width == alone.width, "a mark takes no room of its own"
    assert graphemes(letter) == [letter]
    assert is_legible(letter)


@pytest.mark.parametrize("text", ["Ƙungiyar Ɓaure ’Yan ɗalibai", "N̄bà", "የኢትዮጵያ ቡና፡", "مرحبًا بكم", "Привет", "Ελλάδα"])
def test_our_fonts_have_every_letter(text: str) -> None:
    assert 0 not in glyphs(readable(text), rtl=False)


def test_what_no_font_has_is_dropped_or_boxed() -> None:
    assert readable("Win 🔥👩‍👩‍👧 it 🇳🇬!\u202e\x00") == "Win it !"
    assert readable("ⵜ") == "ⵜ" and not is_legible("ⵜⴰⵎ")
    assert glyphs("ⵜ") == [0]
    assert glyphs("") == []


def test_lines_are_few_and_even() -> None:
    text = "The river port reopens after eleven years of silence"
    lines = wrap(text, False, 16 * EM)
    assert " ".join(lines) == text and len(lines) == 2
    widths = [set_line(line, False).width for line in lines]
    assert max(widths) < 1.4 * min(widths)


def test_a_word_that_fits_nowhere_is_broken_between_letters() -> None:
    lines = wrap("ọ̀" * 90, False, 20 * EM)
    assert "".join(lines) == "ọ̀" * 90
    assert all(set_line(line, False).width <= 20 * EM for line in lines)
    assert not any(line.startswith("\u0300") for line in lines)


@pytest.mark.parametrize("text", ["Go", "word " * 60, "x" * 300, "سلام " * 60, "ሀ ለ ሐ " * 60])
def test_every_text_finds_a_size(text: str) -> None:
    rtl = text.startswith("س")
    block = fit(text.strip(), rtl, 1072, 336)
    assert 1 <= len(block.lines) <= MOST_LINES and block.size in SIZES
    assert len(block.lines) * block.step <= 336
    assert all(line.width * block.size / EM <= 1072 for line in block.lines)


def test_arabic_lines_stand_further_apart() -> None:
    assert leading("سلام") > leading("ሰላም") > leading("Peace")


def test_it_is_drawn_where_it_was_asked_for() -> None:
    image = Image.new("L", (300, 100), 255)
    set_line("Hx", False).paint(image, 20.5, 80, 60, "black")
    left, top, right, bottom = image.point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
    assert 20 <= left <= 26 and bottom <= 81 and 30 < top < 45 and right < 120
