"""Versions of one article in several languages: a source, and those that were made from it."""

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import load_only

from blueprints.core.clock import now
from blueprints.core.database import AnySession
from blueprints.news import queries
from blueprints.news.models import Article


def family_of(article: Article) -> Select[Article]:
    """The visible versions of an article, itself among them, with what their addresses need; the source first."""
    head = article.source_id or article.id
    told = load_only(Article.slug, Article.language, Article.published_at, Article.headline)
    found = queries.visible(now()).where(or_(Article.id == head, Article.source_id == head))
    return found.options(told).order_by(Article.source_id.is_not(None), Article.language, Article.id)


def version_in(session: AnySession, article: Article, language: str) -> Article | None:
    """The version that a reader of this language is shown; None where there is no other than this one."""
    if not language or article.language.partition("-")[0] == language:
        return None
    return session.scalars(family_of(article).where(queries.of_language(language)).limit(1)).first()


def join_family(session: AnySession, article: Article, source_id: int | None) -> None:
    """Say what an article was made from, in the state that this is in now.

    A version of a version has its source, and brings its own versions along: a family has one head.
    """
    source = session.get(Article, source_id) if source_id else None
    head = session.get(Article, source.source_id) if source and source.source_id else source
    article.source_id = head.id if head is not None and head.id != article.id else None
    article.source_version = head.version if article.source_id and head is not None else None
    if article.source_id and head is not None:
        own = update(Article).where(Article.source_id == article.id)
        session.execute(own.values(source_id=head.id, source_version=head.version))


def sources_behind(session: AnySession, article: Article) -> tuple[int, int] | None:
    """(the source's version that this was made from, the source's version now) where the source went on since."""
    if article.source_id is None or article.source_version is None:
        return None
    current = session.scalar(select(Article.version).where(Article.id == article.source_id))
    return (article.source_version, current) if current is not None and current > article.source_version else None
