"""Lists of articles: by category, by tag, by author; and the list of corrections."""

from collections.abc import Sequence

from flask import Response, abort, render_template
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blueprints.auth.models import Account
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import public
from blueprints.news import bp, queries
from blueprints.news.addresses import url_of
from blueprints.news.corrections import CorrectionPage, read_corrections
from blueprints.news.models import Category, CategoryForm, Tag
from blueprints.news.paging import Listing
from blueprints.news.views.listing import asked_cursor, asked_page


@bp.get("/category/<slug>/")
def show_category(slug: str) -> Response:
    """A category's articles, those of all categories below it among them."""
    category, children = _category(slug)
    ids = db.session.scalars(queries.ids_from(category.id)).all()
    listing = _of_category(category, ids)
    body = render_template("news/show_category.html", category=category, children=children, listing=listing)
    return public(body, "menu", *(f"category:{each}" for each in ids))


@bp.get("/category/<slug>/more/")
def show_more_of_category(slug: str) -> Response:
    """The next stretch of a category's list."""
    category, children = _category(slug)
    ids = db.session.scalars(queries.ids_from(category.id)).all()
    listing, address = _of_category(category, ids), url_of(category)
    body = render_template(
        "news/_listing.html", listing=listing, address=address, children=children, form=category.form
    )
    return public(body, *(f"category:{each}" for each in ids))


@bp.get("/tag/<slug>/")
def show_tag(slug: str) -> Response:
    """The articles with a tag."""
    tag = db.first_or_404(select(Tag).where(Tag.slug == slug))
    listing = asked_page(queries.tagged(tag.id))
    return public(render_template("news/show_tag.html", tag=tag, listing=listing), "menu", f"tag:{tag.id}")


@bp.get("/tag/<slug>/more/")
def show_more_of_tag(slug: str) -> Response:
    """The next stretch of a tag's list."""
    tag = db.first_or_404(select(Tag).where(Tag.slug == slug))
    listing = asked_page(queries.tagged(tag.id))
    return public(render_template("news/_listing.html", listing=listing, address=url_of(tag)), f"tag:{tag.id}")


@bp.get("/author/<slug>/")
def show_author(slug: str) -> Response:
    """Who somebody is, and what they wrote."""
    author = readable_author(slug)
    listing = asked_page(queries.written_by(author.id))
    return public(
        render_template("news/show_author.html", author=author, listing=listing), "menu", f"author:{author.id}"
    )


@bp.get("/author/<slug>/more/")
def show_more_of_author(slug: str) -> Response:
    """The next stretch of an author's list."""
    author = readable_author(slug)
    listing = asked_page(queries.written_by(author.id))
    body = render_template("news/_listing.html", listing=listing, address=url_of(author))
    return public(body, f"author:{author.id}")


@bp.get("/corrections/")
def list_corrections() -> Response:
    """What the paper got wrong, and when it said so."""
    return public(render_template("news/list_corrections.html", page=_corrections()), "menu", "front")


@bp.get("/corrections/more/")
def list_more_corrections() -> Response:
    """The next stretch of the list of corrections."""
    return public(render_template("news/_corrections.html", page=_corrections()), "front")


def _corrections() -> CorrectionPage:
    return read_corrections(db.session, queries.corrections(now()), asked_cursor())


def _category(slug: str) -> tuple[Category, list[Category]]:
    with_parent = select(Category).options(joinedload(Category.parent))
    category = db.first_or_404(with_parent.where(Category.slug == slug))
    children = db.session.scalars(
        select(Category).where(Category.parent_id == category.id).order_by(Category.position, Category.name)
    )
    return category, list(children)


def _of_category(category: Category, ids: Sequence[int]) -> Listing:
    return asked_page(queries.in_categories(ids), writers=category.form == CategoryForm.FACES)


def readable_author(slug: str) -> Account:
    """Somebody who writes here: a reader's account is nobody's business."""
    with_face = select(Account).options(joinedload(Account.picture))
    author: Account = db.first_or_404(with_face.where(Account.slug == slug))
    if not author.is_staff and not wrote(author):
        abort(404)
    return author


def wrote(account: Account) -> bool:
    """Whether readers see an article under this name."""
    return db.session.scalars(queries.stretch(queries.written_by(account.id), now(), 1)).first() is not None
