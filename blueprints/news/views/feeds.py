"""Feeds: the whole site's, and each section's."""

from flask import Response, current_app
from sqlalchemy import or_, select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import public
from blueprints.news import bp
from blueprints.news.addresses import url_of
from blueprints.news.feeds import newest_whole, rss
from blueprints.news.models import Article, Category

RSS = "application/rss+xml; charset=utf-8"


@bp.get("/feed/")
def show_feed() -> Response:
    """What is new on the whole site."""
    name = current_app.config["SITE_NAME"]
    articles = db.session.scalars(newest_whole(now())).all()
    body = rss(articles, title=name, description=f"News from {name}", page="/", own="/feed/")
    return public(body, "feed", mimetype=RSS)


@bp.get("/category/<slug>/feed/")
def show_category_feed(slug: str) -> Response:
    """What is new in one section and those below it."""
    category: Category = db.first_or_404(select(Category).where(Category.slug == slug))
    ids = db.session.scalars(
        select(Category.id).where(or_(Category.id == category.id, Category.parent_id == category.id))
    )
    articles = db.session.scalars(newest_whole(now()).where(Article.category_id.in_(ids.all()))).all()
    page, name = url_of(category), "More stories" if category.is_filler else category.name
    title = f"{current_app.config['SITE_NAME']}: {name}"
    body = rss(articles, title=title, description=category.description or title, page=page, own=f"{page}feed/")
    return public(body, "feed", mimetype=RSS)
