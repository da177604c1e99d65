"""Which picture a shared link shows, under an address that changes whenever the picture would."""

import hashlib
import json
import logging
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from blueprints.auth.models import Account
from blueprints.core.languages import speaking
from blueprints.core.models import Picture
from blueprints.core.renditions import master_path, media_folder, whole_file
from blueprints.core.templating import direction
from blueprints.news.models import Article, Category, Label, Page, Tag
from blueprints.news.previews.card import HEIGHT, WIDTH, Card, draw_card
from blueprints.news.previews.pictures import Source, cut, jpeg

LOOK = 1  # raise it when the look of the cards changes, so that every address does
ALARMING = (Label.BREAKING, Label.LIVE)
LONGEST_ALT = 200  # characters
Previewed = Article | Category | Tag | Account | Page | None
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Preview:
    """The picture of one thing: a cut of its source, or a card where there is none; `name` is `12` or `tag/12`."""

    name: str
    card: Card
    source: Source | None
    alt: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def mark(self) -> str:
        """What stands in the address: it is another for another picture."""
        source = self.source
        shown = (source.digest, source.focal_x, source.focal_y) if source else astuple(self.card)
        return hashlib.blake2b(json.dumps([LOOK, *shown]).encode(), digest_size=6).hexdigest()

    @property
    def path(self) -> str:
        """Its path on this site."""
        return f"/previews/{self.name}-{self.mark}.jpg"

    @property
    def file(self) -> Path:
        """Where it is kept once made; a thousand to a folder."""
        kind, _, number = self.name.rpartition("/")
        return (
            media_folder() / "previews" / (kind or "article") / str(int(number) // 1000) / f"{number}-{self.mark}.jpg"
        )


def preview_of(thing: Previewed, moment: datetime) -> Preview:
    """The preview of an article (with its category and lead picture), a section, tag, author, page, or of the site."""
    match thing:
        case Article():
            return _of_article(thing, moment)
        case Category():
            with speaking(current_app.config["LANGUAGE"]):  # one picture, whoever asks
                return _named(f"category/{thing.id}", thing.title)
        case Tag():
            return _named(f"tag/{thing.id}", thing.name)
        case Account():
            return _named(f"author/{thing.id}", thing.name)
        case Page():
            return _named(f"page/{thing.id}", thing.title)
    return _named("site/0", current_app.config["SITE_NAME"])


def made(preview: Preview) -> bytes:
    """Its bytes, from the file or drawn now and kept; a full disk keeps nobody from seeing it."""
    try:
        return preview.file.read_bytes()
    except FileNotFoundError:
        pass
    picture = cut(preview.source) if preview.source else None
    drawn = jpeg(picture or draw_card(preview.card))
    if picture or not preview.source:  # a picture whose files are missing may come back
        try:
            _keep(preview.file, drawn)
        except OSError as error:
            log.warning("preview: not kept: %s", error.strerror)
    return drawn


def _of_article(article: Article, moment: datetime) -> Preview:
    labels = article.labels(moment)
    section = "" if article.category.is_filler else article.category.title
    with speaking(article.language):
        words = [*map(str, labels), article.country]
    label = " · ".join(filter(None, words)) or section
    alarm = any(label in ALARMING for label in labels)
    card = _card(article.headline, label=label, alarm=alarm, language=article.language)
    picture = article.lead_picture
    if picture is None:
        return Preview(str(article.id), card, None, article.headline[:LONGEST_ALT])
    return Preview(str(article.id), card, _source(picture), (picture.alt or article.headline)[:LONGEST_ALT])


def _named(name: str, title: str) -> Preview:
    return Preview(name, _card(title, language=current_app.config["LANGUAGE"]), None, title[:LONGEST_ALT])


def _card(headline: str, *, language: str, label: str = "", alarm: bool = False) -> Card:
    config = current_app.config
    host = urlsplit(config["SITE_URL"]).hostname or ""
    return Card(headline, label, alarm, direction(language) == "rtl", config["SITE_NAME"], host)


def _source(picture: Picture) -> Source:
    """The master, or its widest files."""
    widest = [media_folder() / picture.path(picture.widths[-1], extension) for extension in ("jpg", "webp")]
    return Source(picture.digest, (master_path(picture), *widest), picture.focal_x, picture.focal_y)


def _keep(target: Path, drawn: bytes) -> None:
    """Whole or not at all, whoever else makes the same one meanwhile; what it replaces goes."""
    with whole_file(target) as file:
        file.write(drawn)
    number = target.name.partition("-")[0]
    for other in target.parent.glob(f"{number}-*.jpg"):
        if other != target:
            other.unlink(missing_ok=True)
