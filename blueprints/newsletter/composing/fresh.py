"""What a digest may hold now: the articles of the last two weeks, with all that choosing among them needs."""

from collections import defaultdict
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Select, func, select

from blueprints.auth.models import Account
from blueprints.core.database import AnySession
from blueprints.news.models import Article, ArticleCounter, Byline, Category, article_tag
from blueprints.news.numbering import number_published
from blueprints.news.queries import visible
from blueprints.newsletter.composing.choosing import Choice, Fresh
from blueprints.newsletter.composing.missing import Returned
from blueprints.newsletter.models import Edition, EditionArticle, Issue, Subscriber

FRESH = timedelta(days=14)
AWAY = timedelta(days=60)  # so long an article may be off the site and still be told to those who missed it


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
            Article.version,
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
            version,
        )
        for number, seq, category_id, language, family, published_at, views, version in rows
    ]
    parents = dict(session.execute(select(Category.id, Category.parent_id)).all())
    return Choice(fresh, parents, current_app.config["LANGUAGE"])


def begin_digests(session: AnySession, subscriber: Subscriber, moment: datetime) -> None:
    """Begin with what is published from here on, as for one who had only breaking news and now wants digests: no flood
    of all that was out meanwhile. On SQLite the caller's transaction is a writing one; the caller commits."""
    number_published(session, moment)
    subscriber.watermark = max(subscriber.watermark, newest_number(session))


def hidden_articles(session: AnySession, moment: datetime) -> list[int]:
    """Ids of those that have a number and are off the site just now: withdrawn in the last months, or given a date that
    is still to come."""
    withdrawn = select(Article.id).where(Article.withdrawn_at > moment - AWAY, Article.published_seq.is_not(None))
    delayed = select(Article.id).where(Article.published_at > moment, Article.published_seq.is_not(None))
    return sorted({*session.scalars(withdrawn), *session.scalars(delayed)})


def returned_articles(session: AnySession, choice: Choice, moment: datetime) -> list[Returned]:
    """Those that were off the site while a digest was composed, and are back."""
    passed: defaultdict[int, list[int]] = defaultdict(list)
    for issue_id, ids in session.execute(select(Issue.id, Issue.absent).where(Issue.created_at > moment - AWAY)):
        for number in ids:
            passed[number].append(issue_id)
    back = [number for number in passed if number in choice.numbers]
    held = select(Edition.issue_id).join(EditionArticle, EditionArticle.edition_id == Edition.id).distinct()
    return [
        Returned(
            number,
            choice.numbers[number],
            passed[number],
            session.scalars(held.where(EditionArticle.article_id == number)).all(),
        )
        for number in back
    ]


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
