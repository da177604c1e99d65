"""Plurals: the only stemming, in the two languages where a plain -s is known to help and cannot be another ending.

English by the S-stemmer (Harman, "How effective is suffixing?", 1991), French by the plural part of Savoy's minimal
stemmer (1999). The singular is a second reading beside the word, never instead of it.
"""

SHORTEST = 4


def singular(word: str, language: str) -> str:
    """The singular of a folded word in this language (a BCP 47 tag), or nothing."""
    if len(word) < SHORTEST or word[-1] not in "sx" or not word.isascii():
        return ""
    match language.partition("-")[0]:
        case "en" | "pcm":
            return english(word)
        case "fr":
            return french(word)
    return ""


def english(word: str) -> str:
    """By the first of the S-stemmer's three rules whose ending it has; nothing where none applies."""
    if word.endswith("ies"):
        return "" if word[-4] in "ea" else f"{word[:-3]}y"
    if word.endswith("es"):
        return "" if word[-3] in "aeo" else word[:-1]
    return word[:-1] if word[-1] == "s" and word[-2] not in "us" else ""


def french(word: str) -> str:
    """Without the -s, or the -x of -eaux and -eux."""
    if word[-1] == "x":
        return word[:-1] if word.endswith(("eaux", "eux", "oux")) else ""
    return "" if word[-2] == "s" else word[:-1]


def singulars(word: str) -> tuple[str, ...]:
    """The singulars that an asked word may have, since a query does not say its language."""
    return tuple(dict.fromkeys(each for each in (singular(word, "en"), singular(word, "fr")) if each))
