"""What pages may weigh, and what a page weighs: bytes as they cross the wire, pictures aside."""

import re
from dataclasses import dataclass
from functools import cache

from blueprints.core.assets import BUNDLES, bundle
from blueprints.core.compressing import best

KB = 1024
LINKED = re.compile(r'(?:href|src)="/assets/[0-9a-f]+/([\w.-]+)"')
ASKED_AFTER = re.compile(r' data-views="')


@dataclass(frozen=True)
class Budget:
    """The most that one type of page may take: KB of HTML and CSS, KB of scripts, and requests."""

    reading: float
    scripts: float
    requests: int


ARTICLE = Budget(14, 18, 4)
BUDGETS = {
    "article": ARTICLE,
    "front": Budget(16, 18, 4),
    "category": Budget(11, 18, 4),
    "tag": Budget(11, 18, 4),
    "author": Budget(11, 18, 4),
    "search": Budget(12, 18, 4),
    "page": Budget(10, 18, 3),
    "newsletter": Budget(9, 18, 4),
    "error": Budget(10, 18, 5),
}
FIRST_VIEW = 28  # KB of an article with all headers, pictures aside
PICTURES = 80  # KB of an article's pictures on a telephone


@dataclass(frozen=True)
class Weight:
    """Bytes of one page, compressed, and how many requests bring it."""

    html: int
    styles: int
    scripts: int
    requests: int

    @property
    def reading(self) -> int:
        """What is needed to read: HTML and CSS."""
        return self.html + self.styles

    def over(self, budget: Budget) -> list[str]:
        """What is more than the budget, in words with figures; empty when nothing is."""
        limits = (
            ("HTML and CSS", self.reading / KB, budget.reading, " KB"),
            ("scripts", self.scripts / KB, budget.scripts, " KB"),
            ("requests", self.requests, budget.requests, ""),
        )
        return [f"{what}: {is_now:.3g}{unit} of {most}{unit}" for what, is_now, most, unit in limits if is_now > most]


def weigh(page: str, html: int | None = None) -> Weight:
    """The weight of a page of ours; its HTML counts as the page cache sends it, or as many bytes as were seen."""
    linked = [name for name in LINKED.findall(page) if name in BUNDLES]
    of_kind = {kind: sum(_bundle_bytes(name) for name in linked if name.endswith(kind)) for kind in (".css", ".js")}
    requests = 1 + len(linked) + len(ASKED_AFTER.findall(page))
    return Weight(compressed_bytes(page) if html is None else html, of_kind[".css"], of_kind[".js"], requests)


def compressed_bytes(text: str) -> int:
    """How many bytes a text takes on the wire."""
    return len(best(text.encode()))


@cache
def _bundle_bytes(name: str) -> int:
    return len(best(bundle(name)[0]))
