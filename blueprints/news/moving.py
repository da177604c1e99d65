"""Moving a section, a tag, an author, a page or an article to another address: the old one leads on in one step."""

from datetime import datetime

from flask import current_app
from slugify import slugify
from sqlalchemy import select, update
from werkzeug.exceptions import HTTPException

from blueprints.auth.models import Account
from blueprints.core.clock import now
from blueprints.core.database import AnySession
from blueprints.core.purging import EVERYTHING, purge
from blueprints.core.wording import gettext
from blueprints.news.addresses import url_of
from blueprints.news.editing import LONGEST_SLUG, leave_redirect, refresh_article
from blueprints.news.models import Article, Category, OldAddress, Page, Tag, Target

LONGEST_PATH = 400  # characters, as the column has it


class MoveRefused(ValueError):
    """Why something cannot live at this address, in words for the one who asked."""


def publish_article(session: AnySession, article: Article, at: datetime) -> None:
    """Publish it at this moment; an address under another date, which readers may know, leads on to the new one."""
    known = article.published_at is not None and article.published_at <= now()
    address = url_of(article)
    article.publish(at)
    if known and url_of(article) != address:
        leave_redirect(session, address, Target.ARTICLE, article.id)
    refresh_article(session, article)


def move_category(session: AnySession, category: Category, slug: str) -> None:
    """Give a section another slug; raises MoveRefused. The caller commits."""
    _move(session, category, Target.CATEGORY, slug)


def move_tag(session: AnySession, tag: Tag, slug: str) -> None:
    """Give a tag another slug; raises MoveRefused. The caller commits."""
    _move(session, tag, Target.TAG, slug)


def move_author(session: AnySession, author: Account, slug: str) -> None:
    """Give an author another slug; raises MoveRefused. The caller commits."""
    _move(session, author, Target.AUTHOR, slug)


def move_page(session: AnySession, page: Page, path: str) -> None:
    """Give a standing page another path, such as `about/team`; raises MoveRefused. The caller commits."""
    path = _spelled(path)
    if path == page.path:
        return
    _demand_free(session, path)
    leave_redirect(session, url_of(page), Target.PAGE, page.id)
    page.path = path
    session.flush()
    purge(session, f"page:{page.id}", "menu")


def page_path(session: AnySession, wanted: str) -> str:
    """Where a new standing page can live; raises MoveRefused."""
    path = _spelled(wanted)
    _demand_free(session, path)
    return path


def _spelled(path: str) -> str:
    return "/".join(filter(None, (slugify(part, max_length=LONGEST_SLUG) for part in path.split("/"))))


def _demand_free(session: AnySession, path: str) -> None:
    if not path or len(path) > LONGEST_PATH:
        raise MoveRefused(gettext("Write a path such as about/team, with letters or digits between the slashes."))
    if not _is_for_pages(path):
        raise MoveRefused(gettext("The site itself uses /%(path)s/.", path=path))
    if session.scalar(select(Page.id).where(Page.path == path)) is not None:
        raise MoveRefused(gettext("Another page lives at /%(path)s/.", path=path))


def hand_over(session: AnySession, target: Target, gone: Category | Tag | Account, heir_id: int) -> None:
    """Before something is merged away: all its addresses, old ones too, lead to the heir of the same kind."""
    session.execute(
        update(OldAddress)
        .where(OldAddress.target == target, OldAddress.target_id == gone.id)
        .values(target_id=heir_id)
        .execution_options(synchronize_session="fetch")
    )
    leave_redirect(session, url_of(gone), target, heir_id)
    purge(session, EVERYTHING)


def _move(session: AnySession, thing: Category | Tag | Account, target: Target, wanted: str) -> None:
    slug, kind = slugify(wanted, max_length=LONGEST_SLUG, word_boundary=True), type(thing)
    if slug == thing.slug:
        return
    if not slug:
        raise MoveRefused(gettext("Write letters or digits; an address is made of them."))
    if session.scalar(select(kind.id).where(kind.slug == slug)) is not None:
        raise MoveRefused(gettext("%(slug)s is taken.", slug=slug))
    leave_redirect(session, url_of(thing), target, thing.id)
    thing.slug = slug
    session.flush()
    purge(session, EVERYTHING)  # it is linked wherever one of its articles stands


def _is_for_pages(path: str) -> bool:
    """Whether the site asks for a standing page there, and for nothing of its own."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(f"/{path}/")
    except HTTPException:  # a redirect is one too
        return False
    return bool(endpoint == "news.show_page")
