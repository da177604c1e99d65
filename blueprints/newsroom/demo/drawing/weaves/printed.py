"""Printed cloths: ankara medallions, ripple wax print, kanga."""

from PIL import Image

from blueprints.newsroom.demo.drawing.brush import turn
from blueprints.newsroom.demo.drawing.cloth import Loom, Threads
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.palettes import mix


def weave_ankara(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """Wax print: large flowers in half drop, each within its ring."""
    loom = Loom(40, 40, scale, threads.ground)
    petals = dice.pick((8, 10, 12))
    for centre, main, heart in (((20, 20), threads.second, threads.accent), ((0, 0), threads.accent, threads.second)):
        for x, y in loom.around(*centre):
            loom.disc(x, y, 13, threads.ink)
            loom.disc(x, y, 12, threads.figure)
            loom.disc(x, y, 10.6, mix(threads.ground, threads.ink, 0.4))
            for petal in range(petals):
                loom.leaf((x, y), 10.4, 20 / petals * 2, 360 * petal / petals, main)
            loom.disc(x, y, 4, threads.ink)
            loom.disc(x, y, 3.1, heart)
            loom.disc(x, y, 1.3, threads.figure)
    for centre in ((20, 0), (0, 20)):
        for x, y in loom.around(*centre):
            loom.diamond(x, y, 2.6, 2.6, threads.figure)
    return loom.tile


def weave_ripples(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """Wax print known as water well: rings of dots that spread and meet."""
    loom = Loom(36, 36, scale, threads.ground)
    loom.rectangle(0, 0, 36, 36, mix(threads.ground, threads.ink, 0.12))
    heart = dice.pick((threads.accent, threads.second))
    for centre in ((18.0, 18.0), (0.0, 0.0)):
        for x, y in loom.around(*centre):
            loom.disc(x, y, 12.4, threads.ground)
            for ring in (1, 2, 3):
                dots = ring * 8
                for dot in range(dots):
                    right, down = turn(ring * 3.5, 360 * (dot + ring / 2) / dots)
                    loom.disc(x + right, y + down, 0.95, threads.second if ring == 2 else threads.figure)
            loom.disc(x, y, 1.7, heart)
    return loom.tile


def weave_kanga(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """The Swahili coast's cloth: cashew shapes over a field of dots."""
    loom = Loom(36, 36, scale, threads.ground)
    for dot in range(25):
        loom.disc(dot % 5 * 9, dot // 5 * 9, 0.9, threads.figure)
    lean = dice.pick((-1, 1))
    for centre, way in (((9.0, 13.0), lean), ((27.0, 31.0), -lean)):
        for x, y in loom.around(*centre):
            _cashew(loom, x, y, way, threads)
    return loom.tile


def _cashew(loom: Loom, x: float, y: float, way: int, threads: Threads) -> None:
    for grow, colour in ((0.0, threads.ground), (-1.0, threads.second), (-2.8, threads.ink), (-3.6, threads.accent)):
        loom.disc(x, y, 7.4 + grow, colour)
        loom.leaf((x - way * (3.4 + grow / 3), y + 2), 15 + grow * 1.6, 10 + grow * 1.6, -90 + way * 26, colour)
    for angle in range(0, 360, 60):
        right, down = turn(2, angle)
        loom.disc(x + right, y + down, 0.7, threads.figure)
