"""Scenes of the city: a skyline, a train, an assembly."""

from blueprints.newsroom.demo.drawing.brush import rectangle, wedge
from blueprints.newsroom.demo.drawing.canvas import Canvas
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.ornament import draw_land, draw_medallion, draw_sky, draw_sun, draw_trim, wave
from blueprints.newsroom.demo.drawing.palettes import Colour, mix
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe


def draw_skyline(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """Towers dressed in cloths before a row in haze, and water at their feet."""
    colours, height = wardrobe.palette, canvas.height
    ground, x = height * 0.82, dice.pick((46, 114))
    draw_sky(canvas, wardrobe, dice, (x, height * 0.36))
    draw_sun(canvas, wardrobe, dice, (x, height * 0.36), height * 0.24)
    for place in range(16):
        tall = dice.between(0.2, 0.46) * height
        canvas.rectangle(place * 10.4 - 3, ground - tall, 9.2, tall, mix(colours.far, colours.sky, 0.25))
    grounds = dice.shuffle(
        [colours.mid, colours.near, colours.far, colours.mid, colours.near, colours.sun, colours.near]
    )
    names = dice.shuffle(["aso-oke", "kuba", wardrobe.bold_weave, "kente", "adire", "ndebele", "shweshwe"])
    left = 4.0
    for ground_colour, name, share in zip(
        grounds, names, dice.shuffle([0.3, 0.62, 0.44, 0.7, 0.36, 0.52, 0.4]), strict=True
    ):
        wide = dice.between(16, 21)
        _tower(canvas, wardrobe, (left, ground, wide, height * share), (name, ground_colour), dice)
        left += wide + 3.4
    canvas.rectangle(0, ground, 160, 1.6, colours.ink)
    canvas.paint(rectangle(0, ground + 1.6, 160, height), wardrobe.calm(colours.ink))
    draw_trim(canvas, [(0, ground + 5.4), (160, ground + 5.4)], "dashes", 1.6, colours.sun)


def _tower(
    canvas: Canvas, wardrobe: Wardrobe, box: tuple[float, float, float, float], cloth: tuple[str, Colour], dice: Dice
) -> None:
    x, foot, wide, tall = box
    name, colour = cloth
    ink = wardrobe.palette.ink
    top, manner = foot - tall, dice.count(0, 3)
    if manner == 1:
        canvas.rectangle(x + wide / 2 - 0.4, top - 13, 0.8, 13, ink)
    if manner == 2:
        canvas.wedge(x + wide / 2, top + 0.4, wide / 2, (180, 360), ink)
    if manner == 3:
        canvas.polygon([(x, top + 0.3), (x, top - 5), (x + wide, top + 0.3)], ink)
    canvas.paint(rectangle(x, top, wide, tall), wardrobe.weave(name, colour, 0.82))
    canvas.rectangle(x, top, wide, 1.8, ink)
    canvas.rectangle(x + wide * 0.82, top, wide * 0.18, tall, mix(colour, ink, 0.55))


def draw_train(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """A train on a viaduct, its coaches banded with cloth."""
    colours, height = wardrobe.palette, canvas.height
    rail = height * 0.62
    draw_sky(canvas, wardrobe, dice, (120, height * 0.34))
    draw_sun(canvas, wardrobe, dice, (dice.pick((44, 116)), height * 0.33), height * 0.2)
    draw_land(canvas, wave(dice, height * 0.52, 5, 1.3), [(0, colours.far), (6, mix(colours.far, colours.mid, 0.35))])
    canvas.paint(rectangle(0, rail, 160, height), wardrobe.bold(colours.near))
    for x in range(-8, 170, 32):
        arch = mix(colours.far, colours.sky, 0.35)
        canvas.rectangle(x + 4, height * 0.86, 24, height, arch)
        canvas.wedge(x + 16, height * 0.86, 12, (180, 360), arch)
    canvas.rectangle(0, rail, 160, 2.4, colours.ink)
    for place, left in enumerate((-26, 20, 66)):
        _coach(canvas, wardrobe, left, rail, engine=place == 2)


def _coach(canvas: Canvas, wardrobe: Wardrobe, x: float, rail: float, *, engine: bool) -> None:
    colours = wardrobe.palette
    body = [(x, rail - 2), (x, rail - 21), (x + 44, rail - 21), (x + 44, rail - 2)]
    if engine:
        nose = [(x + 40, rail - 21), (x + 52, rail - 16), (x + 62, rail - 7), (x + 63, rail - 2)]
        body = [(x, rail - 2), (x, rail - 21), *nose]
    canvas.polygon(body, colours.pale)
    canvas.rectangle(x, rail - 21, 44 if not engine else 40, 2.2, colours.mid)
    canvas.paint(rectangle(x, rail - 8.6, 44 if not engine else 61.5, 4.6), colours.mid)
    draw_trim(canvas, [(x + 1, rail - 6.3), (x + (43 if not engine else 58), rail - 6.3)], "lozenges", 1.4, colours.sun)
    for window in range(5):
        canvas.rectangle(x + 3.4 + window * 8, rail - 17, 5.6, 6, colours.near)
    if engine:
        canvas.polygon(
            [(x + 44, rail - 17), (x + 50, rail - 15), (x + 56, rail - 10.6), (x + 44, rail - 10.6)], colours.near
        )
    for wheel in (8, 15, 30, 37):
        canvas.disc(x + wheel, rail - 1.4, 2, colours.ink)


def draw_assembly(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """A house of assembly: a dome of cloth on pillars, with broad steps."""
    colours, height = wardrobe.palette, canvas.height
    floor = height * 0.78
    draw_sky(canvas, wardrobe, dice, (80, height * 0.4))
    draw_medallion(
        canvas,
        (80, height * 0.42),
        height * 0.4,
        (mix(colours.haze, colours.far, 0.35), colours.sky, colours.haze, colours.sky),
        dice,
    )
    canvas.rectangle(79.5, height * 0.06, 1, 14, colours.ink)
    canvas.polygon([(80.5, height * 0.06), (91, height * 0.09), (80.5, height * 0.12)], colours.sun)
    canvas.paint(wedge(80, height * 0.43, 25, 180, 360), wardrobe.bold(colours.mid))
    canvas.rectangle(53, height * 0.42, 54, 3, colours.ink)
    for wing in (12, 100):
        canvas.rectangle(wing, height * 0.54, 48, floor - height * 0.54, colours.far)
    canvas.rectangle(46, height * 0.45, 68, floor - height * 0.45, colours.pale)
    canvas.rectangle(46, height * 0.45, 68, 3.4, colours.sun)
    draw_trim(canvas, [(46, height * 0.45 + 1.7), (114, height * 0.45 + 1.7)], "lozenges", 1.1, colours.near)
    for x in (50, 60.4, 70.8, 85.2, 95.6, 106):
        canvas.rectangle(x, height * 0.52, 4, floor - height * 0.52, colours.near)
    canvas.rectangle(77, height * 0.58, 6, floor - height * 0.58, colours.ink)
    for x in (15, 23, 31, 39, 117, 125, 133, 141):
        canvas.rectangle(x, height * 0.6, 4, floor - height * 0.6, colours.near)
    canvas.rectangle(8, height * 0.53, 38, 2, colours.ink)
    canvas.rectangle(114, height * 0.53, 38, 2, colours.ink)
    for step in range(3):
        canvas.rectangle(
            8 - step * 6, floor + step * 2.6, 144 + step * 12, 2.7, (colours.near, colours.mid, colours.near)[step]
        )
    canvas.paint(rectangle(0, floor + 7.8, 160, height), wardrobe.calm(colours.ink))
