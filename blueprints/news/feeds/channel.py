"""What a feed tells, whatever its form: the channel, its articles, and the facts of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from blueprints.news import queries
from blueprints.news.addresses import full_url, url_of
from blueprints.news.models import Article, Byline, GalleryPicture
from blueprints.news.paging import Piece, stretch_of

LENGTH = 30
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Form(StrEnum):
    """The forms of a feed."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"

    @property
    def mimetype(self) -> str:
        """What the answer calls itself."""
        return "application/feed+json" if self is Form.JSON else f"application/{self}+xml"


def feed_path(page: str, form: Form = Form.RSS) -> str:
    """The path of the feed of the page at this path, as WordPress has it: `…/feed/` and `…/feed/atom/`."""
    return f"{page}feed/" if form is Form.RSS else f"{page}feed/{form}/"


@dataclass(frozen=True)
class Channel:
    """The articles that one feed tells of; `page` is the path of the page that it stands for."""

    title: str
    description: str
    page: str
    articles: Sequence[Article]

    def own(self, form: Form) -> str:
        """The whole address of this feed."""
        return full_url(feed_path(self.page, form))

    @property
    def changed(self) -> datetime:
        """When the last of its articles changed."""
        return max(map(changed, self.articles), default=LONG_AGO)


def hub() -> str:
    """The address of the WebSub hub, or an empty string."""
    return str(current_app.config["WEBSUB_HUB"])


def newest_whole(pieces: Sequence[Piece], moment: datetime) -> Select[Article]:
    """The newest visible articles of a list with all that a feed tells of them."""
    found = stretch_of(pieces, moment, None, LENGTH)
    whole = (
        select(Article)
        .join(found, found.c.id == Article.id)
        .options(
            joinedload(Article.category),
            joinedload(Article.lead_picture),
            selectinload(Article.gallery).joinedload(GalleryPicture.picture),
            selectinload(Article.corrections),
            selectinload(Article.tags),
        )
    )
    return queries.with_bylines(whole).order_by(found.c.at.desc(), found.c.id.desc())


def address_of(article: Article) -> str:
    """The whole address of an article, by which feeds know it."""
    return full_url(url_of(article))


def byline_url(byline: Byline) -> str:
    """The whole address of the page of who wrote it; empty for a guest."""
    return full_url(url_of(byline.account)) if byline.account is not None else ""


def subjects(article: Article) -> list[str]:
    """The names of its category and tags."""
    section = [] if article.category.is_filler else [article.category.title]
    return [*section, *(tag.name for tag in article.tags)]


def published(article: Article) -> datetime:
    """When it came out."""
    return article.published_at or article.created_at


def changed(article: Article) -> datetime:
    """When it last changed in substance; never before it came out."""
    return max(published(article), article.updated_at or LONG_AGO)
