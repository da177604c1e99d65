"""What a reader's own page asks the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, desc, exists, func, select

from blueprints.auth.models import Account
from blueprints.news.models import NOT_WITHDRAWN, Article, Byline, Tag, article_tag
from blueprints.newsletter.models import SubscriberEvent

OF_LATE = 300  # articles


def history_of(subscriber_id: int, count: int) -> Select[SubscriberEvent]:
    """The last lines of a subscription's history, the newest first."""
    of_subscriber = select(SubscriberEvent).where(SubscriberEvent.subscriber_id == subscriber_id)
    return of_subscriber.order_by(SubscriberEvent.id.desc()).limit(count)


def busiest_tags(moment: datetime, count: int) -> Select[int, str]:
    """(id, name) of the tags that the newest articles have most."""
    tagged = select(Tag.id, Tag.name).join(article_tag, article_tag.c.tag_id == Tag.id)
    recent = tagged.where(article_tag.c.article_id.in_(_newest(moment)))
    return recent.group_by(Tag.id, Tag.name).order_by(desc(func.count()), Tag.name).limit(count)


def busiest_authors(moment: datetime, count: int) -> Select[int, str]:
    """(id, name) of those who wrote most of the newest articles."""
    wrote = select(Account.id, Account.name).join(Byline, Byline.account_id == Account.id)
    recent = wrote.where(Byline.article_id.in_(_newest(moment)))
    return recent.group_by(Account.id, Account.name).order_by(desc(func.count()), Account.name).limit(count)


def tags_like(words: str, count: int) -> Select[int, str]:
    """(id, name) of tags with these letters in their name, the shortest first."""
    like = Tag.name.icontains(words, autoescape=True)
    return select(Tag.id, Tag.name).where(like).order_by(func.length(Tag.name), Tag.name).limit(count)


def authors_like(words: str, moment: datetime, count: int) -> Select[int, str]:
    """(id, name) of those with these letters in their name who have an article out."""
    published = exists().where(Byline.account_id == Account.id, Byline.published_at <= moment)
    like = Account.name.icontains(words, autoescape=True)
    return select(Account.id, Account.name).where(like, published).order_by(Account.name).limit(count)


def tags_numbered(ids: Sequence[int]) -> Select[int, str]:
    """(id, name) of these tags."""
    return select(Tag.id, Tag.name).where(Tag.id.in_(ids)).order_by(Tag.name)


def authors_numbered(ids: Sequence[int]) -> Select[int, str]:
    """(id, name) of these people, as far as they ever wrote something that is out."""
    wrote = exists().where(Byline.account_id == Account.id, Byline.published_at.is_not(None))
    return select(Account.id, Account.name).where(Account.id.in_(ids), wrote).order_by(Account.name)


def _newest(moment: datetime) -> Select[int]:
    out = select(Article.id).where(Article.published_at <= moment, NOT_WITHDRAWN)
    latest = out.order_by(Article.published_at.desc(), Article.id.desc()).limit(OF_LATE).subquery()
    return select(latest.c.id)
