"""Scenes of cloth for its own sake: a wrapper, strips, patchwork."""

from blueprints.newsroom.demo.drawing.brush import polygon, rectangle, turn
from blueprints.newsroom.demo.drawing.canvas import Canvas
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.ornament import draw_medallion, draw_sun, draw_trim
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe
from blueprints.newsroom.demo.drawing.weaves import WEAVES


def draw_textile(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    """Cloth for its own sake: a wrapper with a medallion, strips, or patchwork."""
    drawn = dice.pick(tuple(SHEETS))
    SHEETS[dice.named(SHEETS) or drawn](canvas, wardrobe, dice)


def _draw_wrapper(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    colours, height = wardrobe.palette, canvas.height
    canvas.paint(rectangle(0, 0, 160, height), wardrobe.bold(colours.near, 1.3))
    canvas.rectangle(9, 9, 142, height - 18, colours.pale)
    canvas.paint(rectangle(10.4, 10.4, 139.2, height - 20.8), wardrobe.calm(colours.mid, 2.4))
    edge = [(16.0, 16.0), (144, 16), (144, height - 16), (16, height - 16), (16, 16)]
    draw_trim(canvas, edge, "lozenges", 1.5, colours.sun)
    draw_medallion(
        canvas, (80, height / 2), height * 0.33, (colours.near, colours.pale, colours.sun, colours.accent), dice
    )
    for x, y in ((16.0, height / 2), (144.0, height / 2)):
        draw_medallion(
            canvas, (x + (14 if x < 80 else -14), y), 9, (colours.near, colours.pale, colours.sun, colours.accent), dice
        )


def _draw_strips(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    colours, height = wardrobe.palette, canvas.height
    others = dice.shuffle([name for name in WEAVES if name not in ("kanga", wardrobe.bold_weave)])
    names = (others[0], wardrobe.bold_weave, others[1], wardrobe.bold_weave, others[2])
    grounds = [colours.near, colours.mid, colours.far, colours.near, colours.mid]
    for place, ground in enumerate(grounds):
        canvas.paint(rectangle(place * 32, 0, 32, height), wardrobe.weave(names[place], ground, 1.5))
    for place in range(1, 5):
        canvas.rectangle(place * 32 - 1.2, 0, 2.4, height, colours.ink)
        draw_trim(canvas, [(place * 32, 0), (place * 32, height)], "dots", 0.7, colours.pale)
    draw_sun(canvas, wardrobe, dice, (dice.pick((48, 80, 112)), height / 2), height * 0.3)


def _draw_patchwork(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> None:
    colours = wardrobe.palette
    side = canvas.height / 2
    grounds = [colours.near, colours.sun, colours.mid, colours.far]
    for place in range(8):
        x, y = place % 4 * side - (4 * side - 160) / 2, place // 4 * side
        ground, leaf = grounds[(place + place // 4) % 4], grounds[(place + place // 4 + 2) % 4]
        canvas.rectangle(x, y, side + 0.2, side + 0.2, ground)
        quarter = dice.count(0, 3)
        corner = (x + side * (quarter % 2), y + side * (quarter // 2))
        box = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
        start = {0: 0, 1: 90, 3: 180, 2: 270}[quarter]
        arc = [
            (corner[0] + turn(side, start + step * 5)[0], corner[1] + turn(side, start + step * 5)[1])
            for step in range(19)
        ]
        paint = wardrobe.bold(leaf, 1.2) if place % 2 else wardrobe.calm(leaf, 1.2)
        canvas.paint(polygon([corner, *arc]), paint)
        canvas.line([*box, box[0]], 0.9, colours.ink)
        canvas.line(arc, 1.2, colours.ink)


SHEETS = {"wrapper": _draw_wrapper, "strips": _draw_strips, "patchwork": _draw_patchwork}
