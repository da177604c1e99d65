"""The scenes by the word that names them in a motif."""

from collections.abc import Callable

from blueprints.newsroom.demo.drawing.canvas import Canvas
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.scenes.city import draw_assembly, draw_skyline, draw_train
from blueprints.newsroom.demo.drawing.scenes.crowds import draw_market, draw_stadium
from blueprints.newsroom.demo.drawing.scenes.land import (
    draw_baobab,
    draw_dunes,
    draw_field,
    draw_hills,
    draw_mountains,
    draw_road,
    draw_sunrise,
)
from blueprints.newsroom.demo.drawing.scenes.signs import (
    draw_book,
    draw_chart,
    draw_drum,
    draw_voices,
    draw_waves,
)
from blueprints.newsroom.demo.drawing.scenes.textile import draw_textile
from blueprints.newsroom.demo.drawing.scenes.water import draw_boat, draw_bridge, draw_rain, draw_river
from blueprints.newsroom.demo.drawing.wardrobe import Wardrobe

Scene = Callable[[Canvas, Wardrobe, Dice], None]

SCENES: dict[str, Scene] = {
    "sun": draw_sunrise,
    "hills": draw_hills,
    "mountains": draw_mountains,
    "dunes": draw_dunes,
    "field": draw_field,
    "baobab": draw_baobab,
    "road": draw_road,
    "river": draw_river,
    "boat": draw_boat,
    "rain": draw_rain,
    "bridge": draw_bridge,
    "skyline": draw_skyline,
    "stadium": draw_stadium,
    "market": draw_market,
    "train": draw_train,
    "assembly": draw_assembly,
    "chart": draw_chart,
    "waves": draw_waves,
    "voices": draw_voices,
    "book": draw_book,
    "drum": draw_drum,
    "textile": draw_textile,
}
