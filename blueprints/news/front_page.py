"""The front page: an editor's picks first, the rest by date, and no article twice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select

from blueprints.core.database import AnySession
from blueprints.news import queries
from blueprints.news.models import Article, Category, CategoryForm

TOP = 6
RAIL = 5
READ_MOST = 5
LARGEST_BAND = 5
# How many articles sections show in the order of the menu, so that a phone can carry the page; all others show one.
DEPTHS = [LARGEST_BAND] * 2 + [2] * 2
SMALLEST_BAND = 2
FACES = 4
COLUMNS = 3


class Arrangement(StrEnum):
    """How a band stands on the page."""

    LARGE = "large"
    ACROSS = "across"
    STRIP = "strip"
    FACES = "faces"
    FIGURES = "figures"
    PLACES = "places"
    COLUMNS = "columns"


OF_FORM: dict[str, Arrangement] = {
    CategoryForm.WALL: Arrangement.STRIP,
    CategoryForm.FACES: Arrangement.FACES,
    CategoryForm.FIGURES: Arrangement.FIGURES,
    CategoryForm.PLACES: Arrangement.PLACES,
}
Picks = dict[int | None, list[int]]


@dataclass(frozen=True)
class Section:
    """A category with those of its articles that the page shows."""

    category: Category
    articles: Sequence[Article]


@dataclass(frozen=True)
class Band:
    """One row of the page: a single section, or up to three as columns."""

    arrangement: Arrangement
    sections: Sequence[Section]


@dataclass(frozen=True)
class FrontPage:
    """Everything on the front page, in its order."""

    top: Sequence[Article]
    rail: Sequence[Article]
    most_read: Sequence[Article]
    bands: Sequence[Band]

    @property
    def ids(self) -> set[int]:
        """Every article that stands on the page."""
        banded = (article for band in self.bands for section in band.sections for article in section.articles)
        return {article.id for article in (*self.top, *self.rail, *self.most_read, *banded)}


def compose(
    session: AnySession,
    moment: datetime,
    categories: Sequence[Category],
    most_read: Select[Article],
    language: str = "",
) -> FrontPage:
    """The page as it is at this moment, in as many questions to the database whatever the number of categories.

    It keeps to one language where one is named.
    """
    picks = _picks(session, moment, categories, language)
    pinned = session.scalars(queries.these(picks[None], moment)).all()
    kept = {article_id for ids in picks.values() for article_id in ids}
    newest = session.scalars(queries.newest(moment, language).limit(TOP + RAIL + READ_MOST + len(kept))).all()
    top = _with_picture_first([*_in_order(pinned, picks[None]), *_fresh(newest, kept, TOP)][:TOP], pinned=bool(pinned))
    used = kept | {article.id for article in top}
    popular = _fresh(_but_for_the_walls(session, most_read), used, READ_MOST)
    used |= {article.id for article in popular}
    rail = _fresh(newest, used, RAIL)
    used |= {article.id for article in rail}
    sections = _sections(session, moment, categories, picks, used, language=language)
    return FrontPage(top, rail, popular, arrange(sections))


def _picks(session: AnySession, moment: datetime, categories: Sequence[Category], language: str) -> Picks:
    """What editors chose for each place, the top's under None: no more than it holds, and nothing twice."""
    rooms = _rooms(categories)
    room: dict[int | None, int] = {None: TOP, **{category.id: rooms[category.id] for category in categories}}
    chosen: Picks = defaultdict(list)
    for category_id, article_id in session.execute(queries.picked(moment, language)):
        if len(chosen[category_id]) < room.get(category_id, 0):
            chosen[category_id].append(article_id)
    seen: set[int] = set()
    for place in room:
        chosen[place] = [article_id for article_id in chosen[place] if article_id not in seen]
        seen |= set(chosen[place])
    return defaultdict(list, {place: chosen[place] for place in room})


def _in_order(articles: Iterable[Article], ids: Sequence[int]) -> list[Article]:
    return sorted(articles, key=lambda article: ids.index(article.id))


def _fresh(candidates: Iterable[Article], used: set[int], count: int) -> list[Article]:
    """The first so many candidates that are not used yet, each once."""
    chosen = {article.id: article for article in candidates if article.id not in used}
    return list(chosen.values())[:count]


def _but_for_the_walls(session: AnySession, most_read: Select[Article]) -> list[Article]:
    """What is read most, without the picture strips' articles: those stand there with their pictures."""
    candidates = session.scalars(queries.cards(most_read).limit(2 * (READ_MOST + TOP)))
    return [article for article in candidates if article.category.form != CategoryForm.WALL]


def _with_picture_first(top: list[Article], *, pinned: bool) -> list[Article]:
    """The lead has a picture if any of the top has one, unless an editor chose otherwise."""
    if pinned:
        return top
    return sorted(top, key=lambda article: article.lead_picture_id is None) if top[:1] else top


def _rooms(categories: Sequence[Category]) -> dict[int, int]:
    """How many articles each section shows: the first ones many, one of a form of its own what that holds."""
    rooms: dict[int, int] = {}
    depths = iter(DEPTHS)
    for category in categories:
        if category.form in OF_FORM:
            rooms[category.id] = FACES if category.form in (CategoryForm.FACES, CategoryForm.FIGURES) else LARGEST_BAND
        else:
            rooms[category.id] = next(depths, 1)
    return rooms


def _sections(
    session: AnySession,
    moment: datetime,
    categories: Sequence[Category],
    picks: Picks,
    used: set[int],
    *,
    language: str,
) -> list[Section]:
    if not categories:
        return []
    reach = LARGEST_BAND + len(used)
    room = _rooms(categories)
    chosen: Picks = defaultdict(list, {category_id: list(picks[category_id]) for category_id in room})
    for category_id, article_id in session.execute(queries.newest_ids_of_each(list(room), moment, reach, language)):
        if article_id not in used and len(chosen[category_id]) < room[category_id]:
            chosen[category_id].append(article_id)
    wanted = [article_id for some in chosen.values() for article_id in some]
    found = {article.id: article for article in session.scalars(queries.with_bylines(queries.these(wanted, moment)))}
    shown = {place: [found[each] for each in ids if each in found] for place, ids in chosen.items()}
    return [Section(category, shown[category.id]) for category in categories if shown[category.id]]


def arrange(sections: Iterable[Section]) -> list[Band]:
    """Sections with much to show get a band of their own; those with little stand together as columns."""
    bands: list[Band] = []
    small: list[Section] = []
    for section in sections:
        arrangement = _arrangement(section)
        if arrangement is Arrangement.COLUMNS:
            small.append(section)
        else:
            bands.append(Band(arrangement, [section]))
        if len(small) == COLUMNS:
            bands.append(Band(Arrangement.COLUMNS, small))
            small = []
    return [*bands, Band(Arrangement.COLUMNS, small)] if small else bands


def _arrangement(section: Section) -> Arrangement:
    count = len(section.articles)
    if section.category.form in OF_FORM and count >= SMALLEST_BAND:
        return OF_FORM[section.category.form]
    if count >= LARGEST_BAND - 1:
        return Arrangement.LARGE
    return Arrangement.ACROSS if count == 3 else Arrangement.COLUMNS
