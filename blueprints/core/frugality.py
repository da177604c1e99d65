"""`Save-Data`: pages whose pictures wait for a tap, with their size written on them."""

import re

from flask import has_request_context, request
from markupsafe import Markup

from blueprints.core.models import Picture
from blueprints.core.renditions import media_folder
from blueprints.core.storage import picture_url

# As the sanitiser writes it: names in lower case, every value in double quotes.
IMAGE = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
OURS = re.compile(r"/([0-9a-f]{2}/[0-9a-f]{18}-)(\d{1,4})\.(?:jpg|webp)$")
PHONE = 640  # pixels: what a phone takes of a picture across its whole width
BOX = Markup(
    '<span class="tap"><img src="/static/blank.svg" width="{width}" height="{height}" alt="{alt}"{kind}>'
    '<a href="{address}">Photo{size}</a></span>'
)


def saves_data() -> bool:
    """Whether this reader's browser asks for less (Save-Data, a draft of the HTTP client hints)."""
    return has_request_context() and asks_to_save(request.headers.get("Save-Data"))


def asks_to_save(value: str | None) -> bool:
    """Whether the header's value is the token `on`."""
    return (value or "").partition(";")[0].strip().lower() == "on"


def tap_box(picture: Picture, widest: int, alt: str = "", kind: str = "") -> Markup:
    """The picture's place with a link that loads it. WebP: all browsers that send Save-Data can show it."""
    width = max((each for each in picture.widths if each <= (PHONE if widest > PHONE else 320)), default=0)
    width = width or picture.widths[-1]
    size = picture.sizes.get(f"{width}.webp", 0)
    address = picture_url(picture, width, "webp")
    return _box(width, picture.height_at(width), alt, address, size, kind)


def frugal_body(html: str) -> Markup:
    """A body that the sanitiser made, its own pictures waiting for a tap where data is saved; those in links stay."""
    if not saves_data():
        return Markup(html)
    return Markup(IMAGE.sub(_waiting, html))


def _waiting(found: re.Match[str]) -> str:
    before = found.string[: found.start()]
    attributes = {name: Markup(value) for name, value in ATTRIBUTE.findall(found[0])}  # escaped as they are
    ours = OURS.search(attributes.get("src", ""))
    if not ours or before.count("<a ") > before.count("</a>") or not {"width", "height"} <= set(attributes):
        return found[0]
    stem, given = ours[1], int(ours[2])
    paths = ((width, media_folder() / f"{stem}{width}.webp") for width in (PHONE, 320, given))
    width, path = next(((w, path) for w, path in paths if w <= given and path.exists()), (0, None))
    if path is None:
        return found[0]
    address = Markup(attributes["src"][: ours.start()] + f"/{stem}{width}.webp")
    return _box(
        attributes["width"],
        attributes["height"],
        attributes.get("alt", ""),
        address,
        path.stat().st_size,
        _kind(attributes),
    )


def _kind(attributes: dict[str, Markup]) -> str:
    return Markup(' class="{}"').format(attributes["class"]) if "class" in attributes else ""


def _box(width: int | str, height: int | str, alt: str, address: str, size: int, kind: str) -> Markup:
    told = f", {max(1, round(size / 1000))} KB" if size else ""
    return BOX.format(width=width, height=height, alt=alt, address=address, size=told, kind=kind)
