"""The canvas: painted oversize with colours and cloths, then brought down smooth."""

from PIL import Image

from blueprints.newsroom.demo.drawing.brush import STENCIL, Brush, Shape
from blueprints.newsroom.demo.drawing.palettes import Colour

# Three, as near-level edges still show their steps at two.
OVERSIZE = 3
UNITS = 160.0

Paint = Colour | Image.Image


class Canvas(Brush):
    """A picture in the making, 160 units wide and as many high as its shape asks."""

    def __init__(self, size: tuple[int, int], ground: Colour) -> None:
        width, height = size
        self.size = size
        self.image = Image.new("RGB", (width * OVERSIZE, height * OVERSIZE), ground)
        super().__init__(self.image, width * OVERSIZE / UNITS)
        self.width, self.height = UNITS, UNITS * height / width

    def paint(self, shape: Shape, paint: Paint) -> None:
        """Fill a shape with a flat colour or with a cloth, which is a tile that repeats."""
        if isinstance(paint, tuple):
            shape(self, paint)
            return
        stencil = Image.new("L", self.image.size, 0)
        shape(Brush(stencil, self.scale), STENCIL)
        bounds = stencil.getbbox()
        if bounds:
            self.image.paste(_spread(paint, bounds), bounds[:2], stencil.crop(bounds))

    def finish(self) -> Image.Image:
        """Give the picture at its real size."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)


def _spread(tile: Image.Image, bounds: tuple[int, int, int, int]) -> Image.Image:
    """Repeat a tile over bounds, from their top left corner."""
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    cloth = Image.new("RGB", (width, height))
    for x in range(0, width, tile.width):
        cloth.paste(tile, (x, 0))
    row = cloth.crop((0, 0, width, min(tile.height, height)))
    for y in range(tile.height, height, tile.height):
        cloth.paste(row, (0, y))
    return cloth
