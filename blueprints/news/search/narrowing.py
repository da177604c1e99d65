"""Narrowing a search: by section, language, author and days, as the address spells it; what makes no sense is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from blueprints.core.database import AnySession
from blueprints.core.wording import gettext
from blueprints.news.models import Category, SearchEntry
from blueprints.news.queries import ids_from
from blueprints.news.search.asking import clean
from blueprints.news.search.folding import words_of
from blueprints.news.search.matching import Filters
from blueprints.news.search.places import end_of, place_of
from blueprints.news.search.texts import language_mark, primary, section_mark

FIELDS = ("category", "language", "author", "from", "to")
MOST_SECTIONS = 40
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9999, 12, 30)


@dataclass(frozen=True)
class Narrowing:
    """The values as they were given, the filters they make, and what is wrong with any, by its name."""

    given: Mapping[str, str]
    filters: Filters = field(default_factory=Filters)
    wrong: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.given.values())

    @property
    def query(self) -> dict[str, str]:
        """What a link must carry on."""
        return {name: value for name, value in self.given.items() if value}


def narrowing(session: AnySession, read: Callable[[str, str], str], zone: str, moment: datetime) -> Narrowing:
    """Read the fields of a search by `read(name, default)`; nothing that comes after this moment is ever found."""
    given = {name: clean(read(name, "")) for name in FIELDS}
    wrong: dict[str, str] = {}
    filters = Filters(last=end_of(moment))
    sections = _sections(session, given["category"], wrong)
    languages = _language(session, given["language"], wrong)
    author = tuple(words_of(given["author"]))
    if given["author"] and not author:
        wrong["author"] = gettext("A name is written with letters.")
    filters = replace(filters, marks=tuple(filter(None, (sections, languages))), author=author)
    first, last = _day(given["from"], "from", wrong), _day(given["to"], "to", wrong)
    if first and last and last < first:
        wrong["to"] = gettext("The last day lies before the first one.")
    if first:
        filters = replace(filters, first=place_of(_midnight(first, zone), 0))
    if last:
        end = place_of(_midnight(last + timedelta(days=1), zone), 0) - 1
        filters = replace(filters, last=min(end, filters.last))
    return Narrowing(given, filters, wrong)


def _sections(session: AnySession, slug: str, wrong: dict[str, str]) -> tuple[str, ...]:
    if not slug:
        return ()
    number = session.scalar(select(Category.id).where(Category.slug == slug))
    if number is None:
        wrong["category"] = gettext("There is no such section.")
        return ()
    return tuple(section_mark(each) for each in session.scalars(ids_from(number).limit(MOST_SECTIONS)))


def _language(session: AnySession, asked: str, wrong: dict[str, str]) -> tuple[str, ...]:
    if not asked:
        return ()
    if asked not in languages(session):
        wrong["language"] = gettext("Nothing is written in such a language here.")
        return ()
    return (language_mark(primary(asked)),)


def _day(asked: str, name: str, wrong: dict[str, str]) -> date | None:
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        wrong[name] = gettext("Write the day like 2026-01-31.")
        return None
    return min(max(day, FIRST_DAY), LAST_DAY)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def languages(session: AnySession) -> list[str]:
    """The languages of what can be found, by as many looks into their index as there are languages."""
    first = select(func.min(SearchEntry.language).label("language")).cte("languages", recursive=True)
    following = select(func.min(SearchEntry.language)).where(SearchEntry.language > first.c.language)
    step = select(following.correlate(first).scalar_subquery()).where(first.c.language.is_not(None))
    found = first.union_all(step)
    return list(session.scalars(select(found.c.language).where(found.c.language.is_not(None))))
