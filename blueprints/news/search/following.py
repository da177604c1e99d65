"""Following: when a person, a tag or a caption changes its words, the articles that bear them are indexed with it."""

from typing import Any

from sqlalchemy import Select, event, inspect, select, union
from sqlalchemy.orm import Session

from blueprints.auth.models import Account
from blueprints.core.models import Picture
from blueprints.news.models import Article, Byline, GalleryPicture, SearchEntry, Tag, article_tag
from blueprints.news.search.keeping import index_articles

MOST_AT_ONCE = 200  # the newest; the others follow with `flask news reindex`
WATCHED = {Account: "name", Tag: "name", Picture: "caption"}


@event.listens_for(Session, "after_flush")
def _follow(session: Session, context: Any) -> None:
    """In the same transaction, so that neither is seen without the other."""
    for thing in session.dirty:
        field = WATCHED.get(type(thing))
        if field and inspect(thing).attrs[field].history.has_changes():
            ids = _bearing(thing)
            newest = select(SearchEntry.article_id).where(SearchEntry.article_id.in_(ids))
            found = session.scalars(newest.order_by(SearchEntry.place.desc()).limit(MOST_AT_ONCE)).all()
            if found:
                index_articles(session, found)


def _bearing(thing: Account | Tag | Picture) -> Select[int]:
    if isinstance(thing, Account):
        return select(Byline.article_id).where(Byline.account_id == thing.id)
    if isinstance(thing, Tag):
        return select(article_tag.c.article_id).where(article_tag.c.tag_id == thing.id)
    lead = select(Article.id).where(Article.lead_picture_id == thing.id)
    strip = select(GalleryPicture.article_id).where(GalleryPicture.picture_id == thing.id)
    return select(union(lead, strip).subquery().c.id)
