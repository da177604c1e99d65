"""The issue: one mailing of the newsletter, and its editions, which are what is really sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.core.database import Base


class Issue(Base):
    """What is new in (from_seq, to_seq], for one period. `slot` is its local date or ISO week.

    It is filling until every subscriber of its period was looked at (`filled_to` is the last one), then sending until
    no delivery is open. The key makes overlapping crons compose one issue.
    """

    __tablename__ = "issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(10))
    slot: Mapped[str] = mapped_column(String(10))
    from_seq: Mapped[int]
    to_seq: Mapped[int]
    subject: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(index=True)
    filled_to: Mapped[int] = mapped_column(default=0)
    filled_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("period", "slot", "from_seq"),)


class Edition(Base):
    """One rendering of an issue, for all whose new articles are the same: a whole message with holes, kept as bytes.

    A copy that must be sent again is made from these bytes, so it is identical whatever was edited since.
    """

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    message: Mapped[bytes] = mapped_column(LargeBinary)

    issue: Mapped[Issue] = relationship(lazy="raise_on_sql")

    __table_args__ = (UniqueConstraint("issue_id", "digest"),)


class DigestSlot(Base):
    """That a period's turn has come and was taken, whether or not there was anything new."""

    __tablename__ = "digest_slot"

    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    slot: Mapped[str] = mapped_column(String(10), primary_key=True)
    taken_at: Mapped[datetime]
