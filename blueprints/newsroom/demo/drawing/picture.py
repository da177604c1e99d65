"""A picture for a motif: which scene, which cloths, and the canvas to put them on."""

from PIL import Image

from blueprints.newsroom.demo.drawing.canvas import Canvas
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.scenes import SCENES
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe

# A weave's own unit, as a share of the canvas's: motifs come out an eighth to a fifth of the picture wide.
WEAVE_UNIT = 0.8


def draw_picture(motif: str, size: tuple[int, int] = (1280, 720)) -> Image.Image:
    """Draw the picture of a motif, the same each time.

    Words between colons may name the scene, the weave and the palette ("river:kuba:dusk"); chance picks the rest.
    """
    dice = Dice(motif)
    scene = SCENES[dice.named(SCENES) or dice.pick(tuple(SCENES))]
    canvas = Canvas(size, (0, 0, 0))
    wardrobe = Wardrobe(dice, canvas.scale * WEAVE_UNIT)
    canvas.rectangle(0, 0, canvas.width, canvas.height + 1, wardrobe.palette.sky)
    scene(canvas, wardrobe, dice)
    return canvas.finish()
