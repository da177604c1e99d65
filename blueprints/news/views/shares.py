"""Shares: counted once a press, then off to the network."""

from flask import abort, redirect
from flask.typing import ResponseReturnValue

from blueprints.core.database import begin_reading, db
from blueprints.core.pages import wants_fragment
from blueprints.news import bp
from blueprints.news.addresses import full_url, url_of
from blueprints.news.counting import count_share
from blueprints.news.shares import COUNTED_HERE, NETWORKS, share_url
from blueprints.news.views.counters import counters_of, is_counted
from blueprints.news.views.discussed import discussed_article

PACE = "20/minute;200/hour"


@bp.post("/articles/<int:article_id>/shares/<network>/")
def count_press(article_id: int, network: str) -> ResponseReturnValue:
    """One more share; then the network's page, or for what happens on the device, the new counts."""
    begin_reading()
    article = discussed_article(article_id)
    if network not in NETWORKS:
        abort(404)
    target = share_url(network, article.headline, full_url(url_of(article)))
    db.session.rollback()
    if is_counted(PACE, f"share/{article_id}"):
        count_share(db.engine, article_id)
    if network in COUNTED_HERE and wants_fragment():
        return counters_of(article_id)
    return redirect(target, 303)
