"""Which articles are like another one: by the tags and the telling words they share, the rare ones weighing more."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from math import log

from sqlalchemy import Row, select, text

from blueprints.core.database import AnySession
from blueprints.news import queries
from blueprints.news.models import Article, SearchEntry
from blueprints.news.search import fold
from blueprints.news.search.places import HIGHEST, id_at, place_of
from blueprints.news.stop_words import STOP_WORDS

MOST_WORDS = 10
SHORTEST_WORD = 3
REACH = 20
# So many articles before and after this one, in the order of their dates, are searched for its words.
NEARBY = 3000
NONE_TO_STOP: frozenset[str] = frozenset()
COMMON = 0.02
# What PostgreSQL's own statistics of the search index say; SQLite needs none, since it stops after the latest few.
COMMON_WORDS = text(
    "SELECT word FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known (word, share)"
    " WHERE tablename = 'article_search' AND attname = 'words' AND word = ANY(:words) AND share > :common"
)
SHARING = {
    "sqlite": (
        "SELECT {0} AS sign, place FROM (SELECT rowid AS place FROM article_search WHERE article_search MATCH :word{0}"
        " AND rowid BETWEEN :first AND :last ORDER BY rowid DESC LIMIT :reach)"
    ),
    # Without "+ 0" the planner may walk the primary key, and read every text on its way.
    "postgresql": (
        "SELECT {0} AS sign, place FROM (SELECT place FROM article_search WHERE words @@ CAST(:word{0} AS tsquery)"
        " AND place + 0 BETWEEN :first AND :last ORDER BY place + 0 DESC LIMIT :reach) AS found{0}"
    ),
}


def sharing_tags(session: AnySession, article: Article, moment: datetime) -> dict[int, float]:
    """The latest articles with each of its tags: the rarities of those they share, added up, by id."""
    if not article.tags:
        return {}
    found = _by_sign(session.execute(queries.ids_sharing_tags(article.tags, moment, REACH)))
    newest = max(max(ids) for ids in found) if found else 1
    return _added_up((ids, _rarity(ids, newest, newest)) for ids in found)


def sharing_words(session: AnySession, article: Article) -> dict[int, float]:
    """The latest articles near this one with each of its telling words, in the same way."""
    words = telling_words(article)
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql":
        common = set(session.scalars(COMMON_WORDS, {"words": words, "common": COMMON}))
        words = [word for word in words if word not in common]
    if not words:
        return {}
    sign = '"' if dialect == "sqlite" else "'"
    query = " UNION ALL ".join(SHARING[dialect].format(place) for place in range(len(words)))
    quoted = {f"word{place}": f"{sign}{word}{sign}" for place, word in enumerate(words)}
    found = _by_sign(
        (sign, id_at(place)) for sign, place in session.execute(text(query), {**quoted, **_near(session, article)})
    )
    newest = max(max(ids) for ids in found) if found else 1
    return _added_up((ids, _rarity(ids, newest, min(newest, 2 * NEARBY))) for ids in found)


def _near(session: AnySession, article: Article) -> dict[str, int]:
    """The places of so many articles before and after this one."""
    here = place_of(article.published_at or article.created_at, article.id)
    before = select(SearchEntry.place).where(SearchEntry.place < here).order_by(SearchEntry.place.desc())
    after = select(SearchEntry.place).where(SearchEntry.place > here).order_by(SearchEntry.place)
    first, last = (session.scalar(side.offset(NEARBY - 1).limit(1)) for side in (before, after))
    return {"first": first or 0, "last": last or HIGHEST, "reach": REACH}


def telling_words(article: Article) -> list[str]:
    """The first words of headline and standfirst that say what it is about, folded as the index has them."""
    idle = STOP_WORDS.get(article.language.partition("-")[0], NONE_TO_STOP)
    words = fold(f"{article.headline} {article.standfirst}").split()
    telling = (word for word in words if len(word) >= SHORTEST_WORD and word not in idle)
    return list(dict.fromkeys(telling))[:MOST_WORDS]


def _by_sign(rows: Iterable[Row[int, int] | tuple[int, int]]) -> list[list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for sign, article_id in rows:
        found[sign].append(article_id)
    return list(found.values())


def _rarity(ids: list[int], newest: int, searched: int) -> float:
    """From 0 for what every article has to 1 for what one has. Where only the latest were read, how close they stand
    together tells how many there are in all."""
    among = max(ids) - min(ids) + 1 if len(ids) == REACH else searched
    return min(1.0, log(max(among, len(ids)) / len(ids)) / log(newest + 1))


def _added_up(found: Iterator[tuple[list[int], float]]) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    for ids, rarity in found:
        for article_id in ids:
            scores[article_id] += rarity
    return dict(scores)
