"""The article: what it says, who wrote it, and which state it is in."""

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from markupsafe import Markup
from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, func, null
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.auth.models import Account
from blueprints.core.database import Base, UTCDateTime
from blueprints.core.languages import speaking
from blueprints.core.models import Picture
from blueprints.core.sanitiser import CleanHtml
from blueprints.core.wording import gettext, lazy_gettext
from blueprints.news.models.counter import ArticleCounter
from blueprints.news.models.section import Category, Tag

WORDS_A_MINUTE = 220

article_tag = Table(
    "article_tag",
    Base.metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True),
    Column("published_at", UTCDateTime()),  # the article's, so that a tag's list is read from its index alone
    Index("ix_article_tag_newest", "tag_id", "published_at", "article_id"),
)


class ArticleState(StrEnum):
    """Where an article is between an idea and the page."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Label(StrEnum):
    """What stands above a headline, in the order of their weight."""

    BREAKING = "Breaking"
    LIVE = "Live"
    DEVELOPING = "Developing"
    VIDEO = "Video"
    OPINION = "Opinion"

    def __str__(self) -> str:
        """Its word in the language in force; its value is kept and compared."""
        return str(LABEL_WORDS[self])

    @property
    def is_alarm(self) -> bool:
        """Whether it stands before a headline even where the others do not."""
        return self in (Label.BREAKING, Label.LIVE)


LABEL_WORDS = {
    Label.BREAKING: lazy_gettext("Breaking"),
    Label.LIVE: lazy_gettext("Live"),
    Label.DEVELOPING: lazy_gettext("Developing"),
    Label.VIDEO: lazy_gettext("Video"),
    Label.OPINION: lazy_gettext("Opinion"),
}


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
    source_id: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    source_version: Mapped[int | None]  # the source's version that this one was made from
    country: Mapped[str] = mapped_column(String(100), default="")
    video_url: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    lead_picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    figure: Mapped[str] = mapped_column(String(40), default="")
    figure_caption: Mapped[str] = mapped_column(String(200), default="")
    is_opinion: Mapped[bool] = mapped_column(default=False)
    is_video: Mapped[bool] = mapped_column(default=False)
    breaking_until: Mapped[datetime | None]
    developing_at: Mapped[datetime | None]
    live_at: Mapped[datetime | None]
    comments_closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    share_version: Mapped[int] = mapped_column(default=1)
    published_seq: Mapped[int | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    author: Mapped[Account] = relationship(lazy="raise_on_sql")
    source: Mapped["Article | None"] = relationship(remote_side="Article.id", lazy="raise_on_sql")
    lead_picture: Mapped[Picture | None] = relationship(lazy="raise_on_sql")
    tags: Mapped[list[Tag]] = relationship(secondary=article_tag, order_by=Tag.name, lazy="raise_on_sql")
    counter: Mapped[ArticleCounter | None] = relationship(lazy="raise_on_sql")
    corrections: Mapped[list["Correction"]] = relationship(order_by="Correction.corrected_at", lazy="raise_on_sql")
    bylines: Mapped[list["Byline"]] = relationship(
        order_by="Byline.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    gallery: Mapped[list["GalleryPicture"]] = relationship(
        order_by="GalleryPicture.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )

    __table_args__ = (
        Index("ix_article_newest", "published_at", "id"),
        Index("ix_article_language_newest", "language", "published_at", "id"),
        Index("ix_article_source", "source_id", "id"),
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

    def labels(self, now: datetime) -> tuple[Label, ...]:
        """What stands above the headline at this moment."""
        borne = {
            Label.BREAKING: self.is_breaking(now),
            Label.LIVE: self.live_at is not None,
            Label.DEVELOPING: self.developing_at is not None,
            Label.VIDEO: self.is_video or bool(self.video_url),
            Label.OPINION: self.is_opinion,
        }
        return tuple(label for label, is_borne in borne.items() if is_borne)

    def titled(self, now: datetime) -> str:
        """The headline where no label can stand above it: `Breaking: …` while it is."""
        if not self.is_breaking(now):
            return self.headline
        with speaking(self.language):
            return gettext("Breaking: %(headline)s", headline=self.headline)

    @property
    def by(self) -> list[str]:
        """Whose names stand above it; only its author's where a list did not load its bylines."""
        loaded = self.bylines if "bylines" in self.__dict__ else []
        return [byline.name for byline in loaded] or [self.author.name]

    @property
    def face(self) -> Account | None:
        """Whose face stands beside the names: the first account among them that has one; none where all are guests."""
        if not self.__dict__.get("bylines"):
            return self.author
        people = [byline.account for byline in self.bylines if byline.account is not None]
        return next((person for person in people if person.picture is not None), people[0] if people else None)

    @property
    def listed_at(self) -> datetime | None:
        """The moment under which lists by tag and by author hold it; None for what they do not."""
        return None if self.withdrawn_at is not None else self.published_at

    def publish(self, at: datetime) -> None:
        """Make it visible from this moment on; a later moment schedules it, an earlier one keeps its date."""
        self.published_at = at
        self.withdrawn_at, self.withdrawn_reason = None, ""

    def unpublish(self, now: datetime, reason: str = "") -> None:
        """Take it off the site: a scheduled one becomes a draft again, a published one is gone with a reason."""
        if self.state(now) is ArticleState.SCHEDULED:
            self.published_at = None
        else:
            self.withdrawn_at, self.withdrawn_reason = now, reason

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


# SQLite, which keeps no statistics here, would take `withdrawn_at IS NULL` for rare and read every article through the
# index of the withdrawn ones instead of the few that a list shows by their date; behind COALESCE it cannot.
NOT_WITHDRAWN = func.coalesce(Article.withdrawn_at, null()).is_(None)


class Correction(Base):
    """A dated correction at the foot of an article."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    corrected_at: Mapped[datetime] = mapped_column(index=True)

    article: Mapped[Article] = relationship(lazy="raise_on_sql", viewonly=True)


class Byline(Base):
    """One of those who wrote an article, in order: somebody with an account, or a guest with only a name."""

    __tablename__ = "byline"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    position: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    guest: Mapped[str] = mapped_column(String(200), default="")
    published_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        Index("ix_byline_article", "article_id", "position"),
        Index("ix_byline_newest", "account_id", "published_at", "article_id"),
    )

    @property
    def name(self) -> str:
        """The name that readers see; the account is loaded."""
        return self.account.name if self.account is not None else self.guest


class GalleryPicture(Base):
    """One picture of the strip that belongs to an article."""

    __tablename__ = "gallery_picture"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))

    picture: Mapped[Picture] = relationship(lazy="raise_on_sql")
