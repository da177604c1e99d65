"""What else to read beside an article; docs/reading.md tells how it is chosen."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from blueprints.core.database import AnySession
from blueprints.news import queries
from blueprints.news.likeness import sharing_tags, sharing_words
from blueprints.news.models import Article, ViewDay
from blueprints.news.popular import ranked

INSIDE = 2
RECOMMENDED = 4
REACH = 12
READ_WITHIN = timedelta(days=7)
TAG, WORD, CATEGORY, NEARNESS, LANGUAGE = 3.0, 1.0, 0.5, 1.0, 2.0
READ, PICKED, ELSEWHERE, FRESH = 1.0, 0.7, 0.4, 0.6
MONTH, WEEK = timedelta(days=30), timedelta(days=7)
Score = Callable[["Facts"], float]


class Facts(NamedTuple):
    """What the choice looks at in a candidate, beside what it shares."""

    id: int
    category_id: int
    language: str
    published_at: datetime


@dataclass(frozen=True)
class Neighbours:
    """The articles around one article; none stands in two places, and none is the article itself."""

    previous: Article | None
    next: Article | None
    related: Sequence[Article]
    recommended: Sequence[Article]


def neighbours_of(session: AnySession, article: Article, moment: datetime, shown: Collection[int]) -> Neighbours:
    """What stands inside, under and after this article; `shown` are ids that the page shows beside it already."""
    previous = session.scalars(queries.before(article, moment)).first()
    following = session.scalars(queries.following(article, moment).limit(1)).first()
    tags, words = sharing_tags(session, article, moment), sharing_words(session, article)
    read = ranked(session, moment, READ_WITHIN, ViewDay)[: 3 * REACH]
    picks = set(session.scalars(queries.picked_ids(moment, REACH)))
    ids = {*tags, *words, *read, *picks}
    found = session.execute(queries.facts_of(ids, article.category_id, moment, REACH))
    known = [Facts(number, section, language, at or moment) for number, section, language, at in found]
    taken = {article.id, *(each.id for each in (previous, following) if each)}
    related = _best(known, taken, INSIDE, _likeness(article, tags, words))
    recommended = _best(known, {*taken, *related, *shown}, RECOMMENDED, _worth(article, moment, read, picks))
    cards = {each.id: each for each in session.scalars(queries.these([*related, *recommended], moment))}
    return Neighbours(previous, following, _in_order(related, cards), _in_order(recommended, cards))


def _best(known: Iterable[Facts], taken: Collection[int], count: int, score: Score) -> list[int]:
    """Ids of the so many best that are not taken, the newest first among equals."""
    free = [facts for facts in known if facts.id not in taken]
    free.sort(key=lambda facts: (score(facts), facts.published_at, facts.id), reverse=True)
    return [facts.id for facts in free[:count]]


def _in_order(ids: Iterable[int], cards: Mapping[int, Article]) -> list[Article]:
    return [cards[each] for each in ids if each in cards]


def _likeness(article: Article, tags: Mapping[int, float], words: Mapping[int, float]) -> Score:
    """What it shares with this article, and how near it stands in section, time and language."""
    moment = article.published_at or article.created_at

    def score(facts: Facts) -> float:
        return (
            TAG * tags.get(facts.id, 0.0)
            + WORD * words.get(facts.id, 0.0)
            + CATEGORY * (facts.category_id == article.category_id)
            + NEARNESS / (1 + abs((facts.published_at - moment) / MONTH))
            + LANGUAGE * (facts.language == article.language)
        )

    return score


def _worth(article: Article, moment: datetime, read: Sequence[int], picks: Collection[int]) -> Score:
    """How much it is read, whether an editor chose it, and that it is of another section, new, and of this language."""
    places = {number: 1 - place / len(read) for place, number in enumerate(read)}

    def score(facts: Facts) -> float:
        return (
            READ * places.get(facts.id, 0.0)
            + PICKED * (facts.id in picks)
            + ELSEWHERE * (facts.category_id != article.category_id)
            + FRESH / (1 + (moment - facts.published_at) / WEEK)
            + LANGUAGE * (facts.language == article.language)
        )

    return score
