"""What a sitter wears on the head: hair and cloth, in a part behind the face and a part before it."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from blueprints.newsroom.demo.drawing.brush import Point, ellipse, polygon, turn
from blueprints.newsroom.demo.drawing.ornament import draw_trim
from blueprints.newsroom.demo.drawing.palettes import mix
from blueprints.newsroom.demo.drawing.sitter import Sitter

Part = Callable[[Sitter], None]


@dataclass(frozen=True)
class Headwear:
    """Hair or cloth: what is drawn before the head, what after, and whether the ears show."""

    behind: Part
    before: Part
    ears: bool = True


def _nothing(sitter: Sitter) -> None:
    """Draw nothing."""


def _crown(top: float, brow: float, reach: float, dip: float = 0) -> list[Point]:
    """Give the outline of a cap: an arc over the head, closed along the brow."""
    arc = [(80 + reach * turn(1, angle)[0], brow + (brow - top) * turn(1, angle)[1]) for angle in range(180, 361, 6)]
    edge = [(80 + reach * (1 - step / 8), brow - dip * math.sin(math.pi * step / 16)) for step in range(17)]
    return [*arc, *edge]


def _cropped(sitter: Sitter) -> None:
    sitter.canvas.paint(polygon(_crown(35, 60, 28.4, 8)), sitter.hair)


def _flat_top(sitter: Sitter) -> None:
    side = [(52, 62), (51, 34), (55, 27), (105, 27), (109, 34), (108, 62)]
    brow = [(80 + 27 * (1 - step / 8), 56 - 3 * math.sin(math.pi * step / 16)) for step in range(17)]
    sitter.canvas.paint(polygon([*side, *brow]), sitter.hair)


def _afro_behind(sitter: Sitter) -> None:
    for x, y, radius in ((80, 50, 41), (50, 58, 20), (110, 58, 20), (58, 34, 20), (102, 34, 20)):
        sitter.canvas.disc(x, y, radius, sitter.hair)


def _afro_before(sitter: Sitter) -> None:
    sitter.canvas.paint(polygon(_crown(30, 58, 31, 7)), sitter.hair)


def _bun_behind(sitter: Sitter) -> None:
    sitter.canvas.disc(80, 27, 15, sitter.hair)
    sitter.canvas.ellipse(80, 38, 12, 3, sitter.wardrobe.palette.sun)


def _bun_before(sitter: Sitter) -> None:
    _cropped(sitter)
    sitter.canvas.ellipse(80, 37.6, 13, 2.6, sitter.wardrobe.palette.sun)


def _braids_behind(sitter: Sitter) -> None:
    sitter.canvas.disc(80, 58, 32, sitter.hair)
    for place in range(4):
        for side in (-1, 1):
            x, end = 80 + side * (27 + place * 4.8), 121 - place * 5
            sitter.canvas.line([(80 + side * (20 + place * 3), 46), (x - side * 1.5, 70), (x, end)], 3.5, sitter.hair)
            sitter.canvas.ellipse(x, end, 2.3, 3.2, sitter.wardrobe.palette.sun)


def _braids_before(sitter: Sitter) -> None:
    sitter.canvas.paint(polygon(_crown(33, 62, 30, 13)), sitter.hair)
    for reach in (-18, -9, 0, 9, 18):
        parting = [(80 + reach * 0.5, 34.5), (80 + reach * 1.05, 50 + abs(reach) * 0.1)]
        sitter.canvas.line(parting, 0.7, mix(sitter.hair, sitter.skin, 0.5))


def _locs_behind(sitter: Sitter) -> None:
    sitter.canvas.disc(80, 57, 33, sitter.hair)
    for place in (-6, -5, -4, -3, 3, 4, 5, 6):
        x = 80 + place * 6.4
        sitter.canvas.line([(80 + place * 4.4, 42), (x, 74), (x + place * 0.8, 112 - place % 2 * 7)], 4.6, sitter.hair)


def _gele_behind(sitter: Sitter) -> None:
    """Fold a head tie high: fans of stiff cloth behind a band."""
    canvas, colours, light = sitter.canvas, sitter.wardrobe.palette, sitter.light
    cloth = sitter.wardrobe.bold(colours.mid, 0.9)
    fans = [(-30, 22, 24), (26, 18, 30), (-2, 16, 30)]
    for place, (reach, top, radius) in enumerate(fans):
        x = 80 + light * reach
        canvas.paint(ellipse(x, top + 14, radius + 1, 23), mix(colours.mid, colours.ink, 0.45))
        canvas.paint(ellipse(x, top + 14, radius - 0.6, 21.6), cloth if place else mix(colours.mid, colours.ink, 0.2))


def _gele_before(sitter: Sitter) -> None:
    canvas, colours, light = sitter.canvas, sitter.wardrobe.palette, sitter.light
    for lift, colour in ((0, colours.near), (7, mix(colours.mid, colours.ink, 0.15)), (14, colours.near)):
        band = [
            (80 - light * 31, 60 - lift * 0.7),
            (80 - light * 24, 46 - lift),
            (80, 40 - lift),
            (80 + light * 31, 45 - lift),
        ]
        canvas.polygon([*band, (80 + light * 32, 58 - lift * 0.6), (80 + light * 6, 49 - lift * 0.8)], colour)


def _turban_before(sitter: Sitter) -> None:
    """Wrap a head tie close and knot it on the crown."""
    canvas, colours = sitter.canvas, sitter.wardrobe.palette
    cloth, fold = sitter.wardrobe.bold(colours.mid, 0.9), mix(colours.mid, colours.ink, 0.4)
    for side in (-1, 1):
        canvas.leaf((80, 27), 27, 19, -90 + side * 52, fold)
    canvas.paint(ellipse(80, 22, 13, 12), fold)
    canvas.paint(ellipse(80, 22, 11.4, 10.4), cloth)
    canvas.paint(polygon(_crown(25, 58, 32, 12)), cloth)
    for side in (-1, 1):
        band = [
            (80 + side * 32, 58),
            (80 + side * 31, 49),
            (80 - side * 13, 28),
            (80 - side * 5, 26),
            (80 + side * 24, 47),
        ]
        canvas.polygon(band, colours.near if side == sitter.light else fold)


def _kufi_before(sitter: Sitter) -> None:
    """Set a round cap straight on the head, with a worked band."""
    canvas, colours = sitter.canvas, sitter.wardrobe.palette
    cap = [(51.5, 55), (53, 30), (58, 25), (102, 25), (107, 30), (108.5, 55)]
    brow = [(80 + 28.5 * (1 - step / 8), 55 - 4 * math.sin(math.pi * step / 16)) for step in range(17)]
    canvas.paint(polygon([*cap, *brow]), sitter.wardrobe.bold(colours.near, 0.7))
    band = [(x, y - 5) for x, y in brow]
    canvas.polygon([*brow, *band[::-1]], colours.sun)
    draw_trim(canvas, [(x, y - 2.5) for x, y in brow], "lozenges", 1.5, colours.ink)


def _fila_before(sitter: Sitter) -> None:
    """Fold a soft cap over to one side."""
    canvas, colours, light = sitter.canvas, sitter.wardrobe.palette, sitter.light
    brow = [(80 + 28.8 * (1 - step / 8), 56 - 5 * math.sin(math.pi * step / 16)) for step in range(17)]
    cap = [
        (80 + light * across, y) for across, y in ((-28.8, 56), (-28, 36), (-14, 22), (20, 20), (40, 34), (28.8, 50))
    ]
    canvas.paint(polygon([*cap, *brow[::light]]), sitter.wardrobe.bold(colours.mid, 0.8))
    fold = [(80 + light * 8, 26), (80 + light * 20, 20), (80 + light * 40, 34), (80 + light * 29, 46)]
    canvas.polygon(fold, mix(colours.mid, colours.ink, 0.4))


def _hijab_behind(sitter: Sitter) -> None:
    colours = sitter.wardrobe.palette
    sitter.canvas.paint(ellipse(80, 66, 39, 46), colours.near)
    sitter.canvas.polygon([(43, 76), (117, 76), (130, 132), (30, 132)], colours.near)


def _hijab_before(sitter: Sitter) -> None:
    canvas, colours, light = sitter.canvas, sitter.wardrobe.palette, sitter.light
    rim = [(80 + 39 * turn(1, angle)[0], 66 + 46 * turn(1, angle)[1]) for angle in range(0, 361, 6)]
    hole = [(80 + 24.6 * turn(1, angle)[0], 70 + 30 * turn(1, angle)[1]) for angle in range(0, 361, 6)]
    canvas.paint(polygon([*rim, *hole[::-1]]), colours.near)
    under = [(80 + 26 * turn(1, angle)[0], 70 + 31.6 * turn(1, angle)[1]) for angle in range(190, 351, 6)]
    canvas.line(under, 2.6, colours.sun)
    drape = [(80 - light * 30, 88), (80 + light * 6, 106), (80 + light * 37, 84), (80 + light * 47, 122), (80, 136)]
    canvas.paint(polygon([*drape, (80 - light * 46, 124)]), sitter.wardrobe.bold(colours.near, 0.8))
    canvas.line(drape[:3], 1.2, mix(colours.near, colours.pale, 0.5))


HEADWEAR = {
    "cropped": Headwear(_nothing, _cropped),
    "flat-top": Headwear(_nothing, _flat_top),
    "afro": Headwear(_afro_behind, _afro_before, ears=False),
    "bun": Headwear(_bun_behind, _bun_before),
    "braids": Headwear(_braids_behind, _braids_before, ears=False),
    "locs": Headwear(_locs_behind, _afro_before, ears=False),
    "gele": Headwear(_gele_behind, _gele_before),
    "turban": Headwear(_nothing, _turban_before),
    "kufi": Headwear(_nothing, _kufi_before),
    "fila": Headwear(_nothing, _fila_before),
    "hijab": Headwear(_hijab_behind, _hijab_before, ears=False),
    "bare": Headwear(_nothing, _nothing),
}
