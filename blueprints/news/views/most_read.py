"""What is read most, over a day, a week and a month."""

from flask import Response, abort, render_template

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.languages import asked_language
from blueprints.core.pages import public
from blueprints.news import bp
from blueprints.news.popular import Span, most_read_over

LENGTH = 20
# Ranks of weeks move slowly and are dear to count; a change to an article shows at once all the same.
SECONDS = {Span.DAY: 300, Span.WEEK: 1800, Span.MONTH: 3600}


@bp.get("/most-read/")
@bp.get("/most-read/<span>/")
def show_most_read(span: str = "") -> Response:
    """The twenty most read articles of a span; 404 for a span that is none of ours."""
    asked = next((each for each in Span if each.value[0] == span), None) or abort(404)
    articles = db.session.scalars(most_read_over(db.session, now(), asked, LENGTH, asked_language())).all()
    body = render_template("news/show_most_read.html", articles=articles, asked=asked, spans=list(Span))
    return public(body, "menu", *(f"article:{each.id}" for each in articles), seconds=SECONDS[asked])
