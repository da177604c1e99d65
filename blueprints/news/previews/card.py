"""The headline card: paper, wordmark, label, headline, and a green rule."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from blueprints.news.previews.lettering import EM, is_legible, readable, set_line
from blueprints.news.previews.wrapping import fit

WIDTH, HEIGHT = 1200, 630  # pixels, as Open Graph's readers want them
PAPER, INK, SOFT, RULE, ACCENT, ALARM = "#ffffff", "#14171a", "#50575d", "#dbd8d0", "#0b6e4f", "#b3261e"
EDGE = 64
TOP, BOTTOM = 148, 536  # between the masthead's rule and the foot


@dataclass(frozen=True)
class Card:
    """What a card says: a headline, what stands above it, and where it is from."""

    headline: str
    label: str
    alarm: bool
    rtl: bool
    site_name: str
    host: str


def draw_card(card: Card) -> Image.Image:
    """The card as a picture; a headline in letters that we have not becomes the site's name."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    if card.headline != card.site_name:
        _put(image, card, card.site_name, baseline=94, size=48)
    pen.rectangle((EDGE, 118, WIDTH - EDGE, 120), fill=INK)
    pen.rectangle((EDGE, 124, WIDTH - EDGE, 124), fill=INK)
    pen.rectangle((0, HEIGHT - 14, WIDTH, HEIGHT), fill=ACCENT)
    _put(image, card, card.host, baseline=588, size=28, colour=SOFT)
    headline = readable(card.headline)
    _draw_story(image, card, headline if is_legible(headline) else readable(card.site_name))
    return image


def _draw_story(image: Image.Image, card: Card, headline: str) -> None:
    """The label and the headline, in the middle of the space that is theirs."""
    label = readable(card.label.upper())
    above = 52 if label else 0
    block = fit(headline, card.rtl, WIDTH - 2 * EDGE, BOTTOM - TOP - above)
    top = TOP + (BOTTOM - TOP - above - block.step * len(block.lines)) / 2
    if label:
        _put(image, card, label, baseline=top + 34, size=30, colour=ALARM if card.alarm else ACCENT)
    baseline = top + above + block.step / 2 + block.size * 0.32
    for line in block.lines:
        left = WIDTH - EDGE - line.width * block.size / EM if card.rtl else EDGE
        line.paint(image, left, baseline, block.size, INK)
        baseline += block.step


def _put(image: Image.Image, card: Card, text: str, *, baseline: float, size: int, colour: str = INK) -> None:
    """One short line at the edge where reading begins, smaller if it must be."""
    line = set_line(readable(text), card.rtl)
    size = min(size, (WIDTH - 2 * EDGE) * EM // max(1, line.width))
    line.paint(image, WIDTH - EDGE - line.width * size / EM if card.rtl else EDGE, baseline, size, colour)
