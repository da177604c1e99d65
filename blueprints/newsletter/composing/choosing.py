"""Choosing: which articles are new to a subscriber, from what they were sent before and what they want to read.

What an editor picked comes first; then what is read and new: each doubling of readers outweighs `HALF_LIFE` of age.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import log2

from blueprints.newsletter.models import chosen_in

MOST = 12
REMEMBERED = 20_000
HALF_LIFE = 12 * 3600  # seconds


@dataclass(frozen=True)
class Fresh:
    """An article that a digest may hold. `family` is the same for its versions in other languages; `version` is another
    after each change."""

    id: int
    seq: int
    category_id: int
    language: str
    family: int
    published_at: datetime
    views: int
    tags: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    version: int = 0


@dataclass(frozen=True)
class Selection:
    """Ids of the articles of one digest, the most important first, and how many more there were."""

    article_ids: tuple[int, ...]
    more: int = 0


@dataclass(frozen=True)
class Plan:
    """What an editor decided for one issue: article ids that come first, in order, and those that stay out."""

    picks: tuple[int, ...] = ()
    dropped: frozenset[int] = frozenset()


@dataclass
class Choice:
    """What is new, kept in memory. `parents` are those of the categories."""

    fresh: Sequence[Fresh]
    parents: Mapping[int, int | None]
    site_language: str
    _known: dict[tuple[int, str, str, Plan, frozenset[int]], Selection] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put the articles in order once, and find out which languages there is anything in."""
        self.fresh = sorted(self.fresh, key=_rank, reverse=True)
        self._sections = {number: frozenset(map(str, _upwards(number, self.parents))) for number in self.parents}
        self._languages = {article.language for article in self.fresh}
        self.numbers = {article.id: article.seq for article in self.fresh}
        self.versions = {article.id: article.version for article in self.fresh}

    def for_reader(
        self, watermark: int, choices: str, language: str, plan: Plan = Plan(), missed: frozenset[int] = frozenset()
    ) -> Selection:
        """What is new above a watermark to somebody with these choices, who is written to in this language.

        Where they chose no languages, it is what is in their own; or in the site's, while nothing is in theirs. Those
        that they `missed` are new to them whatever their number.
        """
        key = (watermark, choices, language, plan, missed)
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = self._select(*key)
        return self._known[key]

    def wants(self, article_id: int, choices: str, language: str) -> bool:
        """Whether this one article is for somebody with these choices, who is written to in this language."""
        wanted = chosen_in(choices)
        languages = self._languages_for(wanted, language)
        found = (article for article in self.fresh if article.id == article_id)
        return any(article.language in languages and self._is_wanted(article, wanted) for article in found)

    def _select(self, watermark: int, choices: str, language: str, plan: Plan, missed: frozenset[int]) -> Selection:
        wanted = chosen_in(choices)
        languages = self._languages_for(wanted, language)
        new = [
            article
            for article in self.fresh
            if (article.seq > watermark or article.id in missed)
            and article.language in languages
            and article.id not in plan.dropped
            and self._is_wanted(article, wanted)
        ]
        ordered = _picked_first(_one_of_each_family(new, language), plan.picks)
        return Selection(tuple(article.id for article in ordered[:MOST]), max(0, len(ordered) - MOST))

    def _languages_for(self, wanted: Mapping[str, Collection[str]], language: str) -> Collection[str]:
        return wanted.get("languages") or (language if language in self._languages else self.site_language,)

    def _is_wanted(self, article: Fresh, wanted: Mapping[str, Collection[str]]) -> bool:
        """Whether it is in a chosen section or below one, or has a chosen tag or author; no choice means all."""
        sections, tags, authors = (wanted.get(kind) for kind in ("categories", "tags", "authors"))
        if not (sections or tags or authors):
            return True
        return not (
            self._sections.get(article.category_id, frozenset()).isdisjoint(sections or ())
            and article.tags.isdisjoint(tags or ())
            and article.authors.isdisjoint(authors or ())
        )


def _rank(article: Fresh) -> tuple[float, int]:
    return log2(article.views + 1) + article.published_at.timestamp() / HALF_LIFE, article.seq


def _one_of_each_family(articles: Iterable[Fresh], language: str) -> list[Fresh]:
    """Of an article's versions the one in the reader's language, or else the first."""
    kept: dict[int, Fresh] = {}
    for article in articles:
        if article.family not in kept or (article.language == language != kept[article.family].language):
            kept[article.family] = article
    return list(kept.values())


def _picked_first(articles: list[Fresh], picks: Sequence[int]) -> list[Fresh]:
    place = {number: position for position, number in enumerate(picks)}
    return sorted(articles, key=lambda article: place.get(article.id, len(place)))


def _upwards(number: int, parents: Mapping[int, int | None]) -> set[int]:
    """A category and those above it; a loop among them ends where it began."""
    line: set[int] = set()
    here: int | None = number
    while here is not None and here not in line:
        line.add(here)
        here = parents.get(here)
    return line
