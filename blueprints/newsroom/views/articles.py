"""The desk's first page: articles by state."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.auth.access import signed_in
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.news.paging import BadCursor, Cursor
from blueprints.newsroom import bp
from blueprints.newsroom.desk_pages import desk_page
from blueprints.newsroom.names import FILTER_NAMES, STATE_NAMES
from blueprints.newsroom.queries import Filter


@bp.get("/")
def list_articles() -> ResponseReturnValue:
    """An author's own articles, or everybody's for an editor, with links that filter them."""
    person, shown = signed_in(), _shown()
    mine = not person.is_editor or request.args.get("whose") == "mine"
    page = desk_page(db.session, shown, now(), person.id if mine else None, _cursor())
    context = {"filters": Filter, "filter_names": FILTER_NAMES, "state_names": STATE_NAMES}
    return private(render_template("newsroom/list_articles.html", page=page, shown=shown, mine=mine, **context))


def _shown() -> Filter:
    asked = request.args.get("state", Filter.ALL)
    return Filter(asked) if asked in list(Filter) else abort(404)


def _cursor() -> Cursor | None:
    asked = request.args.get("after")
    try:
        return Cursor.parse(asked) if asked else None
    except BadCursor:
        abort(404)
