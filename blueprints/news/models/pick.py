"""An editor's choice of what stands first on the front page."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.core.database import Base
from blueprints.news.models.article import Article


class Pick(Base):
    """An article at a place of the top (no category) or of a section's band, until it expires."""

    __tablename__ = "pick"

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id", ondelete="CASCADE"))
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    until: Mapped[datetime | None]
    picked_at: Mapped[datetime]
    picked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    article: Mapped[Article] = relationship(lazy="raise_on_sql")

    __table_args__ = (Index("ix_pick_place", "category_id", "position", "id"),)

    def is_over(self, now: datetime) -> bool:
        """Whether its time is up; it ends by itself."""
        return self.until is not None and self.until <= now
