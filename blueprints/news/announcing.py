"""Which feeds a change touches: queued for the WebSub hub in the transaction that makes the change."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from blueprints.auth.models import Account
from blueprints.core.clock import now
from blueprints.core.database import AnySession
from blueprints.news.addresses import url_of
from blueprints.news.feeds.channel import Form, feed_path
from blueprints.news.models import Article, Byline, Category, HubPing, Tag, article_tag

MOST_ARTICLES = 100  # more than these at once are an import; then only the whole site's feeds are told of


def announce(session: AnySession, article_ids: Sequence[int]) -> None:
    """Queue the feeds that these articles stand in, or stood in until now; one that waits already keeps its place."""
    if not current_app.config["WEBSUB_HUB"] or not article_ids:
        return
    pages = _pages(session, article_ids) if len(article_ids) <= MOST_ARTICLES else {"/"}
    fresh = {"queued_at": now(), "not_before": now(), "attempts": 0}
    rows = [{"topic": feed_path(page, form), **fresh} for page in sorted(pages) for form in Form]
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    queued = insert(HubPing).values(rows)
    again = {"queued_at": queued.excluded.queued_at}
    session.execute(queued.on_conflict_do_update(index_elements=["topic"], set_=again))


def _pages(session: AnySession, ids: Sequence[int]) -> set[str]:
    """The front page, and those of their categories, all categories above, their tags and their authors."""
    own = select(Article.category_id).where(Article.id.in_(ids))
    line = select(Category.id, Category.parent_id).where(Category.id.in_(own)).cte("line", recursive=True)
    line = line.union(select(Category.id, Category.parent_id).join(line, Category.id == line.c.parent_id))
    tags = select(article_tag.c.tag_id).where(article_tag.c.article_id.in_(ids))
    people = select(Byline.account_id).where(Byline.article_id.in_(ids))
    return {
        "/",
        *map(url_of, session.scalars(select(Category).where(Category.id.in_(select(line.c.id))))),
        *map(url_of, session.scalars(select(Tag).where(Tag.id.in_(tags)))),
        *map(url_of, session.scalars(select(Account).where(Account.id.in_(people)))),
    }
