"""Scenes of water: a river, a sailing boat, rain, a bridge."""

import math

from blueprints.newsroom.demo.drawing.brush import polygon, rectangle
from blueprints.newsroom.demo.drawing.canvas import Canvas
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.ornament import (
    below,
    draw_land,
    draw_sky,
    draw_sun,
    draw_trim,
    lower,
    tree,
    wave,
)
from blueprints.newsroom.demo.drawing.palettes import Colour, lightness, mix
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe


def draw_river(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """A river that widens towards us between banks of cloth."""
    colours, height = wardrobe.palette, canvas.height
    horizon, source = height * 0.42, dice.pick((62, 98))
    draw_sky(canvas, wardrobe, dice, (source, horizon))
    draw_sun(canvas, wardrobe, dice, (source, horizon - 4), height * 0.25)
    draw_land(canvas, wave(dice, horizon - 3, 4, 1.4), [(0, colours.far), (4, mix(colours.far, colours.mid, 0.4))])
    canvas.paint(rectangle(0, horizon + 3, 160, height), wardrobe.bold(colours.near, 1.2))
    sway = 1 if source > 80 else -1
    bends = [_bend(step / 24, source, sway, horizon + 3, height) for step in range(25)]
    water = mix(colours.pale, colours.far, 0.25)
    for grow, colour in ((2.4, colours.ink), (1.5, colours.sun), (0.0, water)):
        left = [(x - half * (1 + grow * 0.08) - grow * 0.2, y) for x, y, half in bends]
        right = [(x + half * (1 + grow * 0.08) + grow * 0.2, y) for x, y, half in bends[::-1]]
        canvas.polygon([*left, *right], colour)
    for x, y, half in bends[6::3]:
        for aside, reach in ((-0.4, 0.28), (0.36, 0.34)):
            canvas.line(_ripple(x + half * aside, y, half * reach), 0.35 + half * 0.03, mix(colours.mid, water, 0.3))
    for place in (14, 26, 146):
        tree(canvas, place, horizon + 5, 13, (colours.ink, colours.ink))


def _bend(share: float, source: float, sway: int, top: float, foot: float) -> tuple[float, float, float]:
    x = source - sway * 26 * math.sin(share * 4.4) * share**0.6 - sway * 14 * share
    return x, top + (foot + 2 - top) * share**1.25, 1.6 + 30 * share**1.7


def _ripple(x: float, y: float, reach: float) -> list[tuple[float, float]]:
    return [(x + reach * step / 8, y + reach * 0.09 * math.sin(step * 1.2)) for step in range(-8, 9)]


def draw_boat(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """A dhow whose sail is the cloth, on rows of scalloped waves."""
    colours, height = wardrobe.palette, canvas.height
    water, x = height * 0.68, dice.pick((66, 80, 94))
    side = dice.pick((-1, 1))
    draw_sky(canvas, wardrobe, dice, (x + side * 44, height * 0.36))
    draw_sun(canvas, wardrobe, dice, (x + side * 44, height * 0.36), height * 0.18)
    draw_land(canvas, wave(dice, water - 6, 2.2, 1.6), [(0, colours.far)])
    canvas.rectangle(0, water - 2, 160, height, mix(colours.mid, colours.far, 0.4))
    mast = [(x - side * 4, water + 2), (x - side * 2, height * 0.08)]
    sail = [(x - side * 34, water - 7), (x - side * 12, height * 0.3), (x + side * 12, height * 0.05)]
    belly = [(x + side * 21, height * 0.3), (x + side * 19, water - 20), (x + side * 10, water - 6)]
    canvas.line(mast, 1.6, colours.ink)
    canvas.paint(polygon([*sail, *belly]), wardrobe.bold(colours.pale if dice.chance(0.5) else colours.mid))
    canvas.line(sail, 1.5, colours.ink)
    hull = [(x - 40, water - 5), (x + 42, water - 5), (x + 32, water + 9), (x - 28, water + 9)]
    canvas.polygon(hull, colours.ink)
    canvas.rectangle(x - 37, water - 2, 75, 2.4, colours.sun)
    draw_trim(canvas, [(x - 36, water + 3), (x + 36, water + 3)], "lozenges", 1.1, colours.pale)
    _scallops(canvas, water + 7, (colours.mid, colours.pale, colours.near), wardrobe)


def _scallops(canvas: Canvas, top: float, colours: tuple[Colour, Colour, Colour], wardrobe: Wardrobe) -> None:
    ground, edge, inner = colours
    for row in range(int((canvas.height - top) / 6) + 2):
        tint = mix(ground, wardrobe.palette.near, min(1.0, row * 0.3))
        for place in range(-1, 10):
            x, y = place * 18 + 9 * (row % 2), top + row * 6 + 9
            for radius, colour in (
                (10.2, mix(tint, edge, 0.7)),
                (9.3, tint),
                (6.4, mix(tint, edge, 0.35)),
                (5.4, inner),
            ):
                canvas.disc(x, y, radius, colour)


def draw_rain(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """Clouds of stacked arcs and long slanting drops over the land."""
    colours, height = wardrobe.palette, canvas.height
    draw_sky(canvas, wardrobe, dice, (80, 0))
    slant = dice.pick((-0.3, 0.3))
    wet = mix(colours.sky, colours.pale, 0.7) if lightness(colours.sky) < 0.3 else colours.mid
    for row in range(4):
        for place in range(-1, 13):
            x, y = place * 14 + 7 * (row % 2), height * 0.36 + row * 10
            drop = colours.accent if (place + row) % 4 == 0 else wet
            foot = x - slant * 7
            canvas.polygon([(x, y), (foot + 1.65, y + 5.6), (foot - 1.65, y + 5.6)], drop)
            canvas.disc(foot, y + 6, 1.75, drop)
    shades = (colours.near, mix(colours.near, colours.pale, 0.82), colours.mid, colours.sun, colours.near)
    for x, y, radius in ((8, 0, 30), (152, 0, 30), (42, -4, 32), (118, -4, 32), (80, -2, 36)):
        for ring, colour in enumerate(shades):
            canvas.disc(x, y, radius * (1 - ring * 0.17), colour)
    line = wave(dice, height * 0.8, 4, 1.1)
    draw_land(canvas, line, [(0, colours.ink), (1.6, colours.far)])
    draw_trim(canvas, lower(line, 4.4), "teeth", 1.3, colours.near)
    canvas.paint(polygon(below(lower(line, 5), height + 1)), wardrobe.bold(colours.near))


def draw_bridge(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """A cable bridge between two pylons over striped water."""
    colours, height = wardrobe.palette, canvas.height
    deck = height * 0.62
    draw_sky(canvas, wardrobe, dice, (80, deck))
    draw_sun(canvas, wardrobe, dice, (80, deck - 8), height * 0.32)
    draw_land(canvas, wave(dice, deck + 2, 3, 1.5), [(0, colours.far)])
    canvas.paint(rectangle(0, deck + 12, 160, height), wardrobe.bold(colours.near, 1.25))
    canvas.rectangle(0, deck + 11, 160, 1.6, colours.pale)
    for x in (42, 118):
        top = height * 0.1
        for cable in range(1, 7):
            reach = cable * 6
            canvas.line([(x - reach, deck), (x, top + 20 - cable * 2.4), (x + reach, deck)], 0.5, colours.ink)
        canvas.polygon([(x - 4.5, deck + 18), (x - 1.2, top), (x + 1.2, top), (x + 4.5, deck + 18)], colours.ink)
        canvas.rectangle(x - 7, deck + 17, 14, 4, colours.ink)
    canvas.rectangle(0, deck, 160, 6, colours.mid)
    canvas.rectangle(0, deck, 160, 1.3, colours.ink)
    draw_trim(canvas, [(0, deck + 3.8), (160, deck + 3.8)], "lozenges", 1.2, colours.pale)
