"""Arabic letters that are written for one another, as light normalisation has them (Larkey and others, 2002)."""

import re

# Alef with hamza, madda or wasla is alef; hamza on waw or ya leaves its seat (NFKD parts these, the wasla stands here).
ALEF = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا"}
# Alef maqsura is ya, ta marbuta is ha: print and keyboards swap them.
ENDINGS = {"ى": "ي", "ة": "ه"}
# The Persian and Urdu letters that keyboards give for the Arabic ones (Unicode chart U+0600).
NEIGHBOURS = {"ی": "ي", "ک": "ك", "ۀ": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه"}
# Tatweel only stretches a word; vowel marks are combining and dropped with all the others.
TATWEEL = {"ـ": ""}

LETTERS = {**ALEF, **ENDINGS, **NEIGHBOURS, **TATWEEL}
# A hamza alone at the end is often left out: شيء and شي, سماء and سما.
LAST_HAMZA = re.compile(r"ء\b")
# The article, also after "and", "in", "as", "for": a second reading without it, of three letters at least.
ARTICLE = re.compile(r"(?:[وفبك]?ال|لل)(\w{3,})")


def without_article(word: str) -> str:
    """The folded word without its article, or nothing where it has none."""
    found = ARTICLE.fullmatch(word)
    return found[1] if found else ""
