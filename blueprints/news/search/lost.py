"""The words of an address that leads nowhere, as somebody would type them."""

import unicodedata

from blueprints.news.search.asking import LONGEST_QUERY

LOST_WORDS = 6
MOST_PATH = 500
# Parts of an address that say nothing of what stood there.
MUTE = {
    *("amp", "archive", "archives", "author", "category", "comments", "feed", "index", "page", "post", "tag"),
    "trackback",
}


def lost_words(path: str) -> str:
    """The words of the last part of an address that has any, as somebody would type them; empty when it has none."""
    for part in reversed(path[:MOST_PATH].split("/")):
        spelt = unicodedata.normalize("NFC", part)
        bare = "".join(each if each.isalnum() or unicodedata.combining(each) else " " for each in spelt)
        words = [word for word in bare.split() if len(word) > 1 and not word.isdigit() and word.lower() not in MUTE]
        if words:
            return " ".join(words[:LOST_WORDS])[:LONGEST_QUERY]
    return ""
