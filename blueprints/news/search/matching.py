"""Matching: a query in the language of each database's full text, over the same words, so that both find the same."""

from dataclasses import dataclass, replace

from sqlalchemy import BigInteger, ColumnElement, Select, cast, column, literal, select, table
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.types import Text

from blueprints.core.database import AnySession
from blueprints.news.models import SearchEntry
from blueprints.news.search.asking import Query, Way
from blueprints.news.search.keeping import AUTHORS
from blueprints.news.search.places import HIGHEST
from blueprints.news.search.texts import FIELDS

# "rowid" is FTS5's own; it reads by it, backwards too, and stops where it has enough.
FULL_TEXT = {
    "sqlite": table("article_search", column("rowid", BigInteger)),
    "postgresql": table("article_search", column("place", BigInteger), column("words", TSVECTOR)),
}
# So many articles are looked through first on PostgreSQL, then at most so many times as many, with some to spare.
NEARBY, FARTHEST, MARGIN = 4000, 10, 1.25


@dataclass(frozen=True)
class Filters:
    """What else must be so: one mark of each group is borne, an author's folded name, places of dates."""

    marks: tuple[tuple[str, ...], ...] = ()
    author: tuple[str, ...] = ()
    first: int = 0
    last: int = HIGHEST


def newest_places(session: AnySession, query: Query, filters: Filters, count: int) -> list[int]:
    """The places of so many of the newest articles that match, the newest first.

    SQLite reads backwards and stops. PostgreSQL reads all that match, which is little for a rare word; so it first
    looks among the newest articles only, and then as far back as what it found there promises the rest.
    """
    dialect = session.get_bind().dialect.name
    found: list[int] = []
    reach = NEARBY if dialect == "postgresql" else 0
    seen = 0
    while True:
        start = max(_back(session, filters, reach), filters.first) if reach else filters.first
        near = replace(filters, first=start)
        found += session.scalars(matching(dialect, query, near).limit(count - len(found)))
        if len(found) >= count or start == filters.first:
            return found
        seen += reach
        filters = replace(filters, last=start - 1)
        promised = len(found) * FARTHEST * NEARBY // seen
        reach = int(MARGIN * seen * (count - len(found)) / len(found)) if promised >= count else 0


def _back(session: AnySession, filters: Filters, count: int) -> int:
    """The place so many articles before the last one, or none."""
    places = select(SearchEntry.place).where(SearchEntry.place.between(filters.first, filters.last))
    return session.scalar(places.order_by(SearchEntry.place.desc()).offset(count).limit(1)) or 0


def matching(dialect: str, query: Query, filters: Filters) -> Select[int]:
    """The places of all that match, the newest first."""
    index = FULL_TEXT[dialect]
    if dialect == "sqlite":
        place = index.c.rowid
        holds: ColumnElement[bool] = column("article_search").op("MATCH")(literal(for_sqlite(query, filters), Text))
        order = place.desc()
    else:
        place = index.c.place
        holds = index.c.words.op("@@")(cast(literal(for_postgresql(query, filters), Text), TSQUERY))
        # Without "+ 0" the planner may walk the places, and read the words of every article on its way.
        order = (place + 0).desc()
    within = (place >= filters.first, place <= filters.last)
    return select(place).select_from(index).where(holds, *within).order_by(order)


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
