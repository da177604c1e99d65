"""What a digest may hold now: the articles of the last two weeks, with all that choosing among them needs."""

from collections import defaultdict
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Select, func, select

from blueprints.auth.models import Account
from blueprints.core.database import AnySession
from blueprints.news.models import Article, ArticleCounter, Byline, Category, article_tag
from blueprints.news.queries import visible
from blueprints.newsletter.composing.choosing import Choice, Fresh

FRESH = timedelta(days=14)


def choice_at(session: AnySession, moment: datetime) -> Choice:
    """What may be new to anybody at this moment; articles without a number are not out yet."""
    recent = visible(moment).where(Article.published_at > moment - FRESH, Article.published_seq.is_not(None))
    tags, authors = _by_article(session, _tags(recent)), _by_article(session, _authors(recent))
    rows = session.execute(
        recent.outerjoin(ArticleCounter, ArticleCounter.article_id == Article.id).with_only_columns(
            Article.id,
            Article.published_seq,
            Article.category_id,
            Article.language,
            func.coalesce(Article.source_id, Article.id),
            Article.published_at,
            func.coalesce(ArticleCounter.views, 0),
        )
    )
    fresh = [
        Fresh(
            number,
            seq or 0,
            category_id,
            language,
            family,
            published_at or moment,
            views,
            tags[number],
            authors[number],
        )
        for number, seq, category_id, language, family, published_at, views in rows
    ]
    parents = dict(session.execute(select(Category.id, Category.parent_id)).all())
    return Choice(fresh, parents, current_app.config["LANGUAGE"])


def newest_number(session: AnySession) -> int:
    """The highest published_seq so far, or 0."""
    return session.scalar(select(func.max(Article.published_seq))) or 0


def _tags(recent: Select[Article]) -> Select[int, int]:
    columns = article_tag.c
    ids = recent.with_only_columns(Article.id)
    return select(columns.article_id, columns.tag_id).where(columns.article_id.in_(ids))


def _authors(recent: Select[Article]) -> Select[int, int]:
    ids = recent.with_only_columns(Article.id)
    return select(Byline.article_id, Account.id).join(Byline.account).where(Byline.article_id.in_(ids))


def _by_article(session: AnySession, query: Select[int, int]) -> defaultdict[int, frozenset[str]]:
    sets: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for article_id, other in session.execute(query):
        sets[article_id] |= {str(other)}
    return sets
