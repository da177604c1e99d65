"""Choosing: which articles are new to a subscriber, from what they were sent before and which sections they chose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST = 12
REMEMBERED = 20_000


@dataclass(frozen=True)
class Selection:
    """Ids of the articles of one digest, the last published first, and how many more there were."""

    article_ids: tuple[int, ...]
    more: int = 0


class Choice:
    """What is new, kept in memory: (id, published_seq, category id) of each fresh article, the last numbered first."""

    def __init__(self, recent: Iterable[tuple[int, int, int]], parents: Mapping[int, int | None]) -> None:
        self._recent = list(recent)
        self._sections = {number: frozenset(_upwards(number, parents)) for number in parents}
        self._known: dict[tuple[int, frozenset[int]], Selection] = {}

    def for_reader(self, watermark: int, chosen: frozenset[int] = frozenset()) -> Selection:
        """What is new above a watermark in the chosen sections and those below them; none chosen means all."""
        key = (watermark, chosen)
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = self._select(watermark, chosen)
        return self._known[key]

    def _select(self, watermark: int, chosen: frozenset[int]) -> Selection:
        new = [
            number
            for number, seq, category_id in self._recent
            if seq > watermark and (not chosen or chosen & self._sections[category_id])
        ]
        return Selection(tuple(new[:MOST]), max(0, len(new) - MOST))


def _upwards(number: int, parents: Mapping[int, int | None]) -> set[int]:
    """A category and those above it; a loop among them ends where it began."""
    line: set[int] = set()
    here: int | None = number
    while here is not None and here not in line:
        line.add(here)
        here = parents.get(here)
    return line
