"""Did you mean: the same query with one word one slip of the finger away, when as asked it finds little.

A word with one letter too many, too few, wrong, or two swapped, still has its first or its last half whole. So the
candidates are the words of nearly its length with one of these halves, read from two indexes; it costs the same in
every script, and nothing is kept beside the vocabulary.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Select, select, union_all

from blueprints.core.database import AnySession
from blueprints.news.models import SearchWord
from blueprints.news.search.aliases import with_aliases
from blueprints.news.search.asking import LONGEST_QUERY, Query, parse
from blueprints.news.search.matching import Filters, newest_places
from blueprints.news.search.vocabulary import LONGEST

FEW = 3  # results under which a suggestion is looked for
SHORTEST, SHORTEST_OF_SYLLABLES = 4, 2  # signs of a word that is put right; an Ethiopic sign is a syllable
SYLLABLES = re.compile("[\u1200-\u137f]")
MOST_CANDIDATES, MOST_TRIED = 3000, 6
LAST = "\U0010ffff"


def suggestion(session: AnySession, asked: str, filters: Filters, found: int) -> str:
    """A query that finds more than this many, spelt as the articles spell it; nothing where there is none."""
    query = parse(asked)
    words = query.words
    counts = select(SearchWord.word, SearchWord.articles).where(SearchWord.word.in_(words))
    known = {word: articles for word, articles in session.execute(counts)}
    tried = 0
    for word in sorted((each for each in words if _may_be_put_right(each)), key=lambda each: known.get(each, 0)):
        for other, spelling, articles in _others(session, word):
            if articles <= known.get(word, 0):
                break
            tried += 1
            if tried > MOST_TRIED:
                return ""
            right = with_aliases(session, _put_right(query, word, other))
            if len(newest_places(session, right, filters, found + 1)) > found:
                return " ".join(spelling if each == word else each for each in words)[:LONGEST_QUERY]
    return ""


def _may_be_put_right(word: str) -> bool:
    shortest = SHORTEST_OF_SYLLABLES if SYLLABLES.match(word) else SHORTEST
    return shortest <= len(word) <= LONGEST and not any(each.isdigit() for each in word)


def _put_right(query: Query, word: str, other: str) -> Query:
    terms = parse(" ".join(other if each == word else each for each in query.words)).terms
    return replace(query, terms=terms)


def _others(session: AnySession, word: str) -> Iterator[tuple[str, str, int]]:
    """Words one slip away with their spelling and count, the commonest first."""
    rows = session.execute(_near(word))
    near = {other: (other, spelling, articles) for other, spelling, articles in rows if is_slip(word, other)}
    yield from sorted(near.values(), key=lambda each: (-each[2], each[0]))


def _near(word: str) -> Select[str, str, int]:
    half = max(1, (len(word) - 1) // 2)
    parts = []
    for length in range(len(word) - 1, len(word) + 1 + 1):
        for column, start in ((SearchWord.word, word[:half]), (SearchWord.backwards, word[::-1][:half])):
            these = select(SearchWord.word, SearchWord.spelling, SearchWord.articles).where(
                SearchWord.length == length, column >= start, column < start + LAST, SearchWord.articles > 0
            )
            parts.append(select(these.limit(MOST_CANDIDATES).subquery()))
    return select(union_all(*parts).subquery())


def is_slip(one: str, other: str) -> bool:
    """Whether they differ by one letter put in, left out, replaced, or swapped with its neighbour."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    if len(one) != len(other):
        return one[1:] == other if len(one) > len(other) else one == other[1:]
    return one[1:] == other[1:] or (one[:2] == other[:2][::-1] and one[2:] == other[2:])
