"""The pictures of the demo edition: drawn and encoded by a few processes at once, before any row is written."""

import hashlib
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from blueprints.core.clock import now
from blueprints.core.models import Picture
from blueprints.core.storage import store_image
from blueprints.newsroom.demo.drawing import draw_face, draw_picture

WORKERS = 3
SIZE = (1280, 800)
FACE_SIZE = 480


@dataclass(frozen=True)
class Order:
    """A picture to draw: the motif and the seed settle every line of it; a face is square."""

    motif: str
    seed: str
    face: bool = False


@dataclass(frozen=True)
class Drawn:
    """What became of an order: the files are there under this digest."""

    digest: str
    width: int
    height: int
    widths: tuple[int, ...]
    colour: str = ""
    sizes: tuple[tuple[str, int], ...] = ()

    def picture(self, alt: str, caption: str = "", credit: str = "") -> Picture:
        """A row for these files, with words of its own."""
        return Picture(
            digest=self.digest,
            width=self.width,
            height=self.height,
            widths=list(self.widths),
            alt=alt,
            caption=caption,
            credit=credit,
            colour=self.colour,
            sizes=dict(self.sizes),
            focal_x=50,
            focal_y=50,
            created_at=now(),
        )


@contextmanager
def drawing_all(orders: Iterable[Order], media: Path) -> Iterator[Iterator[tuple[Order, Drawn]]]:
    """Each order with its drawn picture, in the order of becoming ready; the files go below `media`."""
    context = multiprocessing.get_context("spawn")  # the parent may hold a database connection, which forking breaks
    with ProcessPoolExecutor(WORKERS, context, initializer=_enter, initargs=(media,)) as pool:
        pending = {pool.submit(_draw, order): order for order in orders}
        try:
            yield ((pending[done], done.result()) for done in as_completed(pending))
        finally:
            pool.shutdown(cancel_futures=True)


def _enter(media: Path) -> None:
    app = Flask("drawing")
    app.config["MEDIA_FOLDER"] = media
    app.app_context().push()


def _draw(order: Order) -> Drawn:
    motif = f"{order.motif}:{order.seed}"
    image = draw_face(motif, FACE_SIZE) if order.face else draw_picture(motif, SIZE)
    picture = store_image(image, hashlib.sha256(image.tobytes()).hexdigest())
    widths, sizes = tuple(picture.widths), tuple(picture.sizes.items())
    return Drawn(picture.digest, picture.width, picture.height, widths, picture.colour, sizes)
