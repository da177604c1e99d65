"""Pictures into files: checked, turned upright, stripped of metadata, re-encoded at a fixed list of widths."""

import hashlib
import io

from flask import current_app
from PIL import Image, ImageOps, UnidentifiedImageError

from blueprints.core.clock import now
from blueprints.core.models import Picture
from blueprints.core.renditions import dominant_colour, write_master, write_renditions
from blueprints.core.wording import gettext

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WIDTHS = (160, 320, 640, 960, 1280)  # pixels; the first is for faces
MOST_PIXELS = 50_000_000
LARGEST_SIDE = 12_000


class PictureRefused(ValueError):
    """Why a file cannot be taken as a picture, in words for the person who sent it."""


def picture_url(picture: Picture, width: int, extension: str = "jpg") -> str:
    """The address of one rendition, on our own host or on MEDIA_URL's."""
    return f"{current_app.config['MEDIA_URL']}{picture.path(width, extension)}"


def best_width(picture: Picture, wanted: int) -> int:
    """The smallest rendition that is wide enough in pixels, or the largest there is."""
    return next((width for width in picture.widths if width >= wanted), picture.widths[-1])


def store_picture(original: bytes, *, alt: str = "", caption: str = "", credit: str = "") -> Picture:
    """A picture from an uploaded file, not yet in a session; raises PictureRefused with the reason."""
    return store_image(_open(original), hashlib.sha256(original).hexdigest(), alt=alt, caption=caption, credit=credit)


def store_image(image: Image.Image, digest: str, *, alt: str = "", caption: str = "", credit: str = "") -> Picture:
    """A picture from an image in memory; the digest names its files."""
    widths = [width for width in WIDTHS if width < image.width] or []
    if image.width <= WIDTHS[-1]:
        widths.append(image.width)
    picture = Picture(
        digest=digest,
        width=image.width,
        height=image.height,
        widths=widths,
        alt=alt,
        caption=caption,
        credit=credit,
        created_at=now(),
        focal_x=50,
        focal_y=50,
    )
    picture.sizes = write_renditions(image, picture, "jpg", "webp")
    picture.colour = dominant_colour(image)
    write_master(image, picture)
    return picture


def _open(original: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(original), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS or max(image.size) > LARGEST_SIDE:
            size = {"width": image.width, "height": image.height}
            raise PictureRefused(gettext("The picture is too large: %(width)d × %(height)d pixels.", **size))
        if min(image.size) < 1:
            raise PictureRefused(gettext("The picture is empty."))
        image.load()
        upright = ImageOps.exif_transpose(image)
    except PictureRefused:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        words = gettext("This file is not a JPEG, PNG, WebP or GIF picture that can be read.")
        raise PictureRefused(words) from error
    return _flat(upright)


def _flat(image: Image.Image) -> Image.Image:
    """A new RGB image on white, which carries nothing of the old file but its pixels."""
    if image.mode in ("RGBA", "LA", "P", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGB", layered.size, "white")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    ground = Image.new("RGB", image.size)
    ground.paste(image.convert("RGB"))
    return ground
