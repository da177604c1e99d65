"""Comments: plain text from readers, visible when approved."""

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.core.database import Base
from blueprints.news.models.article import Article


class Comment(Base):
    """What a reader said under an article; the email is never shown."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    text: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    posted_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    rejected_at: Mapped[datetime | None]

    article: Mapped[Article] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        UniqueConstraint("article_id", "fingerprint"),
        Index("ix_comment_article_posted", "article_id", "posted_at", "id"),
        Index("ix_comment_held", "approved_at", "rejected_at", "posted_at"),
        Index("ix_comment_email", "email"),
    )

    @staticmethod
    def fingerprint_of(email: str, text: str, parent_id: int | None) -> str:
        """What makes a repeated post the same post."""
        return hashlib.sha256("\0".join((email.lower(), text, str(parent_id))).encode()).hexdigest()

    @property
    def is_visible(self) -> bool:
        """Whether readers see it."""
        return self.approved_at is not None and self.rejected_at is None

    @property
    def is_held(self) -> bool:
        """Whether it waits for an editor."""
        return self.approved_at is None and self.rejected_at is None

    def approve(self, now: datetime) -> None:
        """Show it to everybody."""
        self.approved_at, self.rejected_at = now, None

    def reject(self, now: datetime) -> None:
        """Keep it from the page; it stays known, so that posting it again changes nothing."""
        self.rejected_at = now
