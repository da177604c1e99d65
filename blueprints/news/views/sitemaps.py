"""Sitemaps for search engines."""

from flask import Response, abort

from blueprints.core.clock import now
from blueprints.core.database import LARGEST_ID, db
from blueprints.core.pages import public
from blueprints.news import bp, sitemaps

KEPT = 600


@bp.get("/sitemap.xml")
def show_sitemap() -> Response:
    """The index of all maps."""
    moment = now()
    entries: list[sitemaps.Entry] = [("/sitemap-sections.xml", None)]
    if db.session.scalars(sitemaps.fresh_articles(moment).limit(1)).first() is not None:
        entries.append(("/sitemap-news.xml", None))
    for number, changed in db.session.execute(sitemaps.ranges(moment)):
        entries.append((f"/sitemap-articles-{number}.xml", changed))
    for kind in sitemaps.LISTS:
        for number, changed in db.session.execute(sitemaps.list_ranges(kind, moment)):
            entries.append((f"/sitemap-{kind}-{number}.xml", changed))
    return _map(sitemaps.index(entries))


@bp.get("/sitemap-sections.xml")
def show_section_sitemap() -> Response:
    """The front page, sections and standing pages."""
    return _map(sitemaps.url_set(sitemaps.section_entries(db.session, now())))


@bp.get("/sitemap-articles-<int:number>.xml")
def show_article_sitemap(number: int) -> Response:
    """One range of articles."""
    _refuse_impossible(number)
    articles = db.session.scalars(sitemaps.articles_of(number, now()).execution_options(yield_per=500))
    entries = list(sitemaps.article_entries(articles))
    return _map(sitemaps.url_set(entries)) if entries else abort(404)


@bp.get("/sitemap-<any(tags, authors):kind>-<int:number>.xml")
def show_list_sitemap(kind: str, number: int) -> Response:
    """One range of tags or of authors."""
    _refuse_impossible(number)
    entries = sitemaps.list_entries(db.session, kind, number, now())
    return _map(sitemaps.url_set(entries)) if entries else abort(404)


@bp.get("/sitemap-news.xml")
def show_news_sitemap() -> Response:
    """The articles of the last two days."""
    articles = db.session.scalars(sitemaps.fresh_articles(now())).all()
    return _map(sitemaps.news_set(articles)) if articles else abort(404)


def _refuse_impossible(number: int) -> None:
    if number > LARGEST_ID // sitemaps.RANGE - 1:
        abort(404)


def _map(body: str) -> Response:
    return public(body, "feed", "menu", mimetype="application/xml", seconds=KEPT)
