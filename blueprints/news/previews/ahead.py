"""Previews made before anybody asks, so that no network's crawler waits for one."""

from datetime import timedelta

from sqlalchemy.orm import defer, joinedload

from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import db
from blueprints.news.models import Article
from blueprints.news.previews.preview import Preview, made, preview_of
from blueprints.news.queries import visible

LOOKED_AT = 30
MOST_AT_ONCE = 5


@job("previews", every=timedelta(0))
def make_previews() -> str:
    """A few of those that are missing under what was published or edited last."""
    missing = [preview for preview in _latest() if not preview.file.exists()]
    db.session.rollback()  # drawing takes a while, in which nothing should be held
    for preview in missing[:MOST_AT_ONCE]:
        made(preview)
    return f"{len(missing[:MOST_AT_ONCE])} made"


def _latest() -> list[Preview]:
    moment = now()
    options = defer(Article.body, raiseload=True), joinedload(Article.category), joinedload(Article.lead_picture)
    found: dict[int, Preview] = {}
    for latest in (Article.published_at, Article.edited_at):
        query = visible(moment).options(*options).order_by(latest.desc(), Article.id.desc()).limit(LOOKED_AT)
        found |= {article.id: preview_of(article, moment) for article in db.session.scalars(query)}
    return list(found.values())
