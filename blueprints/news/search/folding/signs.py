"""Signs inside words: apostrophes of every kind, what nobody sees, and the stops of acronyms."""

import re

# ASCII, typographic, modifier letters (also the ʿayn and the okina), prime, grave, acute, saltillo, full width.
APOSTROPHES = "'’‘‛ʼʻʽʾʿˈʹ′`´ꞌꞋ＇"
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
# Soft hyphen, joiners, direction marks and the byte order mark: general category Cf, seen by nobody.
UNSEEN = "\u00ad\u034f\u061c\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
NOTHING = dict.fromkeys((*APOSTROPHES, *UNSEEN), "")
# Single letters with stops between them: I.N.E.C. and I.N.E.C are INEC; not a sentence that ends in one letter.
ACRONYM = re.compile(r"(?<![^\W_])(?<!\.)[^\W\d_](?:\.[^\W\d_])+\.?(?![^\W_])")
# Every sign that opens or closes a phrase in a query.
QUOTES = re.compile('["“”„‟«»″＂]')


def without_stops(words: str) -> str:
    """The same with its acronyms as words."""
    return ACRONYM.sub(lambda found: found[0].replace(".", ""), words) if "." in words else words
