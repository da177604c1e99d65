"""What stands on every page: the sections of the menu and the standing pages, asked for only when a template does."""

from collections.abc import Sequence
from typing import cast

from flask import g
from sqlalchemy import Select, select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news import bp
from blueprints.news.addresses import url_of
from blueprints.news.models import Category, Page


def sections() -> Select[Category]:
    """The categories of the menu, in its order; one without a position, such as Uncategorized, is not in it."""
    return select(Category).where(Category.position.is_not(None)).order_by(Category.position, Category.id)


def standing_pages() -> Select[Page]:
    """The published pages that an editor gave a place in the menu, in its order."""
    return select(Page).where(Page.position > 0, Page.published_at <= now()).order_by(Page.position, Page.id)


bp.add_app_template_global(url_of)  # globals, since imported macros see no context


@bp.app_template_global()
def menu_categories() -> Sequence[Category]:
    """The sections, read once a request."""
    if "menu_categories" not in g:
        g.menu_categories = db.session.scalars(sections()).all()
    return cast(Sequence[Category], g.menu_categories)


@bp.app_template_global()
def menu_pages() -> Sequence[Page]:
    """The standing pages, read once a request."""
    if "menu_pages" not in g:
        g.menu_pages = db.session.scalars(standing_pages()).all()
    return cast(Sequence[Page], g.menu_pages)
