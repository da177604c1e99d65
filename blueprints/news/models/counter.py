"""Counters beside the article, so that counting never touches what people wrote."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base


class ArticleCounter(Base):
    """How often an article was read, shared and commented on, in all."""

    __tablename__ = "article_counter"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    views: Mapped[int] = mapped_column(default=0)
    shares: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0)


class ViewHour(Base):
    """Views of one article in one hour (its beginning, UTC), for what is read most now."""

    __tablename__ = "view_hour"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    views: Mapped[int] = mapped_column(default=0)


class ViewDay(Base):
    """Views of one article in one day (its beginning, UTC), for what was read most over weeks."""

    __tablename__ = "view_day"

    day: Mapped[datetime] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    views: Mapped[int] = mapped_column(default=0)
