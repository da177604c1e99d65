"""What the desk shows, as queries; lists go by keyset and never load a body."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import defer, joinedload, selectinload

from blueprints.auth.models import Account, Role, SignIn
from blueprints.news.models import Article, Byline, Category, Comment, GalleryPicture, Page, Pick, Tag

STAFF = (Role.AUTHOR, Role.EDITOR, Role.ADMIN)
SUGGESTED_TAGS = 60
SUGGESTED_ARTICLES = 100


class Filter(StrEnum):
    """The lists that the desk has, in the order of its links."""

    ALL = "all"
    DRAFTS = "drafts"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


def desk_articles(shown: Filter, moment: datetime, author_id: int | None) -> Select[Article]:
    """Articles in this state, of one author or of all, without their bodies; the caller orders and pages."""
    query = select(Article).options(
        defer(Article.body, raiseload=True),
        joinedload(Article.category),
        joinedload(Article.author),
        joinedload(Article.counter),
    )
    if author_id is not None:
        query = query.where(Article.author_id == author_id)
    out = Article.withdrawn_at.is_(None)
    match shown:
        case Filter.DRAFTS:
            query = query.where(out, Article.published_at.is_(None))
        case Filter.SCHEDULED:
            query = query.where(out, Article.published_at > moment)
        case Filter.PUBLISHED:
            query = query.where(out, Article.published_at <= moment)
        case Filter.WITHDRAWN:
            query = query.where(Article.withdrawn_at.is_not(None))
    return query


def article_to_edit(article_id: int) -> Select[Article]:
    """One article with all that its form and its preview show."""
    return _whole().where(Article.id == article_id)


def article_with_form_key(form_key: str) -> Select[Article]:
    """The article that a form with this key made, if it was sent before."""
    return _whole().where(Article.form_key == form_key)


def _whole() -> Select[Article]:
    return (
        select(Article)
        .options(
            joinedload(Article.category),
            joinedload(Article.author).joinedload(Account.picture),
            joinedload(Article.lead_picture),
            joinedload(Article.counter),
            selectinload(Article.tags),
            selectinload(Article.corrections),
            selectinload(Article.bylines).joinedload(Byline.account).joinedload(Account.picture),
            selectinload(Article.gallery).joinedload(GalleryPicture.picture),
        )
        .execution_options(populate_existing=True)
    )


def picks() -> Select[Pick]:
    """Every pick in its order, with its article."""
    article = joinedload(Pick.article).defer(Article.body, raiseload=True)
    return select(Pick).options(article).order_by(Pick.position, Pick.id).limit(1000)


def articles_to_pick(ids: Collection[int]) -> Select[Article]:
    """These articles, without their bodies."""
    return select(Article).options(defer(Article.body, raiseload=True)).where(Article.id.in_(ids))


def article_to_pick(slug: str) -> Select[Article]:
    """The article with this slug, without its body."""
    return select(Article).options(defer(Article.body, raiseload=True)).where(Article.slug == slug)


def recent_articles(moment: datetime) -> Select[Article]:
    """What came out last, to choose from."""
    return (
        select(Article)
        .options(defer(Article.body, raiseload=True))
        .where(Article.published_at <= moment, Article.withdrawn_at.is_(None))
        .order_by(Article.published_at.desc(), Article.id.desc())
        .limit(SUGGESTED_ARTICLES)
    )


def latest_category_of(author_id: int) -> Select[int]:
    """Where this author's last article went."""
    return select(Article.category_id).where(Article.author_id == author_id).order_by(Article.id.desc()).limit(1)


def all_categories() -> Select[Category]:
    """Every category: the menu's in its order, then the others by name."""
    return select(Category).order_by(Category.position.is_(None), Category.position, Category.name)


def suggested_tags() -> Select[str]:
    """Names of the tags that were made last."""
    return select(Tag.name).order_by(Tag.id.desc()).limit(SUGGESTED_TAGS)


def held_comments() -> Select[Comment]:
    """Comments that wait for an editor, with their articles; the longest waiting first."""
    return (
        select(Comment)
        .where(Comment.approved_at.is_(None), Comment.rejected_at.is_(None))
        .options(joinedload(Comment.article).defer(Article.body, raiseload=True))
        .order_by(Comment.posted_at, Comment.id)
    )


def comment_to_judge(comment_id: int) -> Select[Comment]:
    """One comment under a lock, lest two editors count it twice, with its article and what its pages are tagged by."""
    article = joinedload(Comment.article)
    return (
        select(Comment)
        .where(Comment.id == comment_id)
        .options(
            article.joinedload(Article.counter),
            article.selectinload(Article.tags),
            article.selectinload(Article.bylines),
        )
        .with_for_update(of=Comment)
    )


def staff() -> Select[Account]:
    """Everybody of the newsroom by name; a newsroom's staff is bounded."""
    return select(Account).where(Account.role.in_(STAFF)).order_by(Account.name, Account.id).limit(1000)


def pages() -> Select[Page]:
    """The standing pages in their order."""
    return select(Page).options(defer(Page.body, raiseload=True)).order_by(Page.position, Page.path).limit(1000)


def first_editor() -> Select[Account]:
    """The editor or admin who has been here longest and may sign in; admins first."""
    return (
        select(Account)
        .where(
            Account.role.in_((Role.EDITOR, Role.ADMIN)),
            Account.activated_at.is_not(None),
            Account.disabled_at.is_(None),
        )
        .order_by(Account.role != Role.ADMIN, Account.id)
        .limit(1)
    )


def anybody_signed_in() -> Select[int]:
    """A sign-in that happened, ever since they are kept."""
    return select(SignIn.id).limit(1)


def anybody_with_password() -> Select[int]:
    """An account whose owner chose a password."""
    return select(Account.id).where(Account.password_hash.is_not(None)).limit(1)
