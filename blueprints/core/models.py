"""What the ground keeps: pictures, mails waiting to go, the purge log, and what cron did."""

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base


class Picture(Base):
    """A picture that we re-encoded; its files are named by the digest of the original.

    The focal point is in percent from the left and the top, `colour` the dominant one (`#rrggbb`), and `sizes` the
    bytes of each rendition by its name (`640.webp`); `completed_at` is when the slow ones were made.
    """

    __tablename__ = "picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    width: Mapped[int]
    height: Mapped[int]
    widths: Mapped[list[int]] = mapped_column(JSON)
    alt: Mapped[str] = mapped_column(Text, default="")
    caption: Mapped[str] = mapped_column(Text, default="")
    credit: Mapped[str] = mapped_column(String(300), default="")
    focal_x: Mapped[int] = mapped_column(default=50)
    focal_y: Mapped[int] = mapped_column(default=50)
    colour: Mapped[str] = mapped_column(String(7), default="")
    sizes: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None] = mapped_column(index=True)

    def path(self, width: int, extension: str) -> str:
        """The path of one rendition below the media folder; width in pixels, extension jpg, webp or avif."""
        return f"{self.digest[:2]}/{self.digest[2:20]}-{width}.{extension}"

    def height_at(self, width: int) -> int:
        """The height in pixels of the rendition with this width."""
        return max(1, round(self.height * width / self.width))


class OutboxMail(Base):
    """A mail that must go out: a row before it is a message."""

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(320))
    reply_to: Mapped[str] = mapped_column(String(320), default="")
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_outbox_mail_due", "sent_at", "failed_at", "not_before"),)


class Purge(Base):
    """One line of the purge log: a tag whose pages are stale since this transaction committed."""

    __tablename__ = "purge"

    id: Mapped[int] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(index=True)


class CronRun(Base):
    """When a job last ran, and how it ended."""

    __tablename__ = "cron_run"

    job: Mapped[str] = mapped_column(String(80), primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
