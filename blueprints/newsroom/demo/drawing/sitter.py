"""The sitter of a portrait: skin, hair, clothes and where the head is."""

from dataclasses import dataclass

from blueprints.newsroom.demo.drawing.canvas import Canvas
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.palettes import Colour, mix
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe

SKINS: tuple[Colour, ...] = (
    (66, 38, 30),
    (80, 46, 34),
    (92, 54, 37),
    (110, 66, 44),
    (130, 82, 55),
    (156, 103, 70),
    (184, 130, 92),
    (205, 155, 115),
)
HAIRS: tuple[Colour, ...] = ((24, 17, 18), (30, 21, 20), (38, 27, 25))
GREY: Colour = (150, 142, 136)


@dataclass(frozen=True)
class Sitter:
    """One person before the canvas; the head is an oval around x 80, y 68."""

    canvas: Canvas
    wardrobe: Wardrobe
    dice: Dice
    skin: Colour
    hair: Colour
    light: int

    @property
    def shade(self) -> Colour:
        """Tell the colour of the side turned from the light."""
        return mix(self.skin, (20, 10, 16), 0.24)


def seat(canvas: Canvas, wardrobe: Wardrobe, dice: Dice) -> Sitter:
    """Choose who sits."""
    hair = GREY if dice.chance(0.12) else dice.pick(HAIRS)
    return Sitter(canvas, wardrobe, dice, dice.pick(SKINS), hair, dice.pick((-1, 1)))
