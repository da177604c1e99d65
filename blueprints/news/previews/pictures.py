"""JPEGs of 1200 × 630 pixels under 100 KB: what networks show of a link, and what prepaid data can bear."""

import io
import logging
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFilter

from blueprints.news.previews.card import HEIGHT, WIDTH

MOST_BYTES = 100_000
QUALITIES = (84, 78, 72, 66, 60, 52, 44, 36)
BLURS = (1, 2, 4, 8)  # pixels; for the rare picture that is nothing but noise
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Source:
    """A picture in files, the best first, and what must stay in sight, in percent from the left and the top."""

    digest: str
    paths: tuple[Path, ...]
    focal_x: int
    focal_y: int


def cut(source: Source) -> Image.Image | None:
    """The part round the focal point; None if no file of it can be read."""
    for path in source.paths:
        try:
            with Image.open(path) as image:
                focus = (source.focal_x / 100, source.focal_y / 100)
                return _cut(image.convert("RGB"), *focus)
        except FileNotFoundError:
            continue  # a master may not have been kept
        except (OSError, ValueError, Image.DecompressionBombError) as error:
            log.warning("preview: %s: %s", path.name, type(error).__name__)
    return None


def jpeg(image: Image.Image) -> bytes:
    """The best quality that is small enough."""
    for quality in QUALITIES:
        encoded = _encode(image, quality)
        if len(encoded) < MOST_BYTES:
            return encoded
    for blur in BLURS:
        encoded = _encode(image.filter(ImageFilter.GaussianBlur(blur)), QUALITIES[-1])
        if len(encoded) < MOST_BYTES:
            return encoded
    return encoded


def _cut(image: Image.Image, x: float, y: float) -> Image.Image:
    """The largest part of the right shape whose middle is as near to this point as the edges allow."""
    scale = max(WIDTH / image.width, HEIGHT / image.height)
    wide, high = WIDTH / scale, HEIGHT / scale
    left = min(max(0.0, x * image.width - wide / 2), image.width - wide)
    top = min(max(0.0, y * image.height - high / 2), image.height - high)
    box = (left, top, left + wide, top + high)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS, box=box)


def _encode(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()
