"""A brush that draws in units of the picture, so that one drawing fits every size."""

import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

from blueprints.newsroom.demo.drawing.palettes import Colour

Point = tuple[float, float]
Ink = Colour | int
Shape = Callable[["Brush", Ink], None]
STENCIL = 255


class Brush:
    """Draws flat shapes on an image; places and lengths are in units, angles in degrees clockwise from east."""

    def __init__(self, image: Image.Image, scale: float) -> None:
        self.scale = scale
        self.pencil = ImageDraw.Draw(image)

    def polygon(self, points: Sequence[Point], ink: Ink) -> None:
        """Fill an outline."""
        self.pencil.polygon([(self._pixel(x), self._pixel(y)) for x, y in points], fill=ink)

    def rectangle(self, x: float, y: float, width: float, height: float, ink: Ink) -> None:
        """Fill a rectangle; rectangles that touch in units touch in pixels."""
        left, top = self._pixel(x), self._pixel(y)
        right, bottom = self._pixel(x + width) - 1, self._pixel(y + height) - 1
        if right >= left and bottom >= top:
            self.pencil.rectangle((left, top, right, bottom), fill=ink)

    def ellipse(self, x: float, y: float, across: float, down: float, ink: Ink) -> None:
        """Fill an ellipse given its centre and half its width and height."""
        self.pencil.ellipse(self._box(x, y, across, down), fill=ink)

    def disc(self, x: float, y: float, radius: float, ink: Ink) -> None:
        """Fill a circle."""
        self.ellipse(x, y, radius, radius, ink)

    def ring(self, x: float, y: float, radius: float, width: float, ink: Ink) -> None:
        """Draw a circle's edge, inward from the radius."""
        self.pencil.ellipse(self._box(x, y, radius, radius), outline=ink, width=max(1, self._pixel(width)))

    def wedge(self, x: float, y: float, radius: float, span: tuple[float, float], ink: Ink) -> None:
        """Fill a slice of a circle, from one angle to another."""
        self.pencil.pieslice(self._box(x, y, radius, radius), *span, fill=ink)

    def line(self, points: Sequence[Point], width: float, ink: Ink) -> None:
        """Draw a line through points."""
        pixels = [(self._pixel(x), self._pixel(y)) for x, y in points]
        self.pencil.line(pixels, fill=ink, width=max(1, self._pixel(width)), joint="curve")

    def diamond(self, x: float, y: float, across: float, down: float, ink: Ink) -> None:
        """Fill a lozenge given its centre and half its width and height."""
        self.polygon([(x, y - down), (x + across, y), (x, y + down), (x - across, y)], ink)

    def leaf(self, root: Point, length: float, width: float, angle: float, ink: Ink) -> None:
        """Fill a petal that starts at its root and runs along an angle."""
        x, y = root
        ahead, aside = turn(1, angle), turn(1, angle + 90)
        steps = [step / 10 for step in range(11)]
        sides = [(step, side * width / 2 * math.sin(math.pi * step)) for side in (1, -1) for step in steps[::side]]
        place = [(length * step, bulge) for step, bulge in sides]
        self.polygon(
            [(x + ahead[0] * far + aside[0] * out, y + ahead[1] * far + aside[1] * out) for far, out in place], ink
        )

    def _pixel(self, length: float) -> int:
        return round(length * self.scale)

    def _box(self, x: float, y: float, across: float, down: float) -> tuple[int, int, int, int]:
        return self._pixel(x - across), self._pixel(y - down), self._pixel(x + across), self._pixel(y + down)


def turn(length: float, angle: float) -> Point:
    """Give the step of a length along an angle."""
    return length * math.cos(math.radians(angle)), length * math.sin(math.radians(angle))


def polygon(points: Sequence[Point]) -> Shape:
    """Give an outline as a shape to paint."""
    return lambda brush, ink: brush.polygon(points, ink)


def rectangle(x: float, y: float, width: float, height: float) -> Shape:
    """Give a rectangle as a shape to paint."""
    return lambda brush, ink: brush.rectangle(x, y, width, height, ink)


def disc(x: float, y: float, radius: float) -> Shape:
    """Give a circle as a shape to paint."""
    return lambda brush, ink: brush.disc(x, y, radius, ink)


def ellipse(x: float, y: float, across: float, down: float) -> Shape:
    """Give an ellipse as a shape to paint."""
    return lambda brush, ink: brush.ellipse(x, y, across, down, ink)


def wedge(x: float, y: float, radius: float, start: float, end: float) -> Shape:
    """Give a slice of a circle as a shape to paint."""
    return lambda brush, ink: brush.wedge(x, y, radius, (start, end), ink)
