"""What comes back: bounces, complaints, mails that ask to leave; and addresses that must not be written to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base


class FeedbackKind(StrEnum):
    """A bounce for good, one for now, one for what the mail says or who sends it; a complaint; a wish to leave."""

    HARD = "hard"
    SOFT = "soft"
    POLICY = "policy"
    COMPLAINT = "complaint"
    LEAVE = "leave"


class MailEvent(Base):
    """Something that came back about a copy. The fingerprint (SHA-256, hex) makes a replay have no effect."""

    __tablename__ = "mail_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    subscriber_id: Mapped[int | None] = mapped_column(ForeignKey("subscriber.id", ondelete="CASCADE"))
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(String(12), default="")
    detail: Mapped[str] = mapped_column(Text, default="")
    happened_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_mail_event_subscriber", "subscriber_id", "happened_at"),
        Index("ix_mail_event_issue", "issue_id", "kind"),
    )


class Suppression(Base):
    """An address that is never written to, kept as a hash (`address_hash`), so that the list tells no addresses."""

    __tablename__ = "suppression"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str] = mapped_column(String(12))
    noted_at: Mapped[datetime]
