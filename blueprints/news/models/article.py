"""The article: what it says, who wrote it, and which state it is in."""

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from markupsafe import Markup
from sqlalchemy import Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.auth.models import Account
from blueprints.core.database import Base
from blueprints.core.models import Picture
from blueprints.core.sanitiser import CleanHtml
from blueprints.news.models.counter import ArticleCounter
from blueprints.news.models.section import Category, Tag

WORDS_A_MINUTE = 220

article_tag = Table(
    "article_tag",
    Base.metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_article_tag_tag_id", "tag_id", "article_id"),
)


class ArticleState(StrEnum):
    """Where an article is between an idea and the page."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Article(Base):
    """One article. It is visible when `published_at` has come and it is not withdrawn; no job makes it so."""

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    headline: Mapped[str] = mapped_column(Text)
    standfirst: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    body_break: Mapped[int] = mapped_column(default=0)
    words: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(35), default="en")
    country: Mapped[str] = mapped_column(String(100), default="")
    video_url: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    lead_picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    breaking_until: Mapped[datetime | None]
    pinned_at: Mapped[datetime | None]
    comments_closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    published_seq: Mapped[int | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    author: Mapped[Account] = relationship(lazy="raise_on_sql")
    lead_picture: Mapped[Picture | None] = relationship(lazy="raise_on_sql")
    tags: Mapped[list[Tag]] = relationship(secondary=article_tag, order_by=Tag.name, lazy="raise_on_sql")
    counter: Mapped[ArticleCounter | None] = relationship(lazy="raise_on_sql")
    corrections: Mapped[list["Correction"]] = relationship(order_by="Correction.corrected_at", lazy="raise_on_sql")

    __table_args__ = (
        Index("ix_article_newest", "published_at", "id"),
        Index("ix_article_category_newest", "category_id", "published_at", "id"),
        Index("ix_article_author_newest", "author_id", "published_at", "id"),
        Index("ix_article_edited", "edited_at", "id"),
        Index("ix_article_author_edited", "author_id", "edited_at", "id"),
        Index("ix_article_withdrawn", "withdrawn_at", "id"),
    )
    __mapper_args__ = {"version_id_col": version}

    def write_body(self, clean: CleanHtml) -> None:
        """Take over a body that the sanitiser made, with the place where a related block may stand."""
        self.body, self.body_break, self.words = clean.html, clean.middle, clean.words

    def body_parts(self) -> tuple[Markup, Markup]:
        """The body before and after the place for the related block, never inside a quote or list."""
        return Markup(self.body[: self.body_break]), Markup(self.body[self.body_break :])

    def state(self, now: datetime) -> ArticleState:
        """The state at this moment."""
        if self.withdrawn_at is not None:
            return ArticleState.WITHDRAWN
        if self.published_at is None:
            return ArticleState.DRAFT
        return ArticleState.PUBLISHED if self.published_at <= now else ArticleState.SCHEDULED

    def is_visible(self, now: datetime) -> bool:
        """Whether readers may see it at this moment."""
        return self.state(now) is ArticleState.PUBLISHED

    def is_breaking(self, now: datetime) -> bool:
        """Whether it still carries the BREAKING label; the label ends by itself."""
        return self.breaking_until is not None and now < self.breaking_until

    def publish(self, at: datetime) -> None:
        """Make it visible from this moment on; a later moment schedules it, an earlier one keeps its date."""
        self.published_at = at
        self.withdrawn_at = None

    def unpublish(self, now: datetime) -> None:
        """Take it off the site: a scheduled one becomes a draft again, a published one is gone with a reason."""
        if self.state(now) is ArticleState.SCHEDULED:
            self.published_at = None
        else:
            self.withdrawn_at = now

    def update(self, now: datetime) -> None:
        """Note a change of substance to a published article."""
        self.updated_at = now

    @property
    def video_host(self) -> str:
        """The site that the video link opens, or an empty string."""
        return (urlsplit(self.video_url).hostname or "").removeprefix("www.")

    @property
    def minutes_to_read(self) -> int:
        """Reading time in whole minutes, at least one."""
        return max(1, round(self.words / WORDS_A_MINUTE))


class Correction(Base):
    """A dated correction at the foot of an article."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    corrected_at: Mapped[datetime] = mapped_column(index=True)

    article: Mapped[Article] = relationship(lazy="raise_on_sql", viewonly=True)
