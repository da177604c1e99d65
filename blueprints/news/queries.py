"""What readers can see, as queries; each names all that its page shows, and only an article's own loads a body."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, true, tuple_, union, union_all
from sqlalchemy.orm import defer, joinedload, selectinload

from blueprints.auth.models import Account
from blueprints.news.models import (
    NOT_WITHDRAWN,
    Article,
    Byline,
    Category,
    Correction,
    GalleryPicture,
    Pick,
    Tag,
    article_tag,
)
from blueprints.news.paging import Cursor, Piece, stretch_of

MOST_TAGS = 6
MOST_PICKS = 400


def visible(moment: datetime) -> Select[Article]:
    """Every article that readers may see at this moment."""
    return select(Article).where(Article.published_at <= moment, NOT_WITHDRAWN)


def cards(query: Select[Article]) -> Select[Article]:
    """The same articles with what a card shows of them, and without their bodies."""
    return query.options(
        defer(Article.body, raiseload=True),
        joinedload(Article.category),
        joinedload(Article.author).joinedload(Account.picture),
        joinedload(Article.lead_picture),
        joinedload(Article.counter),
    )


def with_bylines(query: Select[Article]) -> Select[Article]:
    """The same articles with those who wrote them and their faces, for lists that show them."""
    return query.options(selectinload(Article.bylines).joinedload(Byline.account).joinedload(Account.picture))


def of_language(language: str) -> ColumnElement[bool]:
    """Whether an article is in this language, in whatever country's form; in any at all where none is named."""
    return or_(Article.language == language, Article.language.like(f"{language}-%")) if language else true()


def leading(language: str) -> ColumnElement[bool]:
    """Whether it may stand on the front page of this language; where none is named, of versions only the source."""
    return of_language(language) if language else Article.source_id.is_(None)


def in_language(pieces: Sequence[Piece], language: str) -> list[Piece]:
    """The articles of a list that are in this language."""
    return [_with_articles(piece).where(of_language(language)) for piece in pieces] if language else list(pieces)


def _with_articles(piece: Piece) -> Piece:
    if Article.__table__ in piece.get_final_froms():
        return piece
    return piece.join(Article, Article.id == piece.selected_columns[1])


def newest(moment: datetime, language: str = "") -> Select[Article]:
    """Cards of every visible article of this language, the newest first."""
    found = cards(visible(moment)).where(leading(language))
    return found.order_by(Article.published_at.desc(), Article.id.desc())


def picked(moment: datetime, language: str = "") -> Select[int | None, int]:
    """(category id or none for the top, article id) of the picks that last, each place's in its order."""
    out = and_(Article.published_at <= moment, NOT_WITHDRAWN, of_language(language))
    return (
        select(Pick.category_id, Pick.article_id)
        .join(Article, and_(Pick.article_id == Article.id, out))
        .where(or_(Pick.until.is_(None), Pick.until > moment))
        .order_by(Pick.position, Pick.id)
        .limit(MOST_PICKS)
    )


def newest_ids_of_each(
    category_ids: Sequence[int], moment: datetime, count: int, language: str = ""
) -> Select[int, int]:
    """(category id, article id) of so many newest articles of each category, in that order, in one question."""
    each = [_newest_ids(category_id, moment, count, language) for category_id in category_ids]
    together = union_all(*each).subquery()
    return select(together.c.category_id, together.c.id).order_by(
        together.c.category_id, together.c.published_at.desc(), together.c.id.desc()
    )


def _newest_ids(category_id: int, moment: datetime, count: int, language: str) -> Select[int, int, datetime | None]:
    part = (
        select(Article.category_id, Article.id, Article.published_at)
        .where(Article.category_id == category_id, Article.published_at <= moment, NOT_WITHDRAWN)
        .where(leading(language))
        .order_by(Article.published_at.desc(), Article.id.desc())
        .limit(count)
        .subquery()
    )
    return select(part.c.category_id, part.c.id, part.c.published_at)


def these(ids: Sequence[int], moment: datetime) -> Select[Article]:
    """Cards of the visible ones among these articles, the newest first."""
    return newest(moment).where(Article.id.in_(ids))


def everything() -> list[Piece]:
    """Every article that is out."""
    return [select(Article.published_at, Article.id).where(NOT_WITHDRAWN)]


def in_categories(category_ids: Sequence[int]) -> list[Piece]:
    """The articles of these categories, one piece for each."""
    return [piece.where(Article.category_id == number) for number in category_ids for piece in everything()]


def ids_from(category_id: int) -> Select[int]:
    """The id of this category and of all below it, however deep; a loop among them ends where it began."""
    tree = select(Category.id).where(Category.id == category_id).cte("tree", recursive=True)
    tree = tree.union(select(Category.id).join(tree, Category.parent_id == tree.c.id))
    return select(tree.c.id).order_by(tree.c.id)


def tagged(tag_id: int) -> list[Piece]:
    """The articles with this tag; its rows have a date while the article is out."""
    return [select(article_tag.c.published_at, article_tag.c.article_id).where(article_tag.c.tag_id == tag_id)]


def written_by(account_id: int) -> list[Piece]:
    """The articles that this person wrote, alone or with others."""
    return [select(Byline.published_at, Byline.article_id).where(Byline.account_id == account_id)]


def stretch(pieces: Sequence[Piece], moment: datetime, count: int, after: Cursor | None = None) -> Select[Article]:
    """Cards of so many articles of a list behind the cursor, the newest first."""
    found = stretch_of(pieces, moment, after, count)
    listed = select(Article).join(found, found.c.id == Article.id)
    return cards(listed).order_by(found.c.at.desc(), found.c.id.desc())


def whole_article(slug: str) -> Select[Article]:
    """The article with this slug in any state, with all that its page shows of itself."""
    return with_bylines(
        select(Article)
        .where(Article.slug == slug)
        .options(
            joinedload(Article.category),
            joinedload(Article.author).joinedload(Account.picture),
            joinedload(Article.lead_picture),
            joinedload(Article.counter),
            selectinload(Article.tags),
            selectinload(Article.corrections),
            selectinload(Article.gallery).joinedload(GalleryPicture.picture),
        )
    )


def before(article: Article, moment: datetime) -> Select[Article]:
    """A card of what was published last before this article."""
    return stretch(everything(), moment, 1, Cursor.behind(article))


def following(article: Article, moment: datetime) -> Select[Article]:
    """Cards of what was published after this article, the nearest first."""
    place = Cursor.behind(article)
    later = tuple_(Article.published_at, Article.id) > (place.at, place.id)
    query = cards(visible(moment)).where(later)
    return query.order_by(Article.published_at, Article.id)


def ids_sharing_tags(tags: Sequence[Tag], moment: datetime, count: int) -> Select[int, int]:
    """(tag id, article id) of the latest so many visible articles with each of these tags; the index alone answers."""
    each = [
        select(article_tag.c.tag_id, article_tag.c.article_id)
        .where(article_tag.c.tag_id == tag.id, article_tag.c.published_at <= moment)
        .order_by(article_tag.c.published_at.desc(), article_tag.c.article_id.desc())
        .limit(count)
        .subquery()
        for tag in tags[:MOST_TAGS]
    ]
    together = union_all(*(select(part.c.tag_id, part.c.article_id) for part in each)).subquery()
    return select(together.c.tag_id, together.c.article_id)


def picked_ids(moment: datetime, count: int) -> Select[int]:
    """Ids of what an editor chose last for the front page or a section, while the choice lasts."""
    lasting = or_(Pick.until.is_(None), Pick.until > moment)
    return select(Pick.article_id).where(lasting).order_by(Pick.picked_at.desc(), Pick.id.desc()).limit(count)


def facts_of(
    ids: Collection[int], category_id: int, moment: datetime, count: int
) -> Select[int, int, str, datetime | None]:
    """Id, category, language and date of the visible ones among these articles and of the newest so many, of the
    category and in all."""
    of_category = stretch_of(in_categories([category_id]), moment, None, count)
    latest = stretch_of(everything(), moment, None, count)
    wanted = union(select(Article.id).where(Article.id.in_(ids)), select(of_category.c.id), select(latest.c.id))
    facts = visible(moment).with_only_columns(Article.id, Article.category_id, Article.language, Article.published_at)
    return facts.where(Article.id.in_(wanted))


def corrections(moment: datetime) -> Select[Correction]:
    """The corrections to visible articles, the latest first, each with its article."""
    return (
        select(Correction)
        .join(Article, Correction.article_id == Article.id)
        .where(Article.published_at <= moment, NOT_WITHDRAWN)
        .options(joinedload(Correction.article).defer(Article.body, raiseload=True))
        .order_by(Correction.corrected_at.desc(), Correction.id.desc())
    )
