"""Ornament that follows a form: medallions around a point, trims along a curve, skies."""

import math
from collections.abc import Sequence
from itertools import pairwise

from blueprints.newsroom.demo.drawing.brush import Brush, Point, polygon, turn
from blueprints.newsroom.demo.drawing.canvas import Canvas
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.palettes import Colour, mix
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe


def draw_sky(canvas: Canvas, wardrobe: Wardrobe, dice: Dice, centre: Point) -> None:
    """Lay a quiet sky around the place of the sun: circles, rays or bands of two near tones."""
    x, y = centre
    colours = wardrobe.palette
    haze = mix(colours.sky, colours.haze, 0.75)
    manner = dice.count(0, 2)
    if manner == 0:
        for circle in range(7, 0, -1):
            canvas.disc(x, y, circle * 16, haze if circle % 2 else colours.sky)
    elif manner == 1:
        start = dice.between(0, 15)
        for ray in range(0, 24, 2):
            canvas.wedge(x, y, 220, (start + ray * 15, start + ray * 15 + 15), haze)
    else:
        for band in range(4):
            share = 1 - band / 4
            canvas.rectangle(0, canvas.height * band * 0.17, 160, canvas.height, mix(haze, colours.sky, share))


def draw_medallion(brush: Brush, centre: Point, radius: float, colours: Sequence[Colour], dice: Dice) -> None:
    """Draw a round wax-print figure; colours are the disc, its figure, a second and the heart."""
    x, y = centre
    ground, figure, second, heart = colours
    points = dice.pick((12, 16, 20))
    brush.disc(x, y, radius, ground)
    brush.ring(x, y, radius * 0.94, radius * 0.035, figure)
    for point in range(points):
        angle = 360 * point / points
        if points == 16:
            brush.disc(x + turn(radius * 0.8, angle)[0], y + turn(radius * 0.8, angle)[1], radius * 0.07, figure)
        else:
            _tooth(brush, centre, radius, (angle, 180 / points), figure)
    brush.disc(x, y, radius * 0.66, second)
    petals = points // 2 + 2 * dice.count(0, 1)
    for petal in range(petals):
        brush.leaf((x, y), radius * 0.62, radius * 2.3 / petals, 360 * petal / petals + 90, ground)
    brush.disc(x, y, radius * 0.27, figure)
    brush.disc(x, y, radius * 0.2, heart)
    brush.disc(x, y, radius * 0.08, figure)


def _tooth(brush: Brush, centre: Point, radius: float, stand: tuple[float, float], colour: Colour) -> None:
    (x, y), (angle, half) = centre, stand
    steps = (turn(radius * 0.7, angle - half), turn(radius * 0.88, angle), turn(radius * 0.7, angle + half))
    brush.polygon([(x + right, y + down) for right, down in steps], colour)


def draw_sun(canvas: Canvas, wardrobe: Wardrobe, dice: Dice, centre: Point, radius: float) -> None:
    """Hang the sun: plain when small, else worked as a medallion."""
    x, y = centre
    colours = wardrobe.palette
    glow = mix(colours.sun, colours.sky, 0.55)
    if radius < 11:
        canvas.disc(x, y, radius * 1.25, glow)
        canvas.disc(x, y, radius, colours.sun)
        return
    canvas.disc(x, y, radius * 1.1, glow)
    soft = (colours.sun, mix(colours.sun, colours.pale, 0.75), mix(colours.sun, colours.ink, 0.22), colours.accent)
    draw_medallion(canvas, (x, y), radius, soft, dice)


def wave(dice: Dice, base: float, swing: float, crests: float, width: float = 160) -> list[Point]:
    """Give a rolling line from edge to edge, as points two units apart."""
    first, second = dice.between(0, 2 * math.pi), dice.between(0, 2 * math.pi)
    turns = 2 * math.pi * crests / width
    return [
        (x, base + swing * (0.7 * math.sin(x * turns + first) + 0.3 * math.sin(x * turns * 2.1 + second)))
        for x in (step * 2.0 - 4 for step in range(int(width / 2) + 5))
    ]


def below(line: Sequence[Point], foot: float) -> list[Point]:
    """Close a line into the land beneath it."""
    return [*line, (line[-1][0], foot), (line[0][0], foot)]


def lower(line: Sequence[Point], depth: float) -> list[Point]:
    """Give the same line further down."""
    return [(x, y + depth) for x, y in line]


def draw_land(canvas: Canvas, line: Sequence[Point], paints: Sequence[tuple[float, Colour]]) -> None:
    """Paint the land beneath a line as layers; each starts a depth below the line."""
    for depth, colour in paints:
        canvas.paint(polygon(below(lower(line, depth), canvas.height + 1)), colour)


def draw_trim(brush: Brush, line: Sequence[Point], kind: str, size: float, colour: Colour) -> None:
    """Sew a row of teeth, dots, lozenges or dashes along a line."""
    for (x, y), angle in _paces(line, size * {"teeth": 2.0, "dashes": 3.0}.get(kind, 2.6)):
        ahead, down = turn(size, angle), turn(size, angle + 90)
        if kind == "dots":
            brush.disc(x, y, size * 0.62, colour)
        elif kind == "teeth":
            tip = (x - down[0] * 1.5, y - down[1] * 1.5)
            brush.polygon([(x - ahead[0], y - ahead[1]), tip, (x + ahead[0], y + ahead[1])], colour)
        elif kind == "lozenges":
            ends = [(x - ahead[0], y - ahead[1]), (x - down[0], y - down[1])]
            brush.polygon([*ends, (x + ahead[0], y + ahead[1]), (x + down[0], y + down[1])], colour)
        else:
            brush.line([(x - ahead[0], y - ahead[1]), (x + ahead[0], y + ahead[1])], size * 0.5, colour)


def _paces(line: Sequence[Point], pace: float) -> list[tuple[Point, float]]:
    """Walk a line in even paces; give each place and the angle of the way there."""
    places, left = [], pace / 2
    for (x, y), (next_x, next_y) in pairwise(line):
        length = math.hypot(next_x - x, next_y - y)
        angle = math.degrees(math.atan2(next_y - y, next_x - x))
        while left <= length and length:
            share = left / length
            places.append(((x + (next_x - x) * share, y + (next_y - y) * share), angle))
            left += pace
        left -= length
    return places


def tree(canvas: Canvas, x: float, foot: float, height: float, colours: tuple[Colour, Colour]) -> None:
    """Plant a small acacia: a thin trunk beneath a flat crown."""
    trunk, crown = colours
    canvas.line([(x, foot), (x, foot - height)], height * 0.09, trunk)
    canvas.line([(x, foot - height * 0.4), (x + height * 0.35, foot - height * 0.9)], height * 0.06, trunk)
    canvas.line([(x, foot - height * 0.4), (x - height * 0.35, foot - height * 0.9)], height * 0.06, trunk)
    canvas.paint(lambda brush, ink: brush.wedge(x, foot - height * 0.78, height * 0.62, (200, 340), ink), crown)


def ring_around(x: float, y: float, radius: float) -> list[Point]:
    """Give a circle as a line to trim."""
    return [(x + turn(radius, angle)[0], y + turn(radius, angle)[1]) for angle in range(0, 364, 4)]
