"""The front page, and the rest of what is new behind it."""

from flask import Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.languages import asked_language, here
from blueprints.core.pages import public
from blueprints.news import bp, queries
from blueprints.news.front_page import FrontPage, compose
from blueprints.news.menu import menu_categories
from blueprints.news.models import Article
from blueprints.news.paging import Listing
from blueprints.news.popular import most_read
from blueprints.news.views.listing import asked_page
from blueprints.news.views.lost import old_place

READ_WITHIN = 72
EARLIER = 3  # articles at a time behind the bands
# A site that moved here from WordPress may have been linked to as /?p=12.
NAMING = ("p", "page_id", "attachment_id", "cat", "tag", "author")


@bp.get("/")
def show_front() -> ResponseReturnValue:
    """The front page; for an old address that names something by number, where that leads."""
    if any(request.args.get(name) for name in NAMING):
        place = old_place()
        return redirect(place, 301) if place else abort(404)
    return public(front_page("news/show_front.html"), "front", "menu")


@bp.get("/more/")
def show_more_latest() -> Response:
    """The next stretch of the list at the end of the front page."""
    return public(render_template("news/_latest.html", listing=_older(_front())), "front")


@bp.get("/latest/")
def list_latest() -> Response:
    """Everything, the newest first."""
    return public(render_template("news/list_latest.html", listing=_latest()), "front", "menu")


@bp.get("/latest/more/")
def list_more_of_latest() -> Response:
    """The next stretch of everything."""
    return public(render_template("news/_listing.html", listing=_latest(), address=here("/latest/")), "front")


def front_page(template: str) -> str:
    """The front page as it is now, drawn with this template."""
    front = _front()
    return render_template(template, front=front, listing=_older(front))


def _latest() -> Listing:
    return asked_page(queries.everything())


def _front() -> FrontPage:
    moment, language = now(), asked_language()
    popular = most_read(db.session, moment, READ_WITHIN).where(queries.of_language(language))
    return compose(db.session, moment, menu_categories(), popular, language)


def _older(front: FrontPage) -> Listing:
    """What is new but not on the front page, from the asked place on."""
    return asked_page([piece.where(Article.id.not_in(front.ids)) for piece in queries.everything()], size=EARLIER)
