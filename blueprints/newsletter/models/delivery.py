"""The ledger: one row for each copy, written before anything is sent, and the processes that send."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base


class DeliveryState(StrEnum):
    """Where one copy is. Only `uncertain` may have arrived without our knowing."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    INFLIGHT = "inflight"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SKIPPED = "skipped"


class Delivery(Base):
    """One copy of an issue for one subscriber; there can be no second row for the two.

    `not_before` says when it may be tried, and is null while a run holds it and when it is over. `watermark` is the
    subscriber's at composing: once theirs has moved, this copy would tell them what they have read.
    """

    __tablename__ = "delivery"

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id", ondelete="CASCADE"), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    watermark: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=DeliveryState.WAITING)
    not_before: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id", ondelete="SET NULL"))
    reply: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None]
    uncertain_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_delivery_due", "not_before", "issue_id", "subscriber_id"),
        Index("ix_delivery_run", "run_id", "state"),
        Index("ix_delivery_subscriber", "subscriber_id", "state"),
        Index("ix_delivery_edition", "edition_id"),
    )


class Run(Base):
    """A process that sends. It holds the lock named by its key for as long as it lives; the kernel frees it."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(Text, default="")
