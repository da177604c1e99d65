"""The verbs that change more than one thing: a new article with its address, and what its change makes stale."""

import re
import secrets

from slugify import slugify
from sqlalchemy import select, update

from blueprints.auth.models import Account
from blueprints.core.clock import now
from blueprints.core.database import AnySession
from blueprints.core.languages import without_root
from blueprints.core.purging import purge
from blueprints.core.sanitiser import clean_html
from blueprints.core.templating import local
from blueprints.news.announcing import announce
from blueprints.news.models import Article, ArticleCounter, Byline, Category, OldAddress, Tag, Target, article_tag
from blueprints.news.search import index_article

LONGEST_SLUG = 90
DAY = re.compile(r"\d\d")


def new_article(
    session: AnySession, *, headline: str, author: Account, category: Category, language: str, slug: str = ""
) -> Article:
    """A draft with an address of its own, added to the session and flushed."""
    moment = now()
    article = Article(
        slug=free_slug(session, slug or headline),
        headline=headline,
        author=author,
        category=category,
        language=language,
        created_at=moment,
        edited_at=moment,
        standfirst="",
        body="",
        tags=[],
        bylines=[Byline(position=0, account=author, guest="")],
        gallery=[],
        counter=None,
    )
    session.add(article)
    session.flush()
    article.counter = ArticleCounter(article_id=article.id, views=0, shares=0, comments=0)
    return article


def free_slug(session: AnySession, wanted: str, own_id: int = 0) -> str:
    """A slug that no article and no day of the archive has: Latin where it can be, cut at a word, numbered if taken.

    One that an article other than `own_id` had this month stays its own: readers may have kept that address.
    """
    base = slugify(wanted, max_length=LONGEST_SLUG, word_boundary=True) or secrets.token_hex(4)
    slug, number = base, 2
    while DAY.fullmatch(slug) or _is_taken(session, slug, own_id):
        slug, number = f"{base}-{number}", number + 1
    return slug


def _is_taken(session: AnySession, slug: str, own_id: int) -> bool:
    if session.scalar(select(Article.id).where(Article.slug == slug)) is not None:
        return True
    leads_to = select(OldAddress.target_id).where(OldAddress.path == f"{local(now()):/%Y/%m}/{slug}/")
    return session.scalar(leads_to) not in (None, own_id)


def save_article(session: AnySession, article: Article, body: str) -> None:
    """After a change: sanitise the body, index the text, and purge what shows it. Tags and category are set already."""
    article.write_body(clean_html(body))
    article.edited_at = now()
    session.flush()
    refresh_article(session, article)


def refresh_article(session: AnySession, article: Article) -> None:
    """Index and list the article as it is now, and purge every page that shows it; a draft stands on none."""
    session.flush()
    index_article(session, article)
    list_article(session, article)
    if article.published_at is not None:
        purge(session, *tags_of(article))
    if article.published_at is not None and article.published_at <= now():
        announce(session, [article.id])


def list_article(session: AnySession, article: Article) -> None:
    """Let the lists by tag and by author hold it at its date, or no longer; its rows there are written already."""
    listed = {"published_at": article.listed_at}
    session.execute(update(article_tag).where(article_tag.c.article_id == article.id).values(listed))
    session.execute(update(Byline).where(Byline.article_id == article.id).values(listed))


def tags_of(article: Article) -> list[str]:
    """The cache tags of the pages that show this article; its tags and bylines are loaded."""
    return [
        "front",
        "feed",
        f"article:{article.id}",
        f"family:{article.source_id or article.id}",
        f"category:{article.category_id}",
        f"author:{article.author_id}",
        *(
            f"author:{byline.account_id}"
            for byline in article.bylines
            if byline.account_id not in (None, article.author_id)
        ),
        *(f"tag:{tag.id}" for tag in article.tags),
    ]


def tags_named(session: AnySession, names: list[str]) -> list[Tag]:
    """The tags with these names, made where new; names that differ only in case or marks are one tag."""
    tags: dict[str, Tag] = {}
    for name in (" ".join(name.split()) for name in names):
        slug = slugify(name, max_length=LONGEST_SLUG)
        if slug and slug not in tags:
            tags[slug] = session.scalar(select(Tag).where(Tag.slug == slug)) or Tag(slug=slug, name=name)
            session.add(tags[slug])
    session.flush()
    return list(tags.values())


def leave_redirect(session: AnySession, path: str, target: Target, target_id: int, reason: str = "") -> None:
    """Let an old address (path, with its query if that names the thing) lead to where the target now lives.

    Target.GONE leads nowhere (its id is 0); those who come are told the reason.
    """
    path = without_root(path)
    known = session.scalar(select(OldAddress).where(OldAddress.path == path))
    if known is None:
        session.add(OldAddress(path=path, target=target, target_id=target_id, reason=reason))
    else:
        known.target, known.target_id, known.reason = target, target_id, reason
