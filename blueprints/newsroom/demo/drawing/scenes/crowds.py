"""Scenes of crowds: a stadium and a market."""

import math
from itertools import pairwise

from blueprints.newsroom.demo.drawing.brush import Point, ellipse, rectangle, turn
from blueprints.newsroom.demo.drawing.canvas import Canvas
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.ornament import draw_sky, draw_sun, draw_trim
from blueprints.newsroom.demo.drawing.palettes import Colour, mix
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe

GRASS = (74, 138, 72)


def draw_stadium(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """The bowl of a stadium: rings of stands, a striped pitch and four masts of light."""
    colours, height = wardrobe.palette, canvas.height
    middle = height * 0.74
    draw_sky(canvas, wardrobe, dice, (80, height * 0.5))
    for x, lean in ((14, 3), (146, -3), (38, 2), (122, -2)):
        _floodlight(canvas, x, lean, colours.ink, mix(colours.sun, colours.pale, 0.4), tall=x in (14, 146))
    stands = (
        (90, 46, colours.ink),
        (87, 44, wardrobe.bold(colours.near)),
        (74, 34.5, colours.pale),
        (72.4, 33.4, wardrobe.calm(colours.mid)),
        (60, 25, colours.ink),
        (58.4, 24, mix(GRASS, colours.ink, 0.42)),
    )
    for across, down, paint in stands:
        canvas.paint(ellipse(80, middle + 6, across, down), paint)
    rim = [(80 + 80.5 * turn(1, angle)[0], middle + 6 + 39.2 * turn(1, angle)[1]) for angle in range(180, 364, 4)]
    draw_trim(canvas, rim, "dots", 1.0, colours.pale)
    _pitch(canvas, middle + 7, mix(GRASS, colours.mid, 0.12), colours.pale, colours.ink)


def _floodlight(canvas: Canvas, x: float, lean: float, ink: Colour, light: Colour, *, tall: bool) -> None:
    top = canvas.height * (0.1 if tall else 0.18)
    canvas.polygon(
        [(x - 1.2, canvas.height * 0.7), (x + lean, top), (x + lean + 0.8, top), (x + 1.2, canvas.height * 0.7)], ink
    )
    canvas.rectangle(x + lean - 6, top - 6, 13, 9, ink)
    for lamp in range(6):
        canvas.disc(x + lean - 3.4 + lamp % 3 * 4, top - 3.6 + lamp // 3 * 4, 1.4, light)


def _pitch(canvas: Canvas, y: float, grass: Colour, chalk: Colour, ink: Colour) -> None:
    far, near, top, foot = 35.0, 45.0, y - 15, y + 13
    for stripe in range(8):
        shares = (stripe / 4 - 1, (stripe + 1) / 4 - 1)
        corners = [(80 + far * shares[0], top), (80 + far * shares[1], top), (80 + near * shares[1], foot)]
        canvas.polygon([*corners, (80 + near * shares[0], foot)], mix(grass, ink, 0.22 if stripe % 2 else 0.04))
    canvas.line([(80, top), (80, foot)], 0.7, chalk)
    canvas.line([(80 - far, top), (80 + far, top), (80 + near, foot), (80 - near, foot), (80 - far, top)], 0.8, chalk)
    circle = [(80 + 9 * math.cos(step / 10), y - 2 + 4.6 * math.sin(step / 10)) for step in range(64)]
    canvas.line(circle, 0.7, chalk)


def draw_market(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """Market umbrellas in two rows over stalls of cloth."""
    colours, height = wardrobe.palette, canvas.height
    x = dice.pick((25, 63, 101, 139))
    draw_sky(canvas, wardrobe, dice, (x, height * 0.26))
    draw_sun(canvas, wardrobe, dice, (x, height * 0.26), height * 0.2)
    canvas.rectangle(0, height * 0.64, 160, height, mix(colours.haze, colours.far, 0.5))
    segments = [(colours.far, colours.pale), (colours.mid, colours.sun), (colours.near, colours.far)]
    for place, x in enumerate((6, 44, 82, 120, 158)):
        _umbrella(canvas, (x, height * 0.47), 21, (*segments[place % 3], colours.ink), height * 0.8)
    canvas.paint(rectangle(0, height * 0.7, 160, 6), colours.near)
    segments = dice.shuffle([(colours.near, colours.sun), (colours.mid, colours.pale), (colours.accent, colours.pale)])
    for place, x in enumerate((24, 80, 136)):
        _umbrella(canvas, (x, height * 0.64), 29, (*segments[place], colours.ink), height)
    for place, x in enumerate((-4, 52, 108)):
        ground = (colours.near, colours.mid, colours.near)[place]
        canvas.paint(rectangle(x, height * 0.84, 54, height), wardrobe.bold(ground, 0.9))
        canvas.rectangle(x, height * 0.825, 54, 2.2, colours.ink)
        for fruit in range(9):
            canvas.disc(
                x + 5 + fruit * 5.5,
                height * 0.8,
                2.5,
                (colours.sun, colours.accent, colours.far)[(fruit // 3 + place) % 3],
            )


def _umbrella(canvas: Canvas, rim: Point, radius: float, colours: tuple[Colour, Colour, Colour], foot: float) -> None:
    (x, y), ink, segments = rim, colours[2], colours[:2]
    canvas.rectangle(x - 0.6, y - radius * 0.72, 1.2, foot - y + radius * 0.72, ink)
    edges = [(x + radius * share, y) for share in (-1, -0.72, -0.28, 0.28, 0.72, 1)]
    for place, (left, right) in enumerate(pairwise(edges)):
        arc = [_canopy(x, y, radius, left[0], step / 10) for step in range(11)]
        back = [_canopy(x, y, radius, right[0], step / 10) for step in range(10, -1, -1)]
        canvas.polygon([*arc, *back], segments[place % 2])
        middle = (left[0] + right[0]) / 2
        canvas.ellipse(middle, y, (right[0] - left[0]) / 2, radius * 0.09, segments[place % 2])
    canvas.disc(x, y - radius * 0.74, radius * 0.05, ink)


def _canopy(x: float, y: float, radius: float, rib: float, share: float) -> tuple[float, float]:
    angle = share * math.pi / 2
    return x + (rib - x) * math.cos(angle), y - radius * 0.72 * math.sin(angle)
