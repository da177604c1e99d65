"""A page of what is found: first the newest matches by their rank, then the older ones from new to old.

Only so many of the newest are ranked, which bounds the work for a word that every article holds. The cursor names the
newest place that the first page knew, so that what is published meanwhile moves nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from blueprints.core.database import AnySession
from blueprints.news.paging import BadCursor
from blueprints.news.search.asking import Query
from blueprints.news.search.matching import Filters, newest_places
from blueprints.news.search.places import HIGHEST
from blueprints.news.search.ranking import Ranked, ranked

RANKED = 300
_CURSOR = re.compile(r"r(\d{1,19})\.(-?\d{1,12})\.(\d{1,19})|o(\d{1,19})", re.ASCII)


@dataclass(frozen=True)
class Behind:
    """The place behind a result: among the ranked ones (newest known place, rank, place), or the older ones (place)."""

    top: int = 0
    rank: int = 0
    place: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """From its spelling in an address; raises BadCursor."""
        found = _CURSOR.fullmatch(text)
        numbers = [int(number) for number in found.groups() if number] if found else []
        if not numbers or max(numbers) > HIGHEST:
            raise BadCursor(text)
        return cls(0, 0, numbers[0]) if len(numbers) == 1 else cls(*numbers)

    def __str__(self) -> str:
        return f"r{self.top}.{self.rank}.{self.place}" if self.top else f"o{self.place}"


@dataclass(frozen=True)
class Stretch:
    """The places of one page, in their order, and where the next one begins, if there is one."""

    places: Sequence[int]
    after: Behind | None


def find(session: AnySession, query: Query, filters: Filters, after: Behind | None, size: int) -> Stretch:
    """One page of what matches."""
    if after is not None and not after.top:
        return _older(session, query, _below(filters, after.place), [], size)
    known = filters if after is None else _below(filters, after.top + 1)
    newest = newest_places(session, query, known, RANKED)
    if not newest:
        return Stretch([], None)
    begun = Ranked(after.rank, after.place) if after else None
    page = [each for each in ranked(session, query, newest) if begun is None or each < begun]
    places = [each.place for each in page[:size]]
    if len(page) > size:
        last = page[size - 1]
        return Stretch(places, Behind(newest[0], last.rank, last.place))
    if len(newest) < RANKED:
        return Stretch(places, None)
    return _older(session, query, _below(filters, newest[-1]), places, size)


def _older(session: AnySession, query: Query, filters: Filters, before: Sequence[int], size: int) -> Stretch:
    """The newest within the filters, behind those that the page has already."""
    wanted = size - len(before)
    rest = newest_places(session, query, filters, wanted + 1)
    places = [*before, *rest[:wanted]]
    if len(rest) <= wanted:
        return Stretch(places, None)
    return Stretch(places, Behind(place=places[-1] if wanted else filters.last + 1))


def _below(filters: Filters, place: int) -> Filters:
    return replace(filters, last=min(place - 1, filters.last))
