"""What can be found of an article: the texts of its own row and of those around it, by the fields that weigh apart."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, union_all

from blueprints.auth.models import Account
from blueprints.core.database import AnySession
from blueprints.core.models import Picture
from blueprints.core.sanitiser import plain_text
from blueprints.news.models import Article, Byline, GalleryPicture, Tag, article_tag
from blueprints.news.search.folding import other_readings, words_of
from blueprints.news.search.places import place_of

SHORT_FIELDS = ("headline", "tags", "authors", "standfirst", "captions")
FIELDS = (*SHORT_FIELDS, "body")
MOST_TEXT = 200_000  # characters


@dataclass(frozen=True)
class Texts:
    """The texts of one article by field, as they are written; listed_at is None for what nobody may find."""

    id: int
    listed_at: datetime | None
    language: str
    category_id: int
    written: dict[str, str]

    @property
    def place(self) -> int:
        """Where it stands in the order of dates; it has a date."""
        assert self.listed_at is not None
        return place_of(self.listed_at, self.id)

    @property
    def marks(self) -> list[str]:
        """What filters ask for, as words of a field of its own."""
        return [section_mark(self.category_id), language_mark(self.language)]

    def folded(self, field: str) -> list[str]:
        """The words of a field, folded, and behind them their other readings."""
        text = self.written[field]
        return [*words_of(text), *other_readings(text, self.language)]


def section_mark(category_id: int) -> str:
    """How the index marks the articles of a section."""
    return f"c{category_id}"


def language_mark(language: str) -> str:
    """How the index marks the articles of a language, whatever its country or script."""
    return f"l{primary(language)}"


def primary(language: str) -> str:
    """The first part of a BCP 47 tag: `fr` of `fr-CI`; only its letters and digits."""
    return "".join(each for each in language.partition("-")[0].lower() if each.isalnum())


def texts_of(session: AnySession, ids: Collection[int]) -> list[Texts]:
    """The texts of these articles, by four questions for all of them."""
    columns = (Article.id, Article.published_at, Article.withdrawn_at, Article.language, Article.category_id)
    rows = session.execute(
        select(*columns, Article.headline, Article.standfirst, Article.body).where(Article.id.in_(ids))
    ).all()
    tags, authors, captions = _tags(session, ids), _authors(session, ids), _captions(session, ids)
    return [
        Texts(
            number,
            None if withdrawn is not None else published,
            language,
            category_id,
            {
                "headline": headline[:MOST_TEXT],
                "tags": tags.get(number, ""),
                "authors": authors.get(number, ""),
                "standfirst": standfirst[:MOST_TEXT],
                "captions": captions.get(number, "")[:MOST_TEXT],
                "body": plain_text(body)[:MOST_TEXT],
            },
        )
        for number, published, withdrawn, language, category_id, headline, standfirst, body in rows
    ]


def _tags(session: AnySession, ids: Collection[int]) -> dict[int, str]:
    named = select(article_tag.c.article_id, Tag.name).join(Tag, Tag.id == article_tag.c.tag_id)
    return _by_article(session.execute(named.where(article_tag.c.article_id.in_(ids)).order_by(Tag.name)))


def _authors(session: AnySession, ids: Collection[int]) -> dict[int, str]:
    named = select(Byline.article_id, func.coalesce(Account.name, Byline.guest)).outerjoin(
        Account, Account.id == Byline.account_id
    )
    return _by_article(session.execute(named.where(Byline.article_id.in_(ids)).order_by(Byline.position)))


def _captions(session: AnySession, ids: Collection[int]) -> dict[int, str]:
    lead = select(Article.id, Picture.caption).join(Picture, Picture.id == Article.lead_picture_id)
    strip = select(GalleryPicture.article_id, Picture.caption).join(Picture, Picture.id == GalleryPicture.picture_id)
    worded = Picture.caption != ""
    both = union_all(lead.where(Article.id.in_(ids), worded), strip.where(GalleryPicture.article_id.in_(ids), worded))
    return _by_article(session.execute(both))


def _by_article(rows: Iterable[tuple[int, str]]) -> dict[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    for number, words in rows:
        found[number].append(words)
    return {number: "\n".join(words) for number, words in found.items()}
