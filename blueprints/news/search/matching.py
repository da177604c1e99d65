"""Matching: a query in the language of each database's full text, over the same words, so that both find the same."""

from dataclasses import dataclass, replace

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, cast, column, literal, or_, select, table
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR
from sqlalchemy.types import SmallInteger, Text

from blueprints.core.database import AnySession
from blueprints.news.models import SearchEntry
from blueprints.news.search.asking import Query, Term, Way
from blueprints.news.search.keeping import AUTHORS
from blueprints.news.search.pairs import pairs_of, pairs_of_author
from blueprints.news.search.places import HIGHEST
from blueprints.news.search.texts import FIELDS

# "rowid" is FTS5's own; it reads by it, backwards too, and stops where it has enough.
SQLITE = table("article_search", column("rowid", BigInteger))
POSTGRESQL = table(
    "article_search", column("place", BigInteger), column("words", TSVECTOR), column("pairs", ARRAY(SmallInteger))
)
# On PostgreSQL at most so many articles are walked through at once, and some more than what was found promises.
NEARBY, MARGIN = 4000, 1.25


@dataclass(frozen=True)
class Filters:
    """What else must be so: one mark of each group is borne, an author's folded name, places of dates."""

    marks: tuple[tuple[str, ...], ...] = ()
    author: tuple[str, ...] = ()
    first: int = 0
    last: int = HIGHEST


def newest_places(session: AnySession, query: Query, filters: Filters, count: int) -> list[int]:
    """The places of so many of the newest articles that match, the newest first.

    SQLite reads backwards and stops. PostgreSQL's index knows no order, and of a word that every article holds it gives
    all; so the newest articles are walked through first, and the index is asked for what is rare among them.
    """
    if session.get_bind().dialect.name == "sqlite":
        return list(session.scalars(on_sqlite(query, filters).limit(count)))
    found: list[int] = []
    seen, reach = 0, NEARBY
    while 0 < reach <= NEARBY:
        start = max(_back(session, filters, reach), filters.first)
        found += session.scalars(walking(query, replace(filters, first=start)).limit(count - len(found)))
        if len(found) >= count or start == filters.first:
            return found
        filters = replace(filters, last=start - 1)
        seen += reach
        reach = int(MARGIN * seen * (count - len(found)) / len(found)) if found else 0
    return [*found, *session.scalars(by_index(query, filters).limit(count - len(found)))]


def _back(session: AnySession, filters: Filters, count: int) -> int:
    """The place so many articles before the last one, or none."""
    places = select(SearchEntry.place).where(SearchEntry.place.between(filters.first, filters.last))
    return session.scalar(places.order_by(SearchEntry.place.desc()).offset(count).limit(1)) or 0


def on_sqlite(query: Query, filters: Filters) -> Select[int]:
    """The places of all that match, the newest first."""
    place = SQLITE.c.rowid
    holds = column("article_search").op("MATCH")(literal(for_sqlite(query, filters), Text))
    return (
        select(place)
        .select_from(SQLITE)
        .where(holds, place.between(filters.first, filters.last))
        .order_by(place.desc())
    )


def walking(query: Query, filters: Filters) -> Select[int]:
    """The same on PostgreSQL, for a few thousand places."""
    place = POSTGRESQL.c.place
    holds = _holds(POSTGRESQL.c.words, query, filters)
    # Without "+ 0" the planner may walk the places backwards, and far beyond these.
    return select(place).where(holds, place.between(filters.first, filters.last)).order_by((place + 0).desc())


def by_index(query: Query, filters: Filters) -> Select[int]:
    """The same for any number of places: no article is looked into that the indexes rule out.

    "+ 0" and "OFFSET 0" keep the planner from other ways, since it does not know what it costs to look into an article.
    """
    asked = _beside(query, filters)
    source: FromClause = select(POSTGRESQL).where(*asked).offset(0).subquery() if asked else POSTGRESQL
    place = source.c.place + 0
    within = place.between(filters.first, filters.last)
    return select(source.c.place).where(within, _holds(source.c.words, query, filters)).order_by(place.desc())


def _holds(words: ColumnElement[str], query: Query, filters: Filters) -> ColumnElement[bool]:
    return words.op("@@")(cast(literal(for_postgresql(query, filters), Text), TSQUERY))


def _beside(query: Query, filters: Filters) -> list[ColumnElement[bool]]:
    """What phrases and an author ask of the pairs, with all that the words' own index answers by itself."""
    known = {term: ways for term in query.terms if all(ways := _ways_of(term))}
    asked: list[ColumnElement[bool]] = [or_(*map(POSTGRESQL.c.pairs.contains, ways)) for ways in known.values()]
    if filters.author:
        asked.append(POSTGRESQL.c.pairs.contains(sorted(pairs_of_author(filters.author))))
    words = Query(tuple(term for term in query.terms if term not in known))
    if asked and (words or filters.marks):
        asked.append(_holds(POSTGRESQL.c.words, words, replace(filters, author=())))
    return asked


def _ways_of(term: Term) -> list[list[int]]:
    """The pairs of each way, none for a single word; the beginning of a word makes none."""
    return [sorted(pairs_of(way.words[:-1] if way.begins else way.words)) for way in term.ways]


def for_sqlite(query: Query, filters: Filters) -> str:
    """As FTS5 reads it; every word is quoted and of letters and digits only."""
    words = " ".join(FIELDS)
    terms = [f"{{{words}}} : ({' OR '.join(map(_quoted, term.ways))})" for term in query.terms]
    terms += [f"marks : ({' OR '.join(group)})" for group in filters.marks]
    terms += [f"authors : {_quoted(Way(filters.author))}"] if filters.author else []
    wanted = " AND ".join(terms)
    left_out = f"{{{words}}} : ({' OR '.join(map(_quoted, query.without))})"
    return f"({wanted}) NOT ({left_out})" if query.without else wanted


def _quoted(way: Way) -> str:
    return f'"{way.text}"{" *" if way.begins else ""}'


def for_postgresql(query: Query, filters: Filters) -> str:
    """As a tsquery; a mark begins with a sign that no word has."""
    terms = ["(" + " | ".join(map(_side_by_side, term.ways)) + ")" for term in query.terms]
    terms += ["(" + " | ".join(f"'={mark}'" for mark in group) + ")" for group in filters.marks]
    terms += ["(" + " <-> ".join(f"'{word}':{AUTHORS}" for word in filters.author) + ")"] if filters.author else []
    terms += [f"!({_side_by_side(way)})" for way in query.without]
    return " & ".join(terms)


def _side_by_side(way: Way) -> str:
    words = [f"'{word}'" for word in way.words]
    return "(" + " <-> ".join(words) + (":*" if way.begins else "") + ")"
