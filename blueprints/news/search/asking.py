"""What somebody asks: words, "phrases" and -words to leave out; every other sign is text.

A query becomes terms that must all be there, each with the ways in which it may be written; the last word may be a
beginning, since it may still be being typed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from blueprints.news.search.folding import arabic, signs, words_of
from blueprints.news.search.folding.plurals import singulars

LONGEST_QUERY = 200  # characters
MOST_TERMS = 8
SHORTEST_BEGINNING = 2
_PART = re.compile(r'(?P<minus>(?<!\S)-(?=["\w]))?(?:"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Way:
    """Words that must stand side by side; of the last one only a beginning may be asked."""

    words: tuple[str, ...]
    begins: bool = False

    @property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Term:
    """One thing that must be there, in any of these ways."""

    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Query:
    """What is asked, folded: what must be there, what must not."""

    terms: tuple[Term, ...]
    without: tuple[Way, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they were asked, without their other ways."""
        return tuple(word for term in self.terms for word in term.ways[0].words)


@dataclass(frozen=True)
class _Part:
    """A piece of a query as it was typed."""

    text: str
    is_left_out: bool
    is_phrase: bool
    is_open: bool  # still being typed


def clean(asked: str) -> str:
    """The query as it is shown again: bounded, without NUL and halves of characters."""
    kept = asked[: 2 * LONGEST_QUERY].replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    return kept.strip()[:LONGEST_QUERY]


def parse(asked: str) -> Query:
    """Read a query as it was typed."""
    parts = list(_parts(asked[:LONGEST_QUERY]))
    terms: list[Term] = []
    without: list[Way] = []
    for part in parts:
        words = tuple(words_of(part.text))
        if part.is_left_out:
            without += [Way(words)] if words else []
        elif part.is_phrase:
            terms += [Term((Way(words),))] if words else []
        else:
            last = part is parts[-1]
            terms += _terms_of(part.text, words, begins=last and part.is_open)
    return Query(tuple(dict.fromkeys(terms))[:MOST_TERMS], tuple(dict.fromkeys(without))[:MOST_TERMS])


def _parts(asked: str) -> Iterable[_Part]:
    text = signs.QUOTES.sub('"', asked)
    for found in _PART.finditer(text):
        is_phrase = found["word"] is None
        is_open = not (is_phrase and found["end"]) and found.end() == len(text)
        yield _Part(found["phrase"] if is_phrase else found["word"], bool(found["minus"]), is_phrase, is_open)


def _terms_of(text: str, words: tuple[str, ...], *, begins: bool) -> list[Term]:
    """A term for each word between the signs of a typed word, such as two for `covid-19`."""
    apart = tuple(words_of(signs.APOSTROPHE.sub(" ", text))) if signs.APOSTROPHE.search(text) else ()
    if len(words) == 1 and len(apart) > 1:
        return [Term((_way(words[0], begins), Way(apart, begins and len(apart[-1]) >= SHORTEST_BEGINNING)))]
    last = len(words) - 1
    return [_term(word, begins=begins and place == last) for place, word in enumerate(words)]


def _term(word: str, *, begins: bool) -> Term:
    others = (*singulars(word), arabic.without_article(word))
    return Term((_way(word, begins), *(Way((other,)) for other in others if other)))


def _way(word: str, begins: bool) -> Way:
    return Way((word,), begins and len(word) >= SHORTEST_BEGINNING)


def widened(query: Query, pairs: Iterable[tuple[str, str]]) -> Query:
    """The same query, where a name also counts in its other way of writing; pairs are of folded words."""
    for one, other in pairs:
        for written, also in ((one, other), (other, one)):
            query = _with_other(query, tuple(written.split()), Way(tuple(also.split())))
    return query


def _with_other(query: Query, name: tuple[str, ...], also: Way) -> Query:
    """Where the name stands in the query, its terms become one that either way fulfils."""
    firsts = [term.ways[0].words for term in query.terms]
    for start in range(len(firsts)):
        for end in range(start + 1, len(firsts) + 1):
            if tuple(word for words in firsts[start:end] for word in words) != name:
                continue
            terms = query.terms[start:end]
            ways = terms[0].ways if len(terms) == 1 else (Way(name, terms[-1].ways[0].begins),)
            joined = Term(tuple(dict.fromkeys((*ways, also))))
            return replace(query, terms=(*query.terms[:start], joined, *query.terms[end:]))
    return query
