"""Shares: counted once a press, then off to the network; and the short links that are shared."""

import logging

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerSecond

from blueprints.core.clock import now
from blueprints.core.database import begin_reading, db
from blueprints.core.extensions import client_network, limiter
from blueprints.core.pages import wants_fragment
from blueprints.news import bp
from blueprints.news.addresses import url_of
from blueprints.news.counting import count_share
from blueprints.news.shares import (
    COUNTED_HERE,
    NETWORKS,
    article_id_in,
    mail_url,
    share_url,
    short_path,
    whatsapp_message,
)
from blueprints.news.views.counters import counters_of, is_counted
from blueprints.news.views.discussed import discussed_article

PACE = "20/minute;200/hour"
ONE_PRESS = RateLimitItemPerSecond(1, 2)  # whoever taps twice within two seconds pressed once
log = logging.getLogger(__name__)

bp.add_app_template_global(short_path)
bp.add_app_template_global(mail_url)
bp.add_app_template_global(whatsapp_message)


@bp.get("/s/<code>/", strict_slashes=False)
def open_short_link(code: str) -> ResponseReturnValue:
    """To where the article lives now, whichever version of its link was shared; 410 once it is withdrawn."""
    article_id = article_id_in(code)
    return redirect(url_of(discussed_article(article_id)), 301) if article_id else abort(404)


@bp.post("/articles/<int:article_id>/shares/<network>/")
def count_press(article_id: int, network: str) -> ResponseReturnValue:
    """One more share; then the network's page, or for what happens on the device, the new counts."""
    begin_reading()
    article = discussed_article(article_id)
    if network not in NETWORKS:
        abort(404)
    target = share_url(network, article, now())
    db.session.rollback()
    if _is_first_tap(article_id, network) and is_counted(PACE, f"share/{article_id}"):
        count_share(db.engine, article_id)
    if network in COUNTED_HERE and wants_fragment():
        return counters_of(article_id)
    return redirect(target, 303)


def _is_first_tap(article_id: int, network: str) -> bool:
    """Whether this phone did not press the same button a moment ago; many phones share one address."""
    try:
        what = f"tap/{article_id}/{network}"
        return limiter.limiter.hit(ONE_PRESS, what, client_network(), request.headers.get("User-Agent", "")[:200])
    except limiter.storage.base_exceptions as error:
        log.warning("limits: %s", error)
        return True
