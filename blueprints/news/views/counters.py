"""Counters: one small request after the page counts the view and brings the numbers."""

import logging
import re

from flask import Response, render_template, request
from limits import parse_many

from blueprints.core.clock import now
from blueprints.core.database import begin_reading, db
from blueprints.core.extensions import client_network, limiter
from blueprints.core.pages import private
from blueprints.news import bp
from blueprints.news.counting import count_view
from blueprints.news.signals import came_from_letter
from blueprints.news.views.discussed import discussed_article

PACE = "6/minute;60/hour"  # many phones share one address, and each may look twice
MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|facebookexternalhit|headless|lighthouse|curl|wget|python", re.IGNORECASE
)
LETTER = re.compile(r"[1-9][0-9]{0,9}", re.ASCII)
log = logging.getLogger(__name__)


@bp.post("/articles/<int:article_id>/views/")
def count_reading(article_id: int) -> Response:
    """One more view, unless a machine looks, or somebody loads the page over and over; then the numbers."""
    begin_reading()
    discussed_article(article_id)
    db.session.rollback()
    if is_counted(PACE, f"view/{article_id}"):
        count_view(db.engine, article_id, now())
        _tell_of_letter(article_id, request.form.get("letter", ""))
    return counters_of(article_id)


def _tell_of_letter(article_id: int, letter: str) -> None:
    """Whoever came from a letter brings its number along; see static/js/site/views.js."""
    if LETTER.fullmatch(letter):
        came_from_letter.send(article_id, letter_id=int(letter))


def is_counted(pace: str, what: str) -> bool:
    """Whether a press or a look from here counts: not a machine's, not a prefetch, not one of too many."""
    agent, purpose = request.headers.get("User-Agent", ""), request.headers.get("Sec-Purpose", "")
    if not agent or MACHINES.search(agent) or "prefetch" in purpose:
        return False
    try:
        return all([limiter.limiter.hit(limit, what, client_network()) for limit in parse_many(pace)])
    except limiter.storage.base_exceptions as error:
        log.warning("limits: %s", error)
        return True


def counters_of(article_id: int) -> Response:
    """The numbers as they are now, those above zero."""
    article = discussed_article(article_id)
    return private(render_template("news/_counters.html", article=article, counting=False))
