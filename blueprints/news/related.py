"""What else to read beside an article: by shared tags first, then by category, then what is new."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from blueprints.core.database import AnySession
from blueprints.news import queries
from blueprints.news.models import Article

INSIDE = 2
RECOMMENDED = 4
REACH = 12


@dataclass(frozen=True)
class Neighbours:
    """The articles around one article; none stands in two places, and none is the article itself."""

    previous: Article | None
    next: Article | None
    related: Sequence[Article]
    recommended: Sequence[Article]


def neighbours_of(session: AnySession, article: Article, moment: datetime) -> Neighbours:
    """What stands inside, under and after this article."""
    previous = session.scalars(queries.before(article, moment)).first()
    following = session.scalars(queries.following(article, moment).limit(1)).first()
    taken = {article.id, *(each.id for each in (previous, following) if each)}
    ranked = [each for each in _ranked(session, article, moment) if each.id not in taken]
    related, rest = ranked[:INSIDE], ranked[INSIDE:]
    return Neighbours(previous, following, related, rest[:RECOMMENDED])


def _ranked(session: AnySession, article: Article, moment: datetime) -> list[Article]:
    """Candidates, those that share most tags first, the newest first among equals."""
    shared: Counter[int] = Counter()
    if article.tags:
        shared.update(session.scalars(queries.ids_sharing_tags(article.tags, REACH)))
    ids = [article_id for article_id, _ in shared.most_common(REACH)]
    by_tag = sorted(session.scalars(queries.these(ids, moment)), key=lambda each: -shared[each.id]) if ids else []
    of_category = session.scalars(queries.stretch(queries.in_categories([article.category_id]), moment, REACH))
    newest = session.scalars(queries.stretch(queries.everything(), moment, REACH))
    return list({each.id: each for each in (*by_tag, *of_category, *newest)}.values())
