"""A portrait for an author: flat shapes and a calm bearing, with no features to caricature."""

from PIL import Image

from blueprints.newsroom.demo.drawing.brush import Point, polygon, turn
from blueprints.newsroom.demo.drawing.canvas import Canvas
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.headwear import HEADWEAR, Headwear
from blueprints.newsroom.demo.drawing.palettes import Colour, lightness, mix
from blueprints.newsroom.demo.drawing.sitter import Sitter, seat
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe

WEAVE_UNIT = 0.9
# The edge that is cut away, so that the head fills a small circle.
MARGIN = 0.07
BEARDED = ("cropped", "flat-top", "kufi", "fila", "bare", "locs")
JEWELLED = ("bun", "braids", "gele", "turban")


def draw_face(motif: str, size: int = 480) -> Image.Image:
    """Draw the portrait of a motif, the same each time; a word of it may name the headwear, weave or palette."""
    dice = Dice(motif)
    style = dice.named(HEADWEAR) or dice.pick(tuple(HEADWEAR))
    whole = round(size / (1 - 2 * MARGIN))
    canvas = Canvas((whole, whole), (0, 0, 0))
    sitter = seat(canvas, Wardrobe(dice, canvas.scale * WEAVE_UNIT), dice)
    _draw_ground(sitter)
    HEADWEAR[style].behind(sitter)
    _draw_shoulders(sitter)
    _draw_head(sitter, HEADWEAR[style])
    if dice.chance(0.5) and style in BEARDED:
        _draw_beard(sitter)
    elif dice.chance(0.6) and style in JEWELLED:
        _draw_earrings(sitter)
    HEADWEAR[style].before(sitter)
    if dice.chance(0.3):
        _draw_glasses(sitter)
    left, top = (whole - size) // 2, (whole - size) // 4
    return canvas.finish().crop((left, top, left + size, top + size))


def _draw_ground(sitter: Sitter) -> None:
    canvas, colours = sitter.canvas, sitter.wardrobe.palette
    # Dark hair must stand out, so a night sky gives way to a lighter wall.
    wall = colours.sky if lightness(colours.sky) > 0.35 else mix(colours.far, colours.pale, 0.3)
    canvas.rectangle(0, 0, 160, 161, wall)
    canvas.disc(80, 66, 64, mix(wall, colours.far, 0.28))
    if sitter.dice.chance(0.5):
        canvas.disc(80, 66, 53, mix(wall, colours.far, 0.55))


def _draw_shoulders(sitter: Sitter) -> None:
    canvas, colours = sitter.canvas, sitter.wardrobe.palette
    left = [(4.0, 162.0), (10, 140), (24, 126), (48, 118), (66, 111)]
    shoulders = [*left, *((160 - x, y) for x, y in left[::-1])]
    canvas.paint(polygon(shoulders), sitter.wardrobe.bold(sitter.dice.pick((colours.mid, colours.near))))
    canvas.polygon([(67, 92), (93, 92), (96, 113), (80, 126), (64, 113)], sitter.skin)
    canvas.polygon([(67, 92), (93, 92), (94, 99), (80, 110), (66, 99)], sitter.shade)
    neck = [(62.0, 110.0), (68, 121), (80, 127.5), (92, 121), (98, 110)]
    canvas.line(neck, 4, colours.ink)
    canvas.line(neck, 2.4, colours.sun)


def _draw_head(sitter: Sitter, headwear: Headwear) -> None:
    canvas = sitter.canvas
    if headwear.ears:
        for side in (-1, 1):
            canvas.ellipse(80 + side * 28, 71, 4.6, 7, sitter.shade if side == -sitter.light else sitter.skin)
    canvas.polygon(_oval(), sitter.skin)
    half = [(x, y) for x, y in _oval() if (x - 80) * -sitter.light >= 0]
    half.sort(key=lambda point: point[1])
    nose = [(80.0, 102.0), (80, 84), (80 + sitter.light * 4.6, 82), (80, 64), (80, 34.3)]
    canvas.polygon([*half, *nose], sitter.shade)


def _oval() -> list[Point]:
    """Give the head's outline: round above, narrowing to the chin."""
    outline = []
    for angle in range(0, 360, 4):
        right, down = turn(1, angle)
        narrow = 1 - 0.16 * max(0.0, down) ** 2
        outline.append((80 + 28 * right * narrow, 67 + (37 if down > 0 else 33) * down))
    return outline


def _draw_beard(sitter: Sitter) -> None:
    jaw = [(x, y + 0.6) for x, y in _oval() if y > 74]
    jaw.sort()
    lip = [(102.0, 82.0), (94, 90), (80, 87), (66, 90), (58, 82)]
    sitter.canvas.polygon([*jaw, *lip], sitter.hair)


def _draw_earrings(sitter: Sitter) -> None:
    for side in (-1, 1):
        sitter.canvas.disc(80 + side * 29, 81, 3.2, sitter.wardrobe.palette.sun)


def _draw_glasses(sitter: Sitter) -> None:
    canvas, frame = sitter.canvas, _frame(sitter)
    for side in (-1, 1):
        canvas.ring(80 + side * 12.4, 69, 9.2, 1.7, frame)
        canvas.line([(80 + side * 21, 68), (80 + side * 28, 66)], 1.5, frame)
    canvas.line([(76.8, 67.4), (83.2, 67.4)], 1.6, frame)


def _frame(sitter: Sitter) -> Colour:
    return mix(sitter.wardrobe.palette.pale, sitter.wardrobe.palette.sun, 0.4)
