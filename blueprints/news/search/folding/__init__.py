"""Folding: how words are written once spelling, case and marks make no difference; the same for what is kept and asked.

Every table names its source. What folds here is whole words of letters and digits with one space between them, so both
databases are given plain words and need no rule of their own. docs/search.md tells it for readers.
"""

import unicodedata
from functools import lru_cache

from blueprints.news.search.folding import arabic, ethiopic, latin, signs
from blueprints.news.search.folding.plurals import singular

_LETTERS = {**latin.LETTERS, **arabic.LETTERS, **ethiopic.LETTERS}
_BEFORE = str.maketrans({**_LETTERS, **signs.NOTHING})
_AFTER = str.maketrans(_LETTERS)
LONGEST_WORD = 60  # characters of a word that are told apart


def fold(words: str) -> str:
    """Lower case without marks or hooks: `Goïta` and `goita`, `Ọ̀ṣun` and `osun` are one."""
    bare = signs.without_stops(words).casefold().translate(_BEFORE)
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare)
        bare = "".join(each for each in decomposed if not unicodedata.combining(each)).casefold().translate(_AFTER)
        bare = arabic.LAST_HAMZA.sub("", ethiopic.joined(bare))
    return "".join(_digit(each) if each.isalnum() else " " for each in bare)


def words_of(text: str) -> list[str]:
    """The folded words in their order, none longer than can be kept."""
    return [word[:LONGEST_WORD] for word in fold(text).split()]


def other_readings(text: str, language: str = "") -> list[str]:
    """What its words may be looked for as besides: parted at an apostrophe (`l'eau` is found by `eau`), without an
    Arabic article, and in English and French in the singular."""
    parted = [word for word in text.split() if signs.APOSTROPHE.search(word)]
    apart = words_of(signs.APOSTROPHE.sub(" ", " ".join(parted))) if parted else []
    known = dict.fromkeys(words_of(text))
    bare = [arabic.without_article(word) for word in known if not word.isascii()]
    single = [singular(word, language) for word in known]
    return [*apart, *(word for word in dict.fromkeys((*bare, *single)) if word and word not in known)]


@lru_cache(maxsize=50_000)
def readings_of(word: str) -> tuple[str, ...]:
    """Every reading of one word as it stands in a text of any language, for marking it there."""
    return (*words_of(word), *other_readings(word, "en"), *other_readings(word, "fr"))


def _digit(character: str) -> str:
    """Digits of every script as those of ASCII."""
    number = unicodedata.decimal(character, None)
    return character if number is None else str(number)
