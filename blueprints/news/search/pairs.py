"""Pairs: which words stand side by side, as numbers, so that PostgreSQL finds a phrase of common words by an index.

Its full-text index knows which words an article holds, but not where, so that it would look into every article that
holds them all. A number may stand for several pairs: the phrase itself is still looked for, where all its pairs are.
"""

from collections.abc import Iterable, Sequence
from hashlib import md5
from itertools import pairwise

NUMBERS = 1 << 14


def pairs_of(words: Sequence[str]) -> set[int]:
    """The numbers of the pairs in words that follow each other."""
    return {_number(f"{one} {other}") for one, other in pairwise(words)}


def pairs_in(texts: Iterable[str]) -> list[int]:
    """The same for the folded texts of an article; no pair reaches from one into the next."""
    return sorted(set().union(*(pairs_of(text.split()) for text in texts)))


def _number(pair: str) -> int:
    """By a sum that SQL knows too, for the migration."""
    return int.from_bytes(md5(pair.encode(), usedforsecurity=False).digest()[:2]) % NUMBERS
