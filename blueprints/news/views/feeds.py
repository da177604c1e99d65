"""Feeds in three forms: the whole site's, and each category's, tag's and author's."""

from collections.abc import Sequence

from flask import Response, current_app
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.languages import asked_language, here
from blueprints.core.pages import public
from blueprints.core.wording import gettext
from blueprints.news import bp, queries
from blueprints.news.addresses import url_of
from blueprints.news.feeds import WRITERS, Channel, Form
from blueprints.news.feeds.channel import hub, newest_whole
from blueprints.news.models import Category, Tag
from blueprints.news.paging import Piece
from blueprints.news.views.sections import readable_author

FORMS = "<any(atom, json):form>"


@bp.get("/feed/")
@bp.get(f"/feed/{FORMS}/")
def show_feed(form: str = Form.RSS) -> Response:
    """What is new on the whole site."""
    name = current_app.config["SITE_NAME"]
    articles = db.session.scalars(newest_whole(_spoken(queries.everything()), now())).all()
    return _feed(Channel(name, gettext("News from %(site)s", site=name), here("/"), articles), Form(form))


@bp.get("/category/<slug>/feed/")
@bp.get(f"/category/<slug>/feed/{FORMS}/")
def show_category_feed(slug: str, form: str = Form.RSS) -> Response:
    """What is new in one category and those below it."""
    category: Category = db.first_or_404(select(Category).where(Category.slug == slug))
    within = queries.in_categories(db.session.scalars(queries.ids_from(category.id)).all())
    return _feed(_channel(category.title, category.description, url_of(category), within), Form(form))


@bp.get("/tag/<slug>/feed/")
@bp.get(f"/tag/<slug>/feed/{FORMS}/")
def show_tag_feed(slug: str, form: str = Form.RSS) -> Response:
    """What is new about one subject."""
    tag: Tag = db.first_or_404(select(Tag).where(Tag.slug == slug))
    return _feed(_channel(tag.name, "", url_of(tag), queries.tagged(tag.id)), Form(form))


@bp.get("/author/<slug>/feed/")
@bp.get(f"/author/<slug>/feed/{FORMS}/")
def show_author_feed(slug: str, form: str = Form.RSS) -> Response:
    """What is new by one author."""
    author = readable_author(slug)
    return _feed(_channel(author.name, author.bio, url_of(author), queries.written_by(author.id)), Form(form))


def _spoken(pieces: Sequence[Piece]) -> list[Piece]:
    return queries.in_language(pieces, asked_language())


def _channel(name: str, description: str, page: str, pieces: Sequence[Piece]) -> Channel:
    title = f"{current_app.config['SITE_NAME']}: {name}"
    articles = db.session.scalars(newest_whole(_spoken(pieces), now())).all()
    return Channel(title, description or title, page, articles)


def _feed(channel: Channel, form: Form) -> Response:
    """The feed; where a hub tells readers of changes, its head names it (w3.org/TR/websub, section 4)."""
    answer = public(WRITERS[form](channel), "feed", mimetype=f"{form.mimetype}; charset=utf-8")
    if hub():
        answer.headers["Link"] = f'<{hub()}>; rel="hub", <{channel.own(form)}>; rel="self"'
    return answer
