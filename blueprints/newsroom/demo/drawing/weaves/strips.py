"""Cloths woven in strips and borders: kente, aso oke, tibeb."""

from PIL import Image

from blueprints.newsroom.demo.drawing.cloth import Loom, Threads
from blueprints.newsroom.demo.drawing.dice import Dice


def weave_kente(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """Asante and Ewe strips: blocks of weft design between blocks of warp stripes."""
    loom = Loom(36, 48, scale, threads.ground)
    designs = dice.shuffle([_kente_bars, _kente_steps, _kente_checks])
    for strip in range(3):
        x, shift = strip * 12, 12 * (strip % 2)
        for block in range(4):
            y = (block * 12 + shift) % 48
            if block % 2:
                _kente_warp(loom, x, y, threads)
            else:
                designs[(strip + block // 2) % 3](loom, x, y, threads)
        loom.rectangle(x + 11.5, 0, 0.5, 48, threads.ink)
    return loom.tile


def _kente_warp(loom: Loom, x: float, y: float, threads: Threads) -> None:
    for offset, width, colour in ((1, 2, threads.second), (5, 1.5, threads.accent), (8.5, 2, threads.second)):
        loom.rectangle(x + offset, y, width, 12, colour)


def _kente_bars(loom: Loom, x: float, y: float, threads: Threads) -> None:
    loom.rectangle(x, y, 12, 12, threads.figure)
    for bar, colour in enumerate((threads.accent, threads.ink, threads.accent)):
        loom.rectangle(x, y + 1.5 + bar * 3.5, 12, 2, colour)


def _kente_steps(loom: Loom, x: float, y: float, threads: Threads) -> None:
    loom.rectangle(x, y, 12, 12, threads.second)
    for step in range(3):
        loom.rectangle(x + step * 2, y + step * 2, 12 - step * 4, 2, threads.ink)
        loom.rectangle(x + step * 2, y + 10 - step * 2, 12 - step * 4, 2, threads.ink)


def _kente_checks(loom: Loom, x: float, y: float, threads: Threads) -> None:
    loom.rectangle(x, y, 12, 12, threads.accent)
    for place in range(9):
        if place % 2 == 0:
            loom.rectangle(x + place % 3 * 4, y + place // 3 * 4, 4, 4, threads.figure)


def weave_aso_oke(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """Yoruba strips: quiet stripes of many widths with a row of openwork."""
    loom = Loom(30, 20, scale, threads.ground)
    stripes = ((2, 3, threads.figure), (6, 1, threads.second), (9, 5, threads.second), (11, 1, threads.figure))
    for x, width, colour in (*stripes, (18, 1, threads.figure), (21, 4, threads.figure), (27, 1, threads.accent)):
        loom.rectangle(x, 0, width, 20, colour)
    shift = dice.count(0, 4)
    for row in range(4):
        loom.diamond(23, 2.5 + row * 5, 1, 1.4, threads.ground)
        loom.diamond(11.5, 2.5 + row * 5, 0.9, 1 + shift / 4, threads.ground)
    return loom.tile


def weave_tibeb(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """The Ethiopian border: crosses in lozenges between fine lines on plain cotton."""
    loom = Loom(16, 40, scale, threads.ground)
    for y, height, colour in ((3, 1, threads.second), (5, 2, threads.accent), (8, 1, threads.second)):
        loom.rectangle(0, y, 16, height, colour)
        loom.rectangle(0, 36 - y - height, 16, height, colour)
    loom.rectangle(0, 10, 16, 16, threads.figure)
    for x, y in ((8, 18), (0, 18), (16, 18)):
        inner = threads.accent if x == 8 else threads.ink
        for reach, colour in ((7, threads.ground), (5.6, inner), (2.6, threads.figure)):
            loom.diamond(x, y, reach, reach, colour)
        loom.rectangle(x - 0.6, y - 2.6, 1.2, 5.2, inner)
        loom.rectangle(x - 2.6, y - 0.6, 5.2, 1.2, inner)
    if dice.chance(0.5):
        for x in (2, 6, 10, 14):
            loom.diamond(x, 38, 1.2, 1.2, threads.second)
    return loom.tile
