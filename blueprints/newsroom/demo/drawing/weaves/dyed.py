"""Cloths of resist and dye: adire, bogolanfini, shweshwe."""

from PIL import Image

from blueprints.newsroom.demo.drawing.brush import turn
from blueprints.newsroom.demo.drawing.cloth import Loom, Threads
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.palettes import mix


def weave_adire(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """Yoruba eleko: squares, each with a drawing of its own, reserved in starch from the indigo."""
    loom = Loom(48, 48, scale, threads.ground)
    drawings = dice.shuffle([_rings, _rays, _leaves, _comb, _lozenge, _shells, _rings, _leaves, _rays])
    for place, drawing in enumerate(drawings):
        x, y = place % 3 * 16, place // 3 * 16
        if place % 2:
            loom.rectangle(x, y, 16, 16, mix(threads.ground, threads.ink, 0.35))
        drawing(loom, x + 8, y + 8, threads)
    for line in (0, 16, 32):
        loom.rectangle(line, 0, 0.6, 48, threads.figure)
        loom.rectangle(0, line, 48, 0.6, threads.figure)
    return loom.tile


def _rings(loom: Loom, x: float, y: float, threads: Threads) -> None:
    for radius in (6, 3.8):
        loom.ring(x, y, radius, 0.9, threads.figure)
    loom.disc(x, y, 1.6, threads.figure)


def _rays(loom: Loom, x: float, y: float, threads: Threads) -> None:
    for angle in range(0, 360, 45):
        right, down = turn(6, angle)
        loom.line([(x, y), (x + right, y + down)], 0.8, threads.figure)
        loom.disc(x + right, y + down, 0.9, threads.figure)
    loom.disc(x, y, 2, threads.figure)


def _leaves(loom: Loom, x: float, y: float, threads: Threads) -> None:
    for angle in (45, 135, 225, 315):
        loom.leaf((x, y), 8, 4.4, angle, threads.figure)
        right, down = turn(1.6, angle)
        loom.leaf((x + right, y + down), 4.6, 2, angle, threads.ground)


def _comb(loom: Loom, x: float, y: float, threads: Threads) -> None:
    for tooth in range(5):
        loom.rectangle(x - 6 + tooth * 2.7, y - 6, 1.2, 12, threads.figure)
    loom.rectangle(x - 6, y - 0.8, 12, 1.6, threads.figure)


def _lozenge(loom: Loom, x: float, y: float, threads: Threads) -> None:
    for reach, colour in ((6.4, threads.figure), (5, threads.ground), (3, threads.second)):
        loom.diamond(x, y, reach, reach, colour)
    for right, down in ((-5, -5), (5, -5), (-5, 5), (5, 5)):
        loom.disc(x + right, y + down, 0.9, threads.figure)


def _shells(loom: Loom, x: float, y: float, threads: Threads) -> None:
    for side in (-3.6, 0, 3.6):
        loom.ellipse(x + side, y, 1.4, 5.6, threads.figure)
        loom.ellipse(x + side, y, 0.4, 4, threads.ground)


def weave_bogolanfini(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """Bamana mud cloth: rows of marks left pale while the mud darkens the rest."""
    loom = Loom(40, 48, scale, threads.ground)
    rows = dice.shuffle([_zigzag, _crosses, _eyes, _hooks])
    for place, row in enumerate(rows):
        top = place * 12
        loom.rectangle(0, top, 40, 0.9, threads.figure)
        row(loom, top + 6.4, threads)
    return loom.tile


def _zigzag(loom: Loom, y: float, threads: Threads) -> None:
    for shift in (-1.6, 1.6):
        peaks = [(x, y + shift + (2 if x // 5 % 2 else -2)) for x in range(-5, 50, 5)]
        loom.line(peaks, 1.1, threads.figure)


def _crosses(loom: Loom, y: float, threads: Threads) -> None:
    for x in (5, 15, 25, 35):
        loom.line([(x - 3, y - 3), (x + 3, y + 3)], 1.1, threads.figure)
        loom.line([(x - 3, y + 3), (x + 3, y - 3)], 1.1, threads.figure)
        for place in (x - 5, x + 5):
            loom.disc(place, y, 1, threads.second)


def _eyes(loom: Loom, y: float, threads: Threads) -> None:
    for x in (5, 15, 25, 35):
        loom.diamond(x, y, 4.6, 4, threads.figure)
        loom.diamond(x, y, 3, 2.5, threads.ground)
        loom.disc(x, y, 1, threads.accent)


def _hooks(loom: Loom, y: float, threads: Threads) -> None:
    for x in (0, 10, 20, 30):
        loom.line(
            [(x + 2, y + 3.4), (x + 2, y - 3), (x + 8, y - 3), (x + 8, y + 1.6), (x + 5, y + 1.6)], 1.1, threads.figure
        )


def weave_shweshwe(threads: Threads, scale: float, dice: Dice) -> Image.Image:
    """Southern African discharge print: rosettes of small dots, row upon row."""
    loom = Loom(24, 24, scale, threads.ground)
    petals = dice.pick((6, 8))
    for centre, radius in (((12.0, 12.0), 6.2), ((0.0, 0.0), 6.2)):
        for x, y in loom.around(*centre):
            loom.disc(x, y, 1.9, threads.second)
            for petal in range(petals):
                right, down = turn(radius, 360 * petal / petals)
                loom.disc(x + right, y + down, 1, threads.figure)
                loom.disc(x + right * 0.58, y + down * 0.58, 0.55, threads.figure)
    for centre in ((12.0, 0.0), (0.0, 12.0)):
        for x, y in loom.around(*centre):
            loom.diamond(x, y, 1.7, 1.7, threads.accent)
    return loom.tile
