"""Amharic letters that sound alike and are written for one another.

The classes are those of published Amharic normalisation for retrieval (Alemayehu and Willett, 2002; Yimam and others,
2021); the rows are those of the Unicode chart U+1200, where seven orders of a letter follow each other. Punctuation
and the wordspace (U+1361 to U+1368) are no letters, so they part words.
"""

import re

ORDERS = 7
SAME = {
    "ሐ": "ሀ",
    "ኀ": "ሀ",
    "ኸ": "ሀ",
    "ሠ": "ሰ",
    "ዐ": "አ",
    "ፀ": "ጸ",
}
# Said alike in the first and the fourth order, after the gutturals only.
FOURTH = {"ሃ": "ሀ", "ሓ": "ሀ", "ኃ": "ሀ", "ኻ": "ሀ", "ኣ": "አ", "ዓ": "አ"}
# Labialised letters, where print has the plain vowel beside them: ጐ and ጎ, ቍ and ቁ.
ROUNDED = {
    **{"ቈ": "ቆ", "ኈ": "ሆ", "ኰ": "ኮ", "ጐ": "ጎ", "ዀ": "ሆ"},
    **{"ቊ": "ቁ", "ቍ": "ቁ", "ኵ": "ኩ", "ኲ": "ኩ", "ጕ": "ጉ", "ጒ": "ጉ", "ኍ": "ሁ", "ኊ": "ሁ", "ዅ": "ሁ", "ዂ": "ሁ"},
    **{"ሗ": "ኋ", "ዃ": "ኋ", "ሧ": "ሷ"},
}
# A labialised fourth order, spelt out as u and wa: ቱዋ is ቷ.
SPELT_OUT = {
    **{"ሉ": "ሏ", "ሙ": "ሟ", "ሩ": "ሯ", "ሱ": "ሷ", "ሹ": "ሿ", "ቁ": "ቋ", "ቡ": "ቧ", "ቱ": "ቷ", "ቹ": "ቿ", "ሁ": "ኋ", "ኑ": "ኗ"},
    **{"ኙ": "ኟ", "ኩ": "ኳ", "ዙ": "ዟ", "ዡ": "ዧ", "ዱ": "ዷ", "ጁ": "ጇ", "ጉ": "ጓ", "ጡ": "ጧ", "ጩ": "ጯ", "ጹ": "ጿ", "ፉ": "ፏ"},
}
LETTERS = {
    **{chr(ord(one) + order): chr(ord(other) + order) for one, other in SAME.items() for order in range(ORDERS)},
    **FOURTH,
    **ROUNDED,
}
_TWO = re.compile(f"([{''.join(SPELT_OUT)}])ዋ")


def joined(words: str) -> str:
    """The same with each labialised letter as one sign."""
    return _TWO.sub(lambda found: SPELT_OUT[found[1]], words)
