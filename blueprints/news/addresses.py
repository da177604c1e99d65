"""Where things live: the address of an article, section, author or page, and where an old address leads."""

import re
from typing import cast
from urllib.parse import quote, urljoin

from flask import current_app
from sqlalchemy import select

from blueprints.auth.models import Account
from blueprints.core.clock import now
from blueprints.core.database import AnySession
from blueprints.core.errors import Withdrawn
from blueprints.core.languages import here, root_of, without_root
from blueprints.core.models import Picture
from blueprints.core.storage import picture_url
from blueprints.core.templating import local
from blueprints.news.models import Article, Category, Comment, OldAddress, Page, Tag, Target

Addressable = Article | Category | Tag | Account | Page
MODELS: dict[str, type[Addressable]] = {
    Target.ARTICLE: Article,
    Target.CATEGORY: Category,
    Target.TAG: Tag,
    Target.AUTHOR: Account,
    Target.PAGE: Page,
}
FEED = re.compile(r"(/.+)/feed(?:/(atom|json)|/rss2?|/rdf)?/*", re.DOTALL)  # with the forms that WordPress had
WITH_FEEDS = (Target.CATEGORY, Target.TAG, Target.AUTHOR)


def url_of(thing: Addressable) -> str:
    """The path of a thing on this site: of an article in its own language, of all else in the one that is in force.

    An article without a date lives where it would if published now.
    """
    match thing:
        case Article():
            return f"{root_of(thing.language)}{local(thing.published_at or now()):/%Y/%m}/{thing.slug}/"
        case Category():
            return here(f"/category/{thing.slug}/")
        case Tag():
            return here(f"/tag/{thing.slug}/")
        case Account():
            return here(f"/author/{thing.slug}/")
        case Page():
            return here(f"/{thing.path}/")


def forwarding(session: AnySession, path: str, query: str) -> str | None:
    """Where an old path (first with its query, then without) now leads, or None if it never named anything.

    A language in front of it makes no difference.

    Raises Withdrawn where it led to what is gone.
    """
    path = without_root(path)
    old = _old_address(session, path, query)
    if old:
        return _now_at(session, old)
    feed = FEED.fullmatch(path)
    old = _old_address(session, feed[1], "") if feed else None
    place = _now_at(session, old) if feed and old and old.target in WITH_FEEDS else None
    if not feed or not place:
        return None
    return f"{place}feed/{feed[2]}/" if feed[2] else f"{place}feed/"


def _old_address(session: AnySession, path: str, query: str) -> OldAddress | None:
    spellings = [path.rstrip("/") + "/", path.rstrip("/"), path]
    wanted = [f"{spelling}?{query}" for spelling in spellings] if query else []
    known = {
        old.path: old for old in session.scalars(select(OldAddress).where(OldAddress.path.in_(wanted + spellings)))
    }
    return next((known[path] for path in wanted + spellings if path in known), None)


def _now_at(session: AnySession, old: OldAddress) -> str | None:
    if old.target == Target.GONE:
        raise Withdrawn(reason=old.reason)
    if old.target == Target.PICTURE:
        picture = session.get(Picture, old.target_id)
        return picture_url(picture, picture.widths[-1]) if picture else None
    if old.target == Target.COMMENT:
        comment = session.get(Comment, old.target_id)
        article = session.get(Article, comment.article_id) if comment else None
        return f"{url_of(article)}#comment-{old.target_id}" if article and _is_out(article) else None
    thing = cast(Addressable | None, session.get(MODELS[old.target], old.target_id))
    if thing and _is_out(thing):
        return url_of(thing)
    if old.reason:
        raise Withdrawn(reason=old.reason)
    return None


def _is_out(thing: Addressable) -> bool:
    """Whether readers may know of it: the address alone gives a draft's headline away. Raises Withdrawn."""
    match thing:
        case Article():
            if thing.withdrawn_at is not None:
                raise Withdrawn(thing.withdrawn_at, thing.withdrawn_reason)
            return thing.is_visible(now())
        case Page():
            return thing.published_at is not None and thing.published_at <= now()
    return True


def full_url(path: str) -> str:
    """The whole address of a path on this site, in ASCII; one that is whole already stays as it is."""
    return quote(urljoin(f"{current_app.config['SITE_URL']}/", path), safe="%/:=&?~#+!$,;'@()*[]")
