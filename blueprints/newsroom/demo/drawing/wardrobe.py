"""The wardrobe: one palette and the cloths that go with it, chosen for one picture."""

from PIL import Image

from blueprints.newsroom.demo.drawing.cloth import Threads
from blueprints.newsroom.demo.drawing.dice import Dice
from blueprints.newsroom.demo.drawing.palettes import PALETTES, Colour, Palette, lightness, mix
from blueprints.newsroom.demo.drawing.weaves import WEAVES

# Each tradition keeps to colours it could have been dyed in.
FITTING = {
    "kente": ("asante", "harmattan", "plum", "rainforest", "marigold", "turquoise"),
    "adire": ("indigo", "nile", "swahili", "jacaranda", "nile"),
    "bogolanfini": ("mudcloth", "harmattan", "shea", "rooibos"),
    "kuba": ("mudcloth", "rooibos", "shea", "dusk", "marigold"),
    "ankara": ("lagoon", "jacaranda", "turquoise", "rose", "plum", "asante"),
    "ripples": ("swahili", "indigo", "lagoon", "nile", "rainforest"),
    "shweshwe": ("indigo", "rose", "atlas", "jacaranda", "nile"),
    "kanga": ("turquoise", "marigold", "painted", "rainforest", "plum", "rose"),
    "ndebele": ("painted", "lagoon", "turquoise", "marigold"),
    "amazigh": ("atlas", "dusk", "harmattan", "indigo", "rooibos"),
    "tibeb": ("rainforest", "shea", "atlas", "asante", "nile"),
    "aso-oke": ("asante", "jacaranda", "shea", "plum", "harmattan"),
}
BOLD = tuple(weave for weave in FITTING if weave not in ("tibeb", "aso-oke"))
CALM = ("aso-oke", "shweshwe", "bogolanfini", "kuba", "ripples", "tibeb")


class Wardrobe:
    """Gives cloths for a ground colour: one bold weave, one calm one, and any other by name."""

    def __init__(self, dice: Dice, scale: float, weave: str = "", palette: str = "") -> None:
        self.dice, self.scale = dice, scale
        by_chance = dice.pick(BOLD)
        self.bold_weave = weave or dice.named(WEAVES) or by_chance
        self.calm_weave = dice.pick([name for name in CALM if name != self.bold_weave])
        fitting = dice.named(PALETTES) or dice.pick(FITTING[self.bold_weave])
        self.palette: Palette = PALETTES[palette or fitting]

    def bold(self, ground: Colour, size: float = 1.0) -> Image.Image:
        """Give the picture's own weave in full colour."""
        return self.weave(self.bold_weave, ground, size)

    def calm(self, ground: Colour, size: float = 1.0) -> Image.Image:
        """Give the quiet weave, tone on tone."""
        other = self.palette.pale if lightness(ground) < 0.55 else self.palette.mid
        threads = Threads(
            ground,
            mix(ground, other, 0.17),
            mix(ground, other, 0.1),
            mix(ground, self.palette.accent, 0.3),
            mix(ground, self.palette.ink, 0.16),
        )
        return WEAVES[self.calm_weave](threads, self.scale * size, self.dice)

    def weave(self, name: str, ground: Colour, size: float = 1.0) -> Image.Image:
        """Give a named weave in full colour; size 1 sets its motifs at about a tenth of the picture's width."""
        colours = self.palette
        dark = lightness(ground) < 0.55
        threads = Threads(
            ground,
            colours.pale if dark else colours.near,
            colours.sun if ground != colours.sun else colours.mid,
            colours.accent if ground != colours.accent else colours.far,
            colours.ink,
        )
        return WEAVES[name](threads, self.scale * size, self.dice)
