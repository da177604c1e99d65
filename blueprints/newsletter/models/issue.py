"""The issue: one mailing of the newsletter, and its editions, which are what is really sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.core.database import Base


class Kind(StrEnum):
    """What an issue is: a digest of the day or week, a breaking story, a correction, or a letter from the desk."""

    DAILY = "daily"
    WEEKLY = "weekly"
    BREAKING = "breaking"
    CORRECTION = "correction"
    MANUAL = "manual"


DIGESTS = (Kind.DAILY, Kind.WEEKLY)


class IssueState(StrEnum):
    """Planned by the desk or scheduled; being filled with copies; going out; stopped; over."""

    PLANNED = "planned"
    FILLING = "filling"
    SENDING = "sending"
    HALTED = "halted"
    DONE = "done"
    CANCELLED = "cancelled"


class Issue(Base):
    """One mailing in one language.

    `slot` is the local date or ISO week of a digest, the number of the article or correction, or a random key. The key
    makes overlapping crons compose one issue. A digest grows while its hours come round the globe: `to_seq` is the
    highest number that any copy holds so far. The others are filled in order of subscribers, `filled_to` being the last
    one looked at. What an editor decides stands in `picks` and `dropped` (article ids), `note`, `subject` and
    `preheader` (empty: the default), and `body` (clean HTML of a letter). `absent` are the articles that were off the
    site while it was composed, so that they are told when they come back. `title` is the subject that most got, for
    lists. `halted_for` says why nothing goes out.
    """

    __tablename__ = "issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(35))
    slot: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(10), default=IssueState.FILLING)
    from_seq: Mapped[int] = mapped_column(default=0)
    to_seq: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(Text, default="")
    subject: Mapped[str] = mapped_column(Text, default="")
    preheader: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    picks: Mapped[list[int]] = mapped_column(JSON, default=list)
    dropped: Mapped[list[int]] = mapped_column(JSON, default=list)
    absent: Mapped[list[int]] = mapped_column(JSON, default=list)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("correction.id", ondelete="SET NULL"))
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    send_at: Mapped[datetime | None]
    filled_to: Mapped[int] = mapped_column(default=0)
    filled_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    halted_for: Mapped[str] = mapped_column(Text, default="")
    alerted_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("kind", "language", "slot"), Index("ix_issue_state", "state", "id"))


class Edition(Base):
    """One rendering of an issue, for all to whom the same is new in the same form: a whole message with holes.

    A copy that must be sent again is made from these bytes, so it is identical whatever was edited since. `to_seq` is
    the number up to which it tells the news: a reader's watermark once they have it, or 0 where it tells none. Its
    articles were read after `made_at`, which is null for those of the first newsletter.
    """

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    to_seq: Mapped[int] = mapped_column(default=0)
    message: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime | None]

    issue: Mapped[Issue] = relationship(lazy="raise_on_sql")

    __table_args__ = (UniqueConstraint("issue_id", "digest"),)


class EditionArticle(Base):
    """That an edition holds an article, in its place; so a correction finds all who were sent it."""

    __tablename__ = "edition_article"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]

    __table_args__ = (Index("ix_edition_article_article", "article_id"),)


class IssueClick(Base):
    """How often an article was opened from an issue: a count, and nobody's name beside it."""

    __tablename__ = "issue_click"

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
