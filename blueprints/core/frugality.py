"""`Save-Data`: pages whose pictures wait for a tap, with their size written on them."""

import re

from flask import has_request_context, request
from markupsafe import Markup

from blueprints.core.models import Picture
from blueprints.core.renditions import media_folder
from blueprints.core.storage import picture_url
from blueprints.core.wording import gettext

# As the sanitiser writes it: names in lower case, every value in double quotes.
IMAGE = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
OURS = re.compile(r"([^\"]*/)([0-9a-f]{2}/[0-9a-f]{18}-)(\d{1,4})\.(?:jpg|webp)")
SMALL, PHONE = 320, 640  # pixels: what a phone takes of a picture in a list, and of one across its width
FRAME = Markup('width="{}" height="{}" alt="{}"{}')
BOX = Markup('<span class="tap"><img src="/static/blank.svg" {}><a href="{}">{}</a></span>')


def saves_data() -> bool:
    """Whether this reader's browser asks for less (Save-Data, a draft of the HTTP client hints)."""
    return has_request_context() and asks_to_save(request.headers.get("Save-Data"))


def asks_to_save(value: str | None) -> bool:
    """Whether the header's value is the token `on`."""
    return (value or "").partition(";")[0].strip().lower() == "on"


def tap_box(picture: Picture, widest: int, alt: str = "") -> Markup:
    """The picture's place with a link that loads it. WebP: all browsers that send Save-Data can show it."""
    most = PHONE if widest > PHONE else SMALL
    width = max((each for each in picture.widths if each <= most), default=picture.widths[0])
    frame = FRAME.format(width, picture.height_at(width), alt, "")
    return _box(frame, picture_url(picture, width, "webp"), picture.sizes.get(f"{width}.webp", 0))


def frugal_body(html: str) -> Markup:
    """A body that the sanitiser made, its own pictures waiting for a tap where data is saved; those in links stay."""
    return Markup(IMAGE.sub(_waiting, html) if saves_data() else html)


def _waiting(found: re.Match[str]) -> str:
    before = found.string[: found.start()]
    # Values are escaped as they stand.
    attributes = {name: Markup(value) for name, value in ATTRIBUTE.findall(found[0])}
    ours = OURS.fullmatch(attributes.get("src", ""))
    if not ours or before.count("<a ") > before.count("</a>") or not {"width", "height"} <= set(attributes):
        return found[0]
    kind = Markup(' class="{}"').format(attributes["class"]) if "class" in attributes else ""
    frame = FRAME.format(attributes["width"], attributes["height"], attributes.get("alt", ""), kind)
    for width in (PHONE, SMALL, int(ours[3])):
        path = media_folder() / f"{ours[2]}{width}.webp"
        if width <= int(ours[3]) and path.exists():
            return _box(frame, f"{ours[1]}{ours[2]}{width}.webp", path.stat().st_size)
    return found[0]


def _box(frame: Markup, address: str, size: int) -> Markup:
    words = gettext("Photo, %(size)d KB", size=max(1, round(size / 1000))) if size else gettext("Photo")
    return BOX.format(frame, address, words)
