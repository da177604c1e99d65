"""The slow formats of pictures, made after their upload, one picture at a time."""

import logging
import time
from datetime import timedelta

from PIL import Image, UnidentifiedImageError
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import db, writing
from blueprints.core.models import Picture
from blueprints.core.purging import EVERYTHING, purge
from blueprints.core.renditions import dominant_colour, master_path, media_folder, write_renditions

log = logging.getLogger(__name__)
MOST_SECONDS = 20


@job("pictures", every=timedelta(seconds=0))
def complete_pictures() -> str:
    """Work through what waits, the newest first, for some seconds; a killed run loses at most one picture's work."""
    end, made = time.monotonic() + MOST_SECONDS, 0
    while time.monotonic() < end and (picture := _next()) is not None:
        _complete(picture)
        made += 1
    if made:
        with writing():
            purge(db.session, EVERYTHING)
            db.session.commit()
    return f"{made} completed"


def _next() -> Picture | None:
    waiting = select(Picture).where(Picture.completed_at.is_(None)).order_by(Picture.id.desc()).limit(1)
    picture = db.session.scalar(waiting)
    db.session.expunge_all()
    db.session.rollback()  # encoding takes seconds, in which no transaction may stay open
    return picture


def _complete(picture: Picture) -> None:
    """Note what there is; a picture whose files are gone or broken keeps what it had, and is not tried again."""
    image = _best_copy(picture)
    sizes = write_renditions(image, picture, "jpg", "webp", "avif") if image is not None else dict(picture.sizes)
    colour = picture.colour or (dominant_colour(image) if image is not None else "")
    with writing():
        known = db.session.get(Picture, picture.id)
        if known is not None:
            known.sizes, known.colour, known.completed_at = sizes, colour, now()
        db.session.commit()


def _best_copy(picture: Picture) -> Image.Image | None:
    for path in (master_path(picture), media_folder() / picture.path(picture.widths[-1], "jpg")):
        try:
            with Image.open(path, formats=("WEBP", "JPEG")) as file:
                return file.convert("RGB")
        except FileNotFoundError:
            continue
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            log.warning("picture %d: %s cannot be read: %s", picture.id, path.name, error)
    log.warning("picture %d: there is no file to make its renditions from", picture.id)
    return None
