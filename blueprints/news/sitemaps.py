"""Sitemaps (sitemaps.org/protocol.html): an index, a map of sections and pages, and others by ranges of ids."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from flask import current_app
from markupsafe import escape
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import load_only

from blueprints.auth.models import Account
from blueprints.core.database import AnySession
from blueprints.core.languages import offered, root_of
from blueprints.core.templating import iso
from blueprints.news import queries
from blueprints.news.addresses import full_url, url_of
from blueprints.news.models import NOT_WITHDRAWN, Article, Byline, Category, Page, Tag, article_tag

RANGE = 5000
NEWS_FOR = timedelta(days=2)
MOST_NEWS = 1000
CORE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
Entry = tuple[str, datetime | None]
# Lists with a map of their own: what they are of, its number beside each article of the list, and that one's date.
LISTS: dict[str, tuple[type[Tag] | type[Account], ColumnElement[int], ColumnElement[datetime]]] = {
    "tags": (Tag, article_tag.c.tag_id, article_tag.c.published_at),
    "authors": (Account, Byline.__table__.c.account_id, Byline.__table__.c.published_at),
}


def ranges(moment: datetime) -> Select[int, datetime]:
    """The number of each range that holds visible articles, and when one of them last changed."""
    number = (Article.id - 1) // RANGE
    changed = func.max(func.coalesce(Article.updated_at, Article.published_at), type_=Article.created_at.type)
    visible = Article.published_at <= moment, NOT_WITHDRAWN
    return select(number, changed).where(*visible).group_by(number).order_by(number)


def articles_of(number: int, moment: datetime) -> Select[Article]:
    """The visible articles of one range, with no more than a sitemap tells of them."""
    within = queries.visible(moment).where(Article.id > number * RANGE, Article.id <= (number + 1) * RANGE)
    return within.options(load_only(Article.slug, Article.published_at, Article.updated_at, Article.language)).order_by(
        Article.id
    )


def fresh_articles(moment: datetime) -> Select[Article]:
    """What Google News wants to hear of: two days, a thousand articles at most."""
    fresh = queries.visible(moment).where(Article.published_at > moment - NEWS_FOR)
    told = load_only(Article.slug, Article.published_at, Article.headline, Article.language)
    return fresh.options(told).order_by(Article.published_at.desc(), Article.id.desc()).limit(MOST_NEWS)


def article_entries(articles: Iterable[Article]) -> Iterator[Entry]:
    """Where each article is, and when it last changed."""
    return ((url_of(article), article.updated_at or article.published_at) for article in articles)


def list_ranges(kind: str, moment: datetime) -> Select[int, datetime]:
    """The number of each range of tags or authors that have visible articles, and when one of them had its newest.

    A guest has no page, so a byline without an account is in no range.
    """
    _, owner, at = LISTS[kind]
    number = (owner - 1) // RANGE
    dated = select(number, func.max(at, type_=at.type)).where(at <= moment, owner.is_not(None))
    return dated.group_by(number).order_by(number)


def list_entries(session: AnySession, kind: str, number: int, moment: datetime) -> list[Entry]:
    """The tags or authors of one range that have visible articles, and when each had its newest."""
    model, owner, at = LISTS[kind]
    within = select(owner.label("owner"), func.max(at, type_=at.type).label("changed")).where(
        at <= moment, owner > number * RANGE, owner <= (number + 1) * RANGE
    )
    dated = within.group_by(owner).subquery()
    found = select(model, dated.c.changed).join(dated, dated.c.owner == model.id).order_by(model.id)
    return [(url_of(each), changed) for each, changed in session.execute(found.options(load_only(model.slug)))]


def section_entries(session: AnySession, moment: datetime) -> Iterator[Entry]:
    """The front page, the categories of the menu and those that have articles, and the standing pages.

    In another language, the front page and the categories that have articles in it.
    """
    changed = _newest_of_each(session, moment, "")
    yield "/", max(changed.values(), default=None)
    wanted = or_(Category.position.is_not(None), Category.id.in_(changed))
    categories = session.scalars(
        select(Category).where(wanted).order_by(Category.position.nulls_last(), Category.id)
    ).all()
    for category in categories:
        below = (changed.get(each.id) for each in categories if category.id in (each.id, each.parent_id))
        yield url_of(category), max((at for at in below if at), default=None)
    for language in offered()[1:]:
        spoken = _newest_of_each(session, moment, language)
        if spoken:
            yield f"{root_of(language)}/", max(spoken.values())
        yield from ((root_of(language) + url_of(each), spoken[each.id]) for each in categories if each.id in spoken)
    for page in session.scalars(select(Page).where(Page.published_at <= moment).order_by(Page.id)):
        yield url_of(page), page.edited_at


def _newest_of_each(session: AnySession, moment: datetime, language: str) -> dict[int, datetime]:
    newest = select(Article.category_id, func.max(Article.published_at, type_=Article.created_at.type))
    out = newest.where(Article.published_at <= moment, NOT_WITHDRAWN, queries.of_language(language))
    return {category_id: at for category_id, at in session.execute(out.group_by(Article.category_id)) if at}


def index(entries: Iterable[Entry]) -> str:
    """The map of maps."""
    return _document("sitemapindex", CORE, (f"<sitemap>{_place(*entry)}</sitemap>" for entry in entries))


def url_set(entries: Iterable[Entry]) -> str:
    """A map of addresses."""
    return _document("urlset", CORE, (f"<url>{_place(*entry)}</url>" for entry in entries))


def news_set(articles: Iterable[Article]) -> str:
    """A map for Google News (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap)."""
    return _document("urlset", f"{CORE} {NEWS}", map(_news, articles))


def _news(article: Article) -> str:
    language = article.language.split("-", maxsplit=1)[0].lower()
    name, published = escape(current_app.config["SITE_NAME"]), iso(article.published_at or article.created_at)
    return (
        f"<url>{_place(url_of(article), None)}<news:news><news:publication><news:name>{name}</news:name>"
        f"<news:language>{language}</news:language></news:publication>"
        f"<news:publication_date>{published}</news:publication_date>"
        f"<news:title>{escape(article.headline)}</news:title></news:news></url>"
    )


def _place(path: str, changed: datetime | None) -> str:
    last = f"<lastmod>{iso(changed)}</lastmod>" if changed else ""
    return f"<loc>{escape(full_url(path))}</loc>{last}"


def _document(name: str, spaces: str, entries: Iterable[str]) -> str:
    body = "\n".join(entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {spaces}>\n{body}\n</{name}>\n'
