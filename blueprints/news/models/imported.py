"""Where things came from, and which old addresses lead to them."""

from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base


class Target(StrEnum):
    """What an old address leads to."""

    ARTICLE = "article"
    CATEGORY = "category"
    TAG = "tag"
    AUTHOR = "author"
    PAGE = "page"
    PICTURE = "picture"
    COMMENT = "comment"
    GONE = "gone"


class OldAddress(Base):
    """A path (with its query, if that names the thing) that now leads to what has this id, wherever that lives.

    What is gone for good has no id (0). A reason is for those who come while nothing is there.
    """

    __tablename__ = "old_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(1000), unique=True)
    target: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_old_address_target", "target", "target_id"),)


class ImportedRecord(Base):
    """One thing that came in from elsewhere, so that importing again changes nothing."""

    __tablename__ = "imported_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    foreign_id: Mapped[str] = mapped_column(String(300))
    local_id: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("source", "kind", "foreign_id"),)
