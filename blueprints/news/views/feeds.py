"""Feeds in three forms: the whole site's, and each category's, tag's and author's."""

from flask import Response, current_app
from sqlalchemy import ColumnElement, or_, select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import public
from blueprints.news import bp
from blueprints.news.addresses import url_of
from blueprints.news.feeds import WRITERS, Channel, Form
from blueprints.news.feeds.channel import hub, ids_by, ids_tagged, newest_whole
from blueprints.news.models import Article, Category, Tag
from blueprints.news.views.sections import readable_author

FORMS = "<any(atom, json):form>"


@bp.get("/feed/")
@bp.get(f"/feed/{FORMS}/")
def show_feed(form: str = Form.RSS) -> Response:
    """What is new on the whole site."""
    name = current_app.config["SITE_NAME"]
    articles = db.session.scalars(newest_whole(now())).all()
    return _feed(Channel(name, f"News from {name}", "/", articles), Form(form))


@bp.get("/category/<slug>/feed/")
@bp.get(f"/category/<slug>/feed/{FORMS}/")
def show_category_feed(slug: str, form: str = Form.RSS) -> Response:
    """What is new in one category and those below it."""
    category: Category = db.first_or_404(select(Category).where(Category.slug == slug))
    ids = select(Category.id).where(or_(Category.id == category.id, Category.parent_id == category.id))
    name = "More stories" if category.is_filler else category.name
    within = Article.category_id.in_(db.session.scalars(ids).all())
    return _feed(_channel(name, category.description, url_of(category), within), Form(form))


@bp.get("/tag/<slug>/feed/")
@bp.get(f"/tag/<slug>/feed/{FORMS}/")
def show_tag_feed(slug: str, form: str = Form.RSS) -> Response:
    """What is new about one subject."""
    tag: Tag = db.first_or_404(select(Tag).where(Tag.slug == slug))
    ids = db.session.scalars(ids_tagged(tag.id, now())).all()
    return _feed(_channel(tag.name, "", url_of(tag), Article.id.in_(ids)), Form(form))


@bp.get("/author/<slug>/feed/")
@bp.get(f"/author/<slug>/feed/{FORMS}/")
def show_author_feed(slug: str, form: str = Form.RSS) -> Response:
    """What is new by one author."""
    author = readable_author(slug)
    ids = db.session.scalars(ids_by(author.id, now())).all()
    return _feed(_channel(author.name, author.bio, url_of(author), Article.id.in_(ids)), Form(form))


def _channel(name: str, description: str, page: str, among: ColumnElement[bool]) -> Channel:
    title = f"{current_app.config['SITE_NAME']}: {name}"
    articles = db.session.scalars(newest_whole(now()).where(among)).all()
    return Channel(title, description or title, page, articles)


def _feed(channel: Channel, form: Form) -> Response:
    """The feed; where a hub tells readers of changes, its head names it (w3.org/TR/websub, section 4)."""
    answer = public(WRITERS[form](channel), "feed", mimetype=f"{form.mimetype}; charset=utf-8")
    if hub():
        answer.headers["Link"] = f'<{hub()}>; rel="hub", <{channel.own(form)}>; rel="self"'
    return answer
