"""Cloths and walls of straight lines: Kuba raffia, Ndebele painting, Amazigh kilim."""

from PIL import Image

from blueprints.newsroom.demo.drawing.cloth import Loom, Threads
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.palettes import Colour


def weave_kuba(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """Kuba cut pile: nested lozenges whose lines hook into their neighbours'."""
    loom = Loom(48, 32, scale, threads.ground)
    nested = (threads.figure, threads.ground, threads.second, threads.ground, threads.figure)
    hooked = (threads.ink, threads.figure, threads.ground, threads.figure, threads.accent)
    for centre, colours in (
        ((12.0, 16.0), nested),
        ((36.0, 16.0), hooked),
        ((0.0, 0.0), hooked),
        ((24.0, 0.0), nested),
    ):
        for x, y in loom.around(*centre):
            for step, colour in enumerate(colours):
                loom.diamond(x, y, 11.2 - step * 2.2, 14.9 - step * 2.9, colour)
    if dice.chance(0.6):
        for centre in ((12.0, 16.0), (24.0, 0.0)):
            for x, y in loom.around(*centre):
                loom.rectangle(x - 6, y - 0.8, 12, 1.6, threads.ground)
    return loom.tile


def weave_ndebele(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """Ndebele walls: stepped gables in flat colour, every edge drawn in black."""
    loom = Loom(32, 40, scale, threads.figure)
    first, second = dice.shuffle([threads.second, threads.accent])
    for x in (0, 32):
        _gable(loom, x, threads.ground, first, threads)
    _gable(loom, 16, second, threads.ground, threads)
    for top in (0, 30):
        loom.rectangle(0, top, 32, 1.2, threads.ink)
    for x in range(0, 32, 8):
        loom.polygon([(x, 40), (x, 32), (x + 8, 40)], threads.ink)
        loom.polygon([(x + 8, 40), (x + 8, 32), (x, 32)], first if x % 16 else threads.ground)
        loom.line([(x, 32), (x + 8, 40)], 1.2, threads.ink)
    return loom.tile


def _gable(loom: Loom, x: float, outer: Colour, inner: Colour, threads: Threads) -> None:
    foot = 30
    for step, reach in enumerate((16, 12, 8)):
        top = foot - 10 - step * 8
        loom.rectangle(x - reach, top - 1.2, reach * 2, foot - top + 1.2, threads.ink)
        loom.rectangle(x - reach + 1.2, top, reach * 2 - 2.4, foot - top, outer)
    for grow, colour in ((0.0, threads.ink), (-1.8, threads.figure), (-4.2, threads.ink), (-5.8, inner)):
        loom.polygon([(x - 9 - grow, foot), (x, foot - 20 - grow * 1.8), (x + 9 + grow, foot)], colour)


def weave_amazigh(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """Berber kilim: toothed lozenges, teeth and chevrons in bands."""
    loom = Loom(32, 44, scale, threads.ground)
    _toothed_lozenges(loom, 11, threads, dice)
    loom.rectangle(0, 22, 32, 1.4, threads.figure)
    loom.rectangle(0, 36, 32, 1.4, threads.figure)
    for x in range(0, 32, 8):
        loom.polygon([(x, 36), (x + 4, 29.4), (x + 8, 36)], threads.second)
        loom.polygon([(x - 4, 23.4), (x, 30), (x + 4, 23.4)], threads.ink)
        loom.polygon([(x + 4, 23.4), (x + 8, 30), (x + 12, 23.4)], threads.ink)
    for x in range(0, 32, 4):
        loom.diamond(x + 2, 40.6, 1.5, 1.9, threads.accent if x % 8 else threads.figure)
    return loom.tile


def _toothed_lozenges(loom: Loom, y: float, threads: Threads, dice: Dice) -> None:
    heart = dice.pick((threads.accent, threads.second))
    for x in (0, 16, 32):
        for step in range(5):
            reach = 8 - step * 1.6
            loom.rectangle(x - reach, y - 1 - step * 2, reach * 2, 2 + step * 4, threads.figure)
        loom.diamond(x, y, 6, 7.4, threads.ink)
        loom.diamond(x, y, 4, 5, heart)
        loom.diamond(x, y, 1.7, 2.1, threads.figure)
