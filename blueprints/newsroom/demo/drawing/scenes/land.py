"""Scenes of the land: sun, hills, mountains, dunes, fields, a baobab, a road."""

import math

from blueprints.newsroom.demo.drawing.brush import polygon, rectangle
from blueprints.newsroom.demo.drawing.canvas import Canvas, Paint
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.ornament import (
    below,
    draw_land,
    draw_medallion,
    draw_sky,
    draw_sun,
    draw_trim,
    lower,
    tree,
    wave,
)
from blueprints.newsroom.demo.drawing.palettes import Colour, mix
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe


def draw_sunrise(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """A great sun on the horizon over a bold cloth."""
    colours, horizon = wardrobe.palette, canvas.height * 0.66
    x = dice.pick((54, 80, 106))
    draw_sky(canvas, wardrobe, dice, (x, horizon))
    draw_sun(canvas, wardrobe, dice, (x, horizon - 6), canvas.height * 0.42)
    line = wave(dice, horizon, 1.6, 0.8)
    draw_land(canvas, line, [(0, colours.mid), (3.4, colours.ink)])
    draw_trim(canvas, lower(line, 3.2), "teeth", 1.1, colours.ink)
    canvas.paint(polygon(below(lower(line, 5), canvas.height + 1)), wardrobe.bold(colours.near))


def draw_hills(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """Four ranges, lighter as they go, each hemmed like a wrapper."""
    colours, height = wardrobe.palette, canvas.height
    x = dice.pick((40, 112, 124))
    draw_sky(canvas, wardrobe, dice, (x, height * 0.32))
    draw_sun(canvas, wardrobe, dice, (x, height * 0.32), height * 0.19)
    far = wave(dice, height * 0.46, 5, 1.3)
    draw_land(canvas, far, [(0, colours.far), (5, mix(colours.far, colours.mid, 0.3)), (10, colours.far)])
    middle = wave(dice, height * 0.6, 6, 1.1)
    canvas.paint(polygon(below(middle, height + 1)), wardrobe.bold(colours.mid))
    canvas.line(middle, 1.2, colours.pale)
    near = wave(dice, height * 0.8, 6, 0.8)
    draw_land(canvas, near, [(0, colours.ink), (1.6, colours.near)])
    draw_trim(canvas, lower(near, 5.6), dice.pick(("dots", "lozenges", "teeth")), 1.3, colours.sun)
    canvas.paint(polygon(below(lower(near, 8), height + 1)), wardrobe.calm(colours.near))
    for _ in range(2):
        place = dice.between(14, 146)
        tree(canvas, place, near[int(place / 2) + 2][1] + 1, 15, (colours.ink, colours.ink))


def draw_mountains(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """Peaks folded into a lit and a shaded side, over a still lake."""
    colours, height = wardrobe.palette, canvas.height
    shore = height * 0.76
    x = dice.pick((34, 126))
    draw_sky(canvas, wardrobe, dice, (x, height * 0.27))
    draw_sun(canvas, wardrobe, dice, (x, height * 0.27), height * 0.15)
    peaks = [(24, 0.36, 38), (138, 0.42, 40), (80 + dice.between(-8, 8), 0.6, 54)]
    for place, rise, reach in peaks:
        _peak(canvas, wardrobe, place, shore, (shore - height * rise, reach))
    canvas.paint(rectangle(0, shore, 160, height), wardrobe.calm(colours.near))
    canvas.rectangle(0, shore, 160, 1.6, colours.ink)
    draw_trim(canvas, [(-2, shore + 4.2), (162, shore + 4.2)], "lozenges", 1.2, colours.sun)


def _peak(canvas: Canvas, wardrobe: Wardrobe, x: float, foot: float, size: tuple[float, float]) -> None:
    top, reach = size
    colours, tall = wardrobe.palette, foot - top
    canvas.paint(polygon([(x - reach, foot), (x, top), (x + reach, foot)]), wardrobe.bold(colours.mid))
    canvas.paint(polygon([(x, top), (x + reach, foot), (x + reach * 0.12, foot)]), wardrobe.calm(colours.near))
    left, right = x - reach * 0.3, x + reach * 0.3
    tongues = [(right, top + tall * 0.3), (x + reach * 0.17, top + tall * 0.24), (x + reach * 0.04, top + tall * 0.38)]
    canvas.polygon([(x, top), *tongues, (x - reach * 0.12, top + tall * 0.25), (left, top + tall * 0.3)], colours.pale)
    shade = mix(colours.pale, colours.near, 0.25)
    canvas.polygon([(x, top), *tongues], shade)


def draw_dunes(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """Sweeping dunes, cloth on the lit face and shade behind the crest."""
    colours, height = wardrobe.palette, canvas.height
    place = dice.pick((112, 126))
    draw_sky(canvas, wardrobe, dice, (place, height * 0.3))
    draw_sun(canvas, wardrobe, dice, (place, height * 0.3), height * 0.2)
    draw_land(canvas, wave(dice, height * 0.56, 3, 1.5), [(0, mix(colours.far, colours.sky, 0.4))])
    _dune(canvas, wardrobe.calm(colours.far), colours.far, (26, height * 0.42, 66), wardrobe)
    _dune(canvas, wardrobe.bold(colours.mid), colours.mid, (118, height * 0.58, 100), wardrobe)
    _dune(canvas, wardrobe.calm(colours.near), colours.near, (40, height * 0.7, 90), wardrobe)


def _dune(canvas: Canvas, face: Paint, colour: Colour, crest: tuple[float, float, float], wardrobe: Wardrobe) -> None:
    """Raise a dune with its crest at x and y; the crest's ridge then runs down over a reach."""
    x, top, reach = crest
    foot = canvas.height + 1
    windward = [(x - reach * (1 - step / 16), top + 30 * (1 - step / 16) ** 2) for step in range(17)]
    lee = [(x + reach * step / 16, top + 34 * (step / 16) ** 0.8) for step in range(17)]
    ridge = [(x - 15 * math.sin(step / 16 * math.pi * 1.25), top + (foot - top) * step / 16) for step in range(17)]
    canvas.polygon([*ridge[::-1], *lee, (x + reach, foot)], mix(colour, wardrobe.palette.ink, 0.42))
    canvas.paint(polygon([*windward, *ridge, (x - reach, foot)]), face)
    canvas.line(ridge, 0.9, mix(colour, wardrobe.palette.pale, 0.6))


def draw_field(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """Furrows that run to one point on the horizon, each row another cloth."""
    colours, height = wardrobe.palette, canvas.height
    horizon, vanish = height * 0.42, dice.pick((58, 80, 102))
    draw_sky(canvas, wardrobe, dice, (vanish, horizon))
    draw_sun(canvas, wardrobe, dice, (vanish, horizon - 4), height * 0.24)
    draw_land(canvas, wave(dice, horizon - 2, 2, 1.4), [(0, colours.far)])
    canvas.rectangle(0, horizon + 3, 160, height, colours.ink)
    cloths: list[Paint] = [
        wardrobe.bold(colours.mid),
        colours.near,
        wardrobe.calm(colours.far),
        colours.sun,
        colours.near,
    ]
    for row in range(-6, 7):
        left, right = vanish + row * 30 - 13.5, vanish + row * 30 + 13.5
        near = [(right, height + 1), (left, height + 1)]
        furrow = [(vanish + row * 6 - 2.7, horizon + 3), (vanish + row * 6 + 2.7, horizon + 3), *near]
        canvas.paint(polygon(furrow), cloths[row % 5])
    for place in (16, 28, 140):
        tree(canvas, place, horizon + 4, 12, (colours.ink, colours.ink))


def draw_baobab(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """One baobab against the sun, its crown worked in medallions."""
    colours, height = wardrobe.palette, canvas.height
    x, ground = dice.pick((56, 80, 104)), height * 0.82
    draw_sky(canvas, wardrobe, dice, (x, height * 0.44))
    canvas.disc(x, height * 0.46, height * 0.4, colours.sun)
    draw_land(canvas, wave(dice, ground - 7, 2, 1.2), [(0, colours.far)])
    trunk = [(x - 12, ground + 3), (x - 7, ground - 14), (x - 8, ground - 34), (x + 8, ground - 34)]
    canvas.paint(polygon([*trunk, (x + 7, ground - 14), (x + 12, ground + 3)]), wardrobe.calm(colours.near))
    for reach, rise in ((-34, 36), (-18, 46), (0, 50), (18, 46), (34, 36)):
        canvas.line(
            [(x + reach / 6, ground - 28), (x + reach * 0.5, ground - 37), (x + reach, ground - rise)], 4, colours.near
        )
    crowns = [(-37, 38, 11), (37, 38, 11), (-21, 51, 13), (21, 51, 13), (0, 57, 13.6)]
    for place, (reach, rise, radius) in enumerate(crowns):
        leaf = (colours.ink, colours.pale, colours.mid, colours.accent)
        draw_medallion(
            canvas, (x + reach, ground - rise), radius, leaf if place % 2 else (colours.near, *leaf[1:]), dice
        )
    line = wave(dice, ground, 1.2, 0.7)
    canvas.paint(polygon(below(line, height + 1)), wardrobe.bold(colours.near))
    canvas.line(line, 1.4, colours.ink)


def draw_road(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """A road that winds up to the horizon between two cloths of country."""
    colours, height = wardrobe.palette, canvas.height
    horizon, sway = height * 0.46, dice.pick((-1, 1))
    draw_sky(canvas, wardrobe, dice, (80 + sway * 32, horizon))
    draw_sun(canvas, wardrobe, dice, (80 + sway * 32, horizon - 8), height * 0.2)
    draw_land(canvas, wave(dice, horizon - 5, 4, 1.2), [(0, colours.far)])
    bends = [_road_bend(step / 40, sway, horizon, height) for step in range(41)]
    middle = [(x, y) for x, y, _ in bends]
    canvas.paint(rectangle(0, horizon, 160, height), wardrobe.bold(colours.mid))
    canvas.paint(polygon([*middle, (162, height + 2), (162, horizon)]), wardrobe.calm(colours.near))
    for grow, colour in ((1.14, colours.pale), (1.0, colours.ink)):
        left = [(x - half * grow - 0.2, y) for x, y, half in bends]
        canvas.polygon([*left, *((x + half * grow + 0.2, y) for x, y, half in bends[::-1])], colour)
    for start in range(6, 39, 6):
        x, y, half = bends[start]
        next_x, next_y, next_half = bends[start + 2]
        dash = [(x - half * 0.05, y), (x + half * 0.05, y), (next_x + next_half * 0.05, next_y)]
        canvas.polygon([*dash, (next_x - next_half * 0.05, next_y)], colours.sun)


def _road_bend(share: float, sway: int, top: float, foot: float) -> tuple[float, float, float]:
    """Give the road's middle and half its width at a share of its way from the horizon to us."""
    aside = math.sin(share * 5.2 + 0.4) * 22 * share**0.5 * (1 - share * 0.4)
    return 80 - sway * aside, top + (foot + 2 - top) * share**1.5, 0.7 + 27 * share**1.6
