"""The words of headlines, standfirsts, tags, names and captions, each with the number of articles that hold it.

It is what a slip of the finger is put right with. Body words are left out, and the rarest go when it grows too long.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, delete, func, select, text

from blueprints.core.cron import job
from blueprints.core.database import AnySession, db, writing
from blueprints.news.models import SearchWord
from blueprints.news.search.folding import words_of
from blueprints.news.search.texts import SHORT_FIELDS, Texts

CHANGE = text(
    "INSERT INTO search_word (word, backwards, spelling, length, articles)"
    " VALUES (:word, :backwards, :spelling, :length, :first)"
    " ON CONFLICT (word) DO UPDATE SET articles = search_word.articles + :change"
)
SHORTEST, LONGEST = 3, 30  # characters
MOST = 200_000
TOKEN = re.compile(r"\S+")
EDGES = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum()) + "“”„‟«»‹›‘’…—–،؛؟።፣፤፥፦፧፡"


def recount(
    session: AnySession, before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]], texts: Sequence[Texts]
) -> None:
    """Count the words that these articles gained and lost, in the order of the words: so two who write cannot wait for
    each other."""
    change = _counted(after)
    change.subtract(_counted(before))
    spellings = _spellings(texts)
    rows = [
        {
            "word": word,
            "backwards": word[::-1],
            "spelling": spellings.get(word, word),
            "length": len(word),
            "first": max(0, count),
            "change": count,
        }
        for word, count in sorted(change.items())
        if count
    ]
    if rows:
        session.execute(CHANGE, rows)


def _counted(entries: Iterable[Mapping[str, Any]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for entry in entries:
        words = {word for field in SHORT_FIELDS for word in entry[field].split()}
        counted.update(word for word in words if is_kept(word))
    return counted


def is_kept(word: str) -> bool:
    """Whether a folded word belongs to the vocabulary."""
    return SHORTEST <= len(word) <= LONGEST and not any(each.isdigit() for each in word)


def _spellings(texts: Iterable[Texts]) -> dict[str, str]:
    """How each word stands in the texts, for those that are one word there."""
    found: dict[str, str] = {}
    for each in texts:
        for field in SHORT_FIELDS:
            for token in each.written[field].split():
                bare = token.strip(EDGES)
                folded = words_of(bare)
                if len(folded) == 1 and len(bare) <= 2 * LONGEST:
                    found.setdefault(folded[0], bare)
    return found


@job("search words", every=timedelta(hours=20))
def _prune() -> str:
    """Words that no article holds any more go, and of the others the rarest while there are too many."""
    with writing():
        gone = _forget(delete(SearchWord).where(SearchWord.articles <= 0))
        over = (db.session.scalar(select(func.count()).select_from(SearchWord)) or 0) - MOST
        if over > 0:
            rarest = select(SearchWord.word).order_by(SearchWord.articles, SearchWord.word).limit(over)
            gone += _forget(delete(SearchWord).where(SearchWord.word.in_(rarest)))
        db.session.commit()
    return f"{gone} words gone"


def _forget(words: Delete) -> int:
    return cast("CursorResult[Any]", db.session.execute(words)).rowcount
