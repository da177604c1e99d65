"""Ranking: where the words stand, and how new the article is, in one number that time does not move.

A word weighs by the best field that holds it. Recency halves every `HALF_LIFE` days, so that the logarithm of both is
a sum, and the order of two articles is the same whenever it is asked for; a cursor may then hold it.
"""

from collections.abc import Sequence
from math import log2
from typing import NamedTuple

from sqlalchemy import Row, select

from blueprints.core.database import AnySession
from blueprints.news.models import SearchEntry
from blueprints.news.search.asking import Query, Term, Way
from blueprints.news.search.places import days_at
from blueprints.news.search.texts import SHORT_FIELDS

# A headline is written to say what an article is about; desks choose tags, and names stand for themselves; a standfirst
# says more, a caption tells what a picture shows, a body mentions all kinds of things.
WEIGHTS = {"headline": 8.0, "tags": 4.0, "authors": 4.0, "standfirst": 3.0, "captions": 2.0}
BODY = 1.0
TOGETHER = 1.5  # times, where the headline holds all words side by side as they were asked
HALF_LIFE = 120  # days
FINE = 1_000_000  # parts of a doubling that ranks tell apart
_SHORT = tuple(getattr(SearchEntry, field) for field in SHORT_FIELDS)


class Ranked(NamedTuple):
    """A place in the order of relevance: higher ranks first, and of equal ones the newest."""

    rank: int
    place: int


def ranked(session: AnySession, query: Query, places: Sequence[int]) -> list[Ranked]:
    """These places, the best first."""
    rows = session.execute(select(SearchEntry.place, *_SHORT).where(SearchEntry.place.in_(places)))
    return sorted((Ranked(_rank(query, row), row[0]) for row in rows), reverse=True)


def _rank(query: Query, row: Row[int, str]) -> int:
    fields = [(WEIGHTS[name], f" {words} ") for name, words in zip(SHORT_FIELDS, row[1:], strict=True)]
    weight = sum(_weight(term, fields) for term in query.terms) / len(query.terms)
    if len(query.terms) > 1 and f" {' '.join(query.words)}" in fields[0][1]:
        weight *= TOGETHER
    return round(FINE * (log2(weight) + days_at(row[0]) / HALF_LIFE))


def _weight(term: Term, fields: Sequence[tuple[float, str]]) -> float:
    """Of the best field that holds the term in any way; what no short field holds stands in the body."""
    return max((weight for weight, words in fields if any(_stands(way, words) for way in term.ways)), default=BODY)


def _stands(way: Way, words: str) -> bool:
    return (f" {way.text}" if way.begins else f" {way.text} ") in words
