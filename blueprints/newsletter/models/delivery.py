"""The ledger: one row for each copy, written before anything is sent, and the processes that send."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base


class DeliveryState(StrEnum):
    """Where one copy is. Only `inflight` and `uncertain` may have arrived without our knowing; `held` waits for the
    operator's word."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    INFLIGHT = "inflight"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    HELD = "held"
    SKIPPED = "skipped"


IN_DOUBT = text("uncertain_at IS NOT NULL")  # few among a million, and the index holds no others


class Delivery(Base):
    """One copy of an issue for one subscriber; there can be no second row for the two.

    `not_before` says when it may be tried, and is null while a run holds it and when it is over. `watermark` is the
    subscriber's at composing: once theirs has moved, a digest would tell them what they have read; it is null where
    that is no matter (a correction, a letter). `code` is the mail server's last reply code, `reply` its words,
    `queue_id` the name it gave the copy.
    """

    __tablename__ = "delivery"

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id", ondelete="CASCADE"), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    watermark: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default=DeliveryState.WAITING)
    not_before: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id", ondelete="SET NULL"))
    code: Mapped[int | None]
    reply: Mapped[str] = mapped_column(Text, default="")
    queue_id: Mapped[str] = mapped_column(String(64), default="")
    sent_at: Mapped[datetime | None]
    uncertain_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_delivery_due", "not_before", "issue_id", "subscriber_id"),
        Index("ix_delivery_run", "run_id", "state"),
        Index("ix_delivery_subscriber", "subscriber_id", "state"),
        Index("ix_delivery_edition", "edition_id"),
        Index("ix_delivery_doubt", "state", "not_before", "issue_id", sqlite_where=IN_DOUBT, postgresql_where=IN_DOUBT),
    )


class Run(Base):
    """A process that sends. It holds the lock named by its key for as long as it lives; the kernel frees it."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(Text, default="")


class DomainRate(Base):
    """How fast a domain takes mail: a token bucket (tokens a minute) that all machines share; made at its first
    throttle. `quarantined_until` is set when it suddenly knows nobody: then nobody there is suspended."""

    __tablename__ = "domain_rate"

    domain: Mapped[str] = mapped_column(String(255), primary_key=True)
    per_minute: Mapped[int]
    tokens: Mapped[int]
    refilled_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    quarantined_until: Mapped[datetime | None]
