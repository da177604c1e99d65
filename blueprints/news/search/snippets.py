"""Snippets: a few words of the article's own text around what was asked, the matched ones marked."""

import re
from collections.abc import Iterable

from markupsafe import Markup

from blueprints.news.search.asking import Query
from blueprints.news.search.folding import readings_of
from blueprints.news.search.folding.signs import APOSTROPHES

BEFORE, LENGTH = 8, 32  # words
MOST_SEARCHED = 4000  # words of a body
_MARKS = (
    "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u135d-\u135f\u1ab0-\u1aff\u1dc0"
    "-\u1dff\u20d0-\u20ff"
)
# A word as it stands in a text, with its marks, the apostrophes within it and the stops of an acronym.
_WORD = re.compile(
    rf"[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?|[^\W_{APOSTROPHES}][^\W_{APOSTROPHES}]*"
    rf"(?:[{_MARKS}{APOSTROPHES}]+[^\W_{APOSTROPHES}]+)*[{_MARKS}]*"
)
_SPACE = re.compile(r"\s+")


class Marker:
    """Marks the words of one query in the texts that it found, in whatever spelling they stand there."""

    def __init__(self, query: Query) -> None:
        ways = [way for term in query.terms for way in term.ways]
        self._whole = {word for way in ways for word in way.words}
        self._begun = tuple(way.words[-1] for way in ways if way.begins)

    def snippet(self, texts: Iterable[str]) -> Markup:
        """Of the first text that holds a word: a stretch around it; nothing where none does."""
        for text in texts:
            first = next((found for found in self._words(text) if self._is_asked(found[0])), None)
            if first is not None:
                return self._around(text, first)
        return Markup()

    def _around(self, text: str, first: re.Match[str]) -> Markup:
        """Cut at spaces, with an ellipsis where words are left out."""
        start, left = self._reach_back(text, first.start())
        spaces = list(_SPACE.finditer(text, start))[: LENGTH + 1]
        end = spaces[LENGTH].start() if len(spaces) > LENGTH else len(text)
        marked = self._marked(text[start:end])
        return Markup("{}{}{}").format("… " * left, marked, " …" * (end < len(text)))

    def _reach_back(self, text: str, at: int) -> tuple[int, bool]:
        for _ in range(BEFORE + 1):
            space = text.rfind(" ", 0, at)
            if space < 0:
                return 0, False
            at = space
        return at + 1, True

    def _marked(self, text: str) -> Markup:
        parts, at = [], 0
        for found in _WORD.finditer(text):
            if self._is_asked(found[0]):
                parts += [Markup.escape(text[at : found.start()]), Markup("<mark>{}</mark>").format(found[0])]
                at = found.end()
        return Markup("").join([*parts, Markup.escape(text[at:])])

    def _words(self, text: str) -> Iterable[re.Match[str]]:
        for _, found in zip(range(MOST_SEARCHED), _WORD.finditer(text), strict=False):
            yield found

    def _is_asked(self, word: str) -> bool:
        if word.isascii() and word.isalnum():
            folded = word.lower()
            if folded in self._whole or folded.startswith(self._begun):
                return True
            if folded[-1] not in "sx":
                return False
        return any(each in self._whole or each.startswith(self._begun) for each in readings_of(word))
