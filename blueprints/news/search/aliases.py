"""Aliases: names that are written two ways; the desk keeps the list, and it counts for every search from then on."""

from datetime import datetime

from sqlalchemy import Select, func, or_, select

from blueprints.core.database import AnySession
from blueprints.core.purging import EVERYTHING, purge
from blueprints.core.wording import gettext
from blueprints.news.models import SearchAlias
from blueprints.news.search.asking import Query, widened
from blueprints.news.search.folding import words_of

MOST = 2000
LONGEST_NAME = 5  # words


class AliasRefused(ValueError):
    """Why two ways cannot be kept, in words for the one who asked."""


def with_aliases(session: AnySession, query: Query) -> Query:
    """The query, where every name also counts in its other ways."""
    words = query.words
    names = {
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)
    }
    if not names:
        return query
    either = or_(SearchAlias.one_folded.in_(names), SearchAlias.other_folded.in_(names))
    pairs = session.execute(select(SearchAlias.one_folded, SearchAlias.other_folded).where(either).limit(50))
    return widened(query, [(one, other) for one, other in pairs])


def all_aliases() -> Select[SearchAlias]:
    """Every pair, by its first way."""
    return select(SearchAlias).order_by(SearchAlias.one_folded, SearchAlias.id).limit(MOST)


def add_alias(session: AnySession, one: str, other: str, by: int, moment: datetime) -> SearchAlias:
    """Keep two ways of one name; raises AliasRefused. The caller commits."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        raise AliasRefused(gettext("Write letters or digits for both ways."))
    if max(len(first), len(second)) > LONGEST_NAME:
        raise AliasRefused(gettext("A name has at most %(most)s words.", most=LONGEST_NAME))
    if first == second:
        raise AliasRefused(gettext("Search takes these two for the same already."))
    folded = " ".join(first), " ".join(second)
    if any(_is_known(session, *pair) for pair in (folded, folded[::-1])):
        raise AliasRefused(gettext("This pair is in the list already."))
    if (session.scalar(select(func.count()).select_from(SearchAlias)) or 0) >= MOST:
        raise AliasRefused(gettext("The list holds %(most)s pairs at most. Remove one first.", most=MOST))
    alias = SearchAlias(
        one=one, other=other, one_folded=folded[0], other_folded=folded[1], added_at=moment, added_by_id=by
    )
    session.add(alias)
    purge(session, EVERYTHING)
    return alias


def remove_alias(session: AnySession, alias: SearchAlias) -> None:
    """Forget a pair; the caller commits."""
    session.delete(alias)
    purge(session, EVERYTHING)


def _is_known(session: AnySession, one: str, other: str) -> bool:
    found = select(SearchAlias.id).where(SearchAlias.one_folded == one, SearchAlias.other_folded == other)
    return session.scalar(found) is not None
