"""Results: the articles of one page of a search, each with its snippet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import select

from blueprints.core.database import AnySession
from blueprints.core.sanitiser import plain_text
from blueprints.news import queries
from blueprints.news.models import Article
from blueprints.news.search.aliases import with_aliases
from blueprints.news.search.asking import Query
from blueprints.news.search.finding import Behind, find
from blueprints.news.search.matching import Filters
from blueprints.news.search.places import id_at
from blueprints.news.search.snippets import Marker


@dataclass(frozen=True)
class Results:
    """Articles in the order of the search, their snippets by id, and where the next page begins."""

    articles: Sequence[Article] = ()
    after: Behind | None = None
    snippets: Mapping[int, Markup] = field(default_factory=dict)


def results(
    session: AnySession, query: Query, filters: Filters, after: Behind | None, *, moment: datetime, size: int
) -> Results:
    """One page of what is found; an article that went offline in this second is left out of it."""
    wide = with_aliases(session, query)
    stretch = find(session, wide, filters, after, size)
    ids = [id_at(place) for place in stretch.places]
    cards = {each.id: each for each in session.scalars(queries.these(ids, moment))} if ids else {}
    articles = [cards[number] for number in ids if number in cards]
    return Results(articles, stretch.after, _snippets(session, wide, articles))


def _snippets(session: AnySession, query: Query, articles: Sequence[Article]) -> dict[int, Markup]:
    """From the standfirst where it holds a word, else from the body; bodies are read only for those that need one."""
    marker = Marker(query)
    found = {each.id: marker.snippet([each.standfirst]) for each in articles}
    bare = [number for number, snippet in found.items() if not snippet]
    for number, body in session.execute(select(Article.id, Article.body).where(Article.id.in_(bare))) if bare else ():
        found[number] = marker.snippet([plain_text(body)])
    return {number: snippet for number, snippet in found.items() if snippet}
