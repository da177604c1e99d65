"""Cloth: which colours a weave wears, and the loom that it is drawn on."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from blueprints.newsroom.demo.drawing.brush import Brush, Point
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.palettes import Colour


@dataclass(frozen=True)
class Threads:
    """The colours of one cloth, the ground first."""

    ground: Colour
    figure: Colour
    second: Colour
    accent: Colour
    ink: Colour


class Loom(Brush):
    """A tile that repeats without a seam, measured in units of its own pattern."""

    def __init__(self, columns: int, rows: int, scale: float, ground: Colour) -> None:
        # Whole pixels per unit keep the tile's edges exact wherever it repeats.
        whole = max(1, round(scale))
        self.columns, self.rows = columns, rows
        self.tile = Image.new("RGB", (columns * whole, rows * whole), ground)
        super().__init__(self.tile, whole)

    def around(self, x: float, y: float) -> list[Point]:
        """List the nine places where a mark must stand to repeat across the edges."""
        return [(x + self.columns * i, y + self.rows * j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


# A weave draws one tile: the threads, the pixels to a unit (about a twentieth of its motif) and the dice.
Weave = Callable[[Threads, float, Dice], Image.Image]
