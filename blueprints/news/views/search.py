"""Search: a page that works by itself, and its results as you type."""

from flask import Response, render_template, request

from blueprints.core.database import db
from blueprints.core.pages import public
from blueprints.news import bp, queries
from blueprints.news.models import Article
from blueprints.news.paging import Listing
from blueprints.news.search import LONGEST_QUERY, matching
from blueprints.news.views.listing import asked_cursor, asked_page


@bp.get("/search/")
def show_search() -> Response:
    """The search page, with what was found."""
    asked = _asked()
    return public(render_template("news/show_search.html", asked=asked, listing=_found(asked)), "front", "menu")


@bp.get("/search/results/")
def show_search_results() -> Response:
    """What was found, alone; on from a cursor, only the next stretch."""
    asked = _asked()
    template = "news/_listing.html" if "after" in request.args else "news/_search_results.html"
    body = render_template(template, asked=asked, listing=_found(asked), address="/search/", query={"q": asked})
    return public(body, "front")


def _asked() -> str:
    return request.args.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]


def _found(asked: str) -> Listing:
    """The newest articles that hold every word."""
    ids = matching(db.engine.dialect.name, asked)
    asked_cursor()  # a bad one is not found, whatever was asked
    if ids is None:
        return Listing([], None)
    return asked_page([piece.where(Article.id.in_(ids)) for piece in queries.everything()])
