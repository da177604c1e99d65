"""How other sites ask for an article that they want to show."""

import json
import re

from flask import Response, abort, request

from blueprints.core.database import db
from blueprints.core.pages import public
from blueprints.news import bp
from blueprints.news.addresses import forwarding
from blueprints.news.editing import tags_of
from blueprints.news.models import Article
from blueprints.news.oembed import as_xml, embedded, own_path
from blueprints.news.views.articles import readable_article

ARTICLE = re.compile(r"(?:/[a-z]{2})?/\d{4}/\d{2}/([^/]+)/?", re.ASCII)


@bp.get("/oembed")
def show_embedded() -> Response:
    """The article at `url`; 404 for any other address, 410 once withdrawn, 501 for another format."""
    form = request.args.get("format") or "json"
    if form not in ("json", "xml"):
        abort(501)
    width, height = _pixels("maxwidth"), _pixels("maxheight")
    article = _article(request.args.get("url", ""))
    facts = embedded(article, width, height)
    body, kind = (as_xml(facts), "text/xml") if form == "xml" else (json.dumps(facts).encode(), "application/json")
    return public(body, *tags_of(article), mimetype=kind)


def _article(address: str) -> Article:
    path = own_path(address)
    if path is None:
        abort(404)
    found = ARTICLE.fullmatch(path) or ARTICLE.fullmatch(forwarding(db.session, path, "") or "")
    return readable_article(found[1]) if found else abort(404)


def _pixels(name: str) -> int | None:
    """So many pixels at most; None where nothing is asked, 400 for what is no such number."""
    asked = request.args.get(name)
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > 9 or int(asked) < 1:
        abort(400)
    return int(asked)
