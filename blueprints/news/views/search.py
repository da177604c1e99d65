"""Search: a page that works by itself, and its results as you type."""

from dataclasses import dataclass

from flask import Response, abort, current_app, render_template, request
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import public
from blueprints.news import bp
from blueprints.news.models import Category
from blueprints.news.paging import PAGE, BadCursor
from blueprints.news.search.asking import clean, parse
from blueprints.news.search.finding import Behind
from blueprints.news.search.misses import count_miss
from blueprints.news.search.narrowing import Narrowing, languages, narrowing
from blueprints.news.search.results import Results, results
from blueprints.news.search.suggesting import FEW, suggestion
from blueprints.news.views.counters import is_counted

MISSES = "6/minute;60/hour"


@dataclass(frozen=True)
class Answer:
    """What a search page shows: what was asked and how it was narrowed, what is found, and what else may be meant."""

    asked: str
    narrowed: Narrowing
    found: Results
    meant: str = ""

    @property
    def query(self) -> dict[str, str]:
        """What the links of the page carry on."""
        return {"q": self.asked, **self.narrowed.query}


@bp.get("/search/")
def show_search() -> Response:
    """The search page, with what was found."""
    answer = _answer()
    sections = db.session.scalars(select(Category).order_by(Category.name)).all()
    page = render_template("news/show_search.html", answer=answer, sections=sections, languages=languages(db.session))
    if answer.asked and not answer.found.articles and not answer.narrowed and "after" not in request.args:
        db.session.rollback()  # whoever counts must hold no connection
        if is_counted(MISSES, "miss"):
            count_miss(db.engine, answer.asked, now())
    return public(page, "front", "menu")


@bp.get("/search/results/")
def show_search_results() -> Response:
    """What was found, alone; on from a cursor, only the next stretch."""
    template = "news/_found.html" if "after" in request.args else "news/_search_results.html"
    return public(render_template(template, answer=_answer()), "front")


def _answer() -> Answer:
    """The page that the address asks for; a cursor that this site never gave out is not found, whatever was asked."""
    moment, after = now(), _asked_cursor()
    asked = clean(request.args.get("q", ""))
    narrowed = narrowing(db.session, request.args.get, current_app.config["TIMEZONE"], moment)
    query = parse(asked)
    if not query or narrowed.wrong:
        return Answer(asked, narrowed, Results())
    found = results(db.session, query, narrowed.filters, after, moment=moment, size=PAGE)
    few = after is None and len(found.articles) < FEW
    meant = suggestion(db.session, asked, narrowed.filters, len(found.articles)) if few else ""
    return Answer(asked, narrowed, found, meant)


def _asked_cursor() -> Behind | None:
    text = request.args.get("after")
    try:
        return None if text is None else Behind.parse(text)
    except BadCursor:
        abort(404)
