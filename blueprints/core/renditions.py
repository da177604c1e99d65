"""The files of a picture: what readers are sent, below the media folder, and the master that they are made from."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from flask import current_app
from PIL import Image

from blueprints.core.models import Picture

ENCODINGS: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 78, "optimize": True, "progressive": True},
    "webp": {"format": "WEBP", "quality": 74, "method": 2},
    "avif": {"format": "AVIF", "quality": 38, "speed": 5, "max_threads": 1},  # seconds of work, so not while one waits
}
MASTER = {"format": "WEBP", "quality": 90, "method": 1}
LARGEST_MASTER = 2560  # pixels of the longer side


def media_folder() -> Path:
    """Where renditions live."""
    return Path(current_app.config["MEDIA_FOLDER"])


def master_path(picture: Picture) -> Path:
    """The one good copy of a picture, beside the media folder and never served."""
    return media_folder().parent / "masters" / picture.path(picture.width, "webp")


def write_renditions(image: Image.Image, picture: Picture, *extensions: str) -> dict[str, int]:
    """Make what is missing of each width in these formats; the bytes of each by its name (`640.webp`)."""
    sizes = {}
    for width in picture.widths:
        size = (width, picture.height_at(width))
        rendition = None
        for extension in extensions:
            target = media_folder() / picture.path(width, extension)
            if not target.exists():
                rendition = rendition or (image if size == image.size else image.resize(size, Image.Resampling.LANCZOS))
                _write(rendition, target, ENCODINGS[extension])
            sizes[f"{width}.{extension}"] = target.stat().st_size
    return sizes


def write_master(image: Image.Image, picture: Picture) -> None:
    """Keep a good copy, from which slow formats are made later."""
    target = master_path(picture)
    if not target.exists():
        copy = image.copy()
        copy.thumbnail((LARGEST_MASTER, LARGEST_MASTER), Image.Resampling.LANCZOS)
        _write(copy, target, MASTER)


def dominant_colour(image: Image.Image) -> str:
    """The colour that most of the picture has, as `#rrggbb`."""
    few = image.resize((48, 48), Image.Resampling.BOX).convert("RGB").quantize(6)
    counts = few.histogram()
    start = 3 * counts.index(max(counts))
    red, green, blue = (few.getpalette() or [])[start : start + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _write(image: Image.Image, target: Path, options: dict[str, Any]) -> None:
    with whole_file(target) as file:
        image.save(file, **options)


@contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole or not at all, under a name that no reader can ask for until it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
