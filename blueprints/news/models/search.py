"""What search keeps beside the full text: where each article stands, the words there are, aliases, and what failed."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.core.database import Base

# By the order of its code points in both databases, which PostgreSQL has under this name.
FOLDED = String(60).with_variant(String(60, collation="C"), "postgresql")


class SearchEntry(Base):
    """An article that can be found: its place in the order of dates, and its short texts as folded words.

    Only what is out or scheduled has one; the full text itself (`article_search`) has its rows by the same places.
    """

    __tablename__ = "search_entry"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(BigInteger, unique=True)
    language: Mapped[str] = mapped_column(String(35), index=True)
    headline: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(Text)
    authors: Mapped[str] = mapped_column(Text)
    standfirst: Mapped[str] = mapped_column(Text)
    captions: Mapped[str] = mapped_column(Text)


class SearchWord(Base):
    """A word of short texts: how it was written, in how many articles, and its letters from the end."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(FOLDED, primary_key=True)
    backwards: Mapped[str] = mapped_column(FOLDED)
    spelling: Mapped[str] = mapped_column(String(200))
    length: Mapped[int]
    articles: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index("ix_search_word_forwards", "length", "word"),
        Index("ix_search_word_backwards", "length", "backwards"),
        Index("ix_search_word_articles", "articles"),
    )


class SearchAlias(Base):
    """Two ways of writing one name; whoever asks for the one finds the other too."""

    __tablename__ = "search_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    one: Mapped[str] = mapped_column(String(100))
    other: Mapped[str] = mapped_column(String(100))
    one_folded: Mapped[str] = mapped_column(String(200), index=True)
    other_folded: Mapped[str] = mapped_column(String(200), index=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (UniqueConstraint("one_folded", "other_folded"),)


class SearchMiss(Base):
    """A query, folded, that found nothing: how often, and when last."""

    __tablename__ = "search_miss"

    words: Mapped[str] = mapped_column(String(100), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
