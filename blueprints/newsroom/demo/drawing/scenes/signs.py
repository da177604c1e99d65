"""Scenes of ideas: a chart, radio waves, voices, a book and a drum."""

from blueprints.newsroom.demo.drawing.brush import Brush, Ink, Point, Shape, disc, polygon, rectangle
from blueprints.newsroom.demo.drawing.canvas import Canvas, Paint
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.ornament import (
    below,
    draw_land,
    draw_sky,
    draw_sun,
    draw_trim,
    ring_around,
    wave,
)
from blueprints.newsroom.demo.drawing.palettes import mix
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe


def draw_chart(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """Bars of woven strip that rise from a ground line, and a beaded curve over them."""
    colours, height = wardrobe.palette, canvas.height
    ground = height * 0.86
    draw_sky(canvas, wardrobe, dice, (120, height * 0.3))
    draw_sun(canvas, wardrobe, dice, (36, height * 0.3), height * 0.2)
    shares = [0.16, 0.24, 0.21, 0.36, 0.46, 0.62] if dice.chance(0.7) else [0.58, 0.42, 0.5, 0.3, 0.34, 0.2]
    names = dice.shuffle([wardrobe.bold_weave, "kente", "kuba", "aso-oke", "adire", "bogolanfini"])
    tops: list[Point] = []
    for place, (share, name) in enumerate(zip(shares, names, strict=True)):
        x, top = 14 + place * 23, ground - height * share
        colour = (colours.mid, colours.near, colours.far)[place % 3]
        canvas.paint(rectangle(x, top, 17, height * share), wardrobe.weave(name, colour, 0.85))
        canvas.rectangle(x, top, 17, 2, colours.ink)
        tops.append((x + 8.5, top - 9))
    canvas.line(tops, 1.4, colours.ink)
    for bead in tops:
        canvas.disc(*bead, 2.9, colours.ink)
        canvas.disc(*bead, 1.8, colours.sun)
    canvas.paint(rectangle(0, ground, 160, height), wardrobe.calm(colours.ink))
    draw_trim(canvas, [(0, ground + 4), (160, ground + 4)], "lozenges", 1.1, colours.sun)


def draw_waves(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """A mast on a hill that sends out rings of cloth and colour."""
    colours, height = wardrobe.palette, canvas.height
    x, y = dice.pick((52, 80, 108)), height * 0.34
    haze = mix(colours.sky, colours.haze, 0.75)
    canvas.rectangle(0, 0, 160, height, haze)
    rings: list[tuple[float, Paint]] = [
        (104, colours.sky), (90, haze), (76, mix(colours.sky, colours.far, 0.45)), (62, colours.sky),
        (48, wardrobe.bold(colours.mid)), (33, colours.pale), (30, colours.near), (19, colours.pale), (16, colours.sun),
    ]  # fmt: skip
    for radius, paint in rings:
        canvas.paint(disc(x, y, radius), paint)
    draw_trim(canvas, ring_around(x, y, 24.5), "lozenges", 1.7, colours.sun)
    far = wave(dice, height * 0.76, 4, 1.2)
    draw_land(canvas, far, [(0, colours.ink), (1.4, colours.far)])
    canvas.line([(x - 9, height * 0.9), (x, y), (x + 9, height * 0.9)], 1.6, colours.ink)
    for step in range(1, 7):
        down, reach = y + (height * 0.9 - y) * step / 7, 9 * step / 7
        further = 9 * (step + 1) / 7
        canvas.line([(x - reach, down), (x + reach, down)], 0.8, colours.ink)
        canvas.line([(x - reach, down), (x + further, down + (height * 0.9 - y) / 7)], 0.8, colours.ink)
    canvas.disc(x, y, 3.4, colours.ink)
    near = wave(dice, height * 0.88, 3, 0.9)
    canvas.paint(polygon(below(near, height + 1)), wardrobe.calm(colours.near))
    canvas.line(near, 1.2, colours.ink)


def draw_voices(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """Three speech balloons of cloth that overlap: people talking."""
    colours, height = wardrobe.palette, canvas.height
    draw_sky(canvas, wardrobe, dice, (80, height * 0.5))
    paints: list[Paint] = dice.shuffle([wardrobe.bold(colours.mid), wardrobe.calm(colours.near), colours.sun])
    balloons = [(52, 0.42, 33, -1), (112, 0.38, 30, 1), (86, 0.64, 24, 1)]
    for (x, share, radius, side), paint in zip(balloons, paints, strict=True):
        y = height * share
        tail = [(x + side * radius * 0.1, y + radius * 0.8), (x + side * radius * 0.95, y + radius * 1.16)]
        tail.append((x + side * radius * 0.88, y + radius * 0.3))
        canvas.disc(x, y, radius + 1.8, colours.sky)
        canvas.polygon([(tail[1][0] + side * 2.6, tail[1][1] + 2.4), *tail], colours.sky)
        canvas.paint(_balloon((x, y), radius, tail), paint)
        if isinstance(paint, tuple):
            for dot in (-1, 0, 1):
                canvas.disc(x + dot * radius * 0.45, y, radius * 0.14, colours.ink)


def _balloon(centre: Point, radius: float, tail: list[Point]) -> Shape:
    """Give a balloon and its tail as one shape, so that one cloth runs through both."""

    def shape(brush: Brush, ink: Ink) -> None:
        brush.disc(*centre, radius, ink)
        brush.polygon(tail, ink)

    return shape


def draw_book(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """An open book whose leaves are cloth, under a rising sun."""
    colours, height = wardrobe.palette, canvas.height
    draw_sky(canvas, wardrobe, dice, (80, height * 0.5))
    draw_sun(canvas, wardrobe, dice, (80, height * 0.44), height * 0.33)
    canvas.paint(rectangle(0, height * 0.72, 160, height), wardrobe.calm(colours.near))
    canvas.rectangle(0, height * 0.72, 160, 1.4, colours.ink)
    for side in (-1, 1):
        for spread, drop, paint in (
            (66, 8, colours.ink),
            (63, 4, colours.pale),
            (60, 0, wardrobe.bold(colours.mid) if side < 0 else colours.pale),
        ):
            top = [_leaf_edge(side, spread, step / 12, height * 0.5 + drop) for step in range(13)]
            foot = [_leaf_edge(side, spread, step / 12, height * 0.82 + drop) for step in range(12, -1, -1)]
            canvas.paint(polygon([*top, *foot]), paint)
    for line in range(6):
        row = [_leaf_edge(1, 60, step / 16, height * 0.555 + line * 4.2) for step in range(2, 15 if line < 5 else 9)]
        canvas.line(row, 1.3, colours.near if line else colours.sun)
    canvas.rectangle(79.3, height * 0.5, 1.4, height * 0.36, colours.ink)


def _leaf_edge(side: int, spread: float, share: float, y: float) -> Point:
    bow = 4 * share * (1 - share) * 7 - share * 2
    return 80 + side * spread * share, y - bow


def draw_drum(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """A talking drum laced with cord, with its sound going out in rings."""
    colours, height = wardrobe.palette, canvas.height
    middle, top, foot = height * 0.46, height * 0.14, height * 0.8
    haze = mix(colours.sky, colours.haze, 0.75)
    for ring in range(6, 0, -1):
        canvas.disc(80, middle, ring * 17, haze if ring % 2 else mix(colours.sky, colours.far, 0.3))
    draw_sun(canvas, wardrobe, dice, (80, middle), height * 0.42)
    canvas.paint(rectangle(0, height * 0.8, 160, height), wardrobe.bold(colours.mid))
    canvas.rectangle(0, height * 0.8, 160, 1.4, colours.ink)
    waist = [(92, middle + 4), (92, middle - 4)]
    canvas.polygon(
        [(46, top), (68, middle - 4), (68, middle + 4), (46, foot), (114, foot), *waist, (114, top)], colours.near
    )
    for cord in range(9):
        share = cord / 8
        for end in (top, foot):
            canvas.line([(46 + 68 * share, end), (68 + 24 * share, middle)], 1.1, mix(colours.near, colours.pale, 0.8))
    canvas.rectangle(66, middle - 4.4, 28, 8.8, colours.ink)
    draw_trim(canvas, [(66, middle), (94, middle)], "lozenges", 1.8, colours.sun)
    for y, skin in ((top, colours.pale), (foot, colours.ink)):
        canvas.ellipse(80, y, 35.5, 7.6, colours.ink)
        canvas.ellipse(80, y, 32.6, 5.8, skin)
