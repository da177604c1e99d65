"""Pairs: which words stand side by side, as numbers, so that PostgreSQL finds a phrase of common words by an index.

Its full-text index knows which words an article holds, but not where, so that it would look into every article that
holds them all. A number may stand for several pairs: the phrase itself is still looked for, where all its pairs are.
The names of authors are kept in the same way, each of their words as a pair with a sign that no word has.
"""

from collections.abc import Mapping, Sequence
from hashlib import md5
from itertools import pairwise

NUMBERS = 1 << 14


def pairs_of(words: Sequence[str]) -> set[int]:
    """The numbers of the pairs in words that follow each other."""
    return {_number(f"{one} {other}") for one, other in pairwise(words)}


def pairs_of_author(words: Sequence[str]) -> set[int]:
    """The numbers of a name as it stands above an article."""
    return pairs_of(words) | {_number(f"= {word}") for word in words}


def pairs_in(fields: Mapping[str, str]) -> list[int]:
    """The same for the folded texts of an article; no pair reaches from one field into the next."""
    found = pairs_of_author(fields["authors"].split())
    return sorted(found.union(*(pairs_of(text.split()) for text in fields.values())))


def _number(pair: str) -> int:
    """By a sum that SQL knows too, for the migration."""
    return int.from_bytes(md5(pair.encode(), usedforsecurity=False).digest()[:2]) % NUMBERS
