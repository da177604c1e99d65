"""The subscriber: who asked for which mail, and how far they have been served."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.core.database import Base
from blueprints.news.models import Category

TO_CONFIRM = timedelta(days=7)
SECRET_BYTES = 16

subscriber_category = Table(
    "subscriber_category",
    Base.metadata,
    Column("subscriber_id", ForeignKey("subscriber.id", ondelete="CASCADE"), primary_key=True),
    Column("category_id", ForeignKey("category.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_subscriber_category_category_id", "category_id"),
)


class Period(StrEnum):
    """How often a digest goes out."""

    DAILY = "daily"
    WEEKLY = "weekly"


class Subscriber(Base):
    """Someone who asked for the digest. Active means confirmed and not left since.

    `watermark` is the last published_seq that they were sent: what is new for them lies above it. The secret signs
    their links, so that changing the site's key breaks no link in an old mail.
    """

    __tablename__ = "subscriber"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(320))
    email_norm: Mapped[str] = mapped_column(String(320), unique=True)
    language: Mapped[str] = mapped_column(String(35))
    cadence: Mapped[str] = mapped_column(String(10), default=Period.DAILY)
    secret: Mapped[bytes] = mapped_column(LargeBinary, default=lambda: secrets.token_bytes(SECRET_BYTES))
    watermark: Mapped[int] = mapped_column(default=0)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id", ondelete="SET NULL"))
    consent: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    confirm_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    confirm_until: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    unsubscribed_at: Mapped[datetime | None]

    categories: Mapped[list[Category]] = relationship(secondary=subscriber_category, lazy="raise_on_sql")

    __table_args__ = (Index("ix_subscriber_cadence", "cadence", "id"),)

    @property
    def is_active(self) -> bool:
        """Whether digests go to them."""
        return self.confirmed_at is not None and self.unsubscribed_at is None

    def ask(self, now: datetime, consent: str, token_hash: str) -> None:
        """Note that somebody asked for the digest in these words; nothing is sent before they confirm."""
        self.asked_at, self.consent = now, consent
        self.confirm_hash, self.confirm_until = token_hash, now + TO_CONFIRM

    def confirm(self, now: datetime, watermark: int) -> None:
        """Begin, or begin again, with what is published from here on; confirming twice changes nothing."""
        if not self.is_active:
            self.confirmed_at, self.unsubscribed_at = now, None
            self.watermark = max(self.watermark, watermark)

    def unsubscribe(self, now: datetime) -> None:
        """End it at once; twice is fine. The link that confirmed once must not bring it back."""
        if self.unsubscribed_at is None:
            self.unsubscribed_at = now
        self.confirm_hash = self.confirm_until = None
