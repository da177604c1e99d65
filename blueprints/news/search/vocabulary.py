"""The words of headlines, standfirsts, tags, names and captions, each with the number of articles that hold it.

It is what a slip of the finger is put right with. Body words are left out, and the rarest go when it grows too long.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from blueprints.core.cron import job
from blueprints.core.database import AnySession, db, writing
from blueprints.news.models import SearchWord
from blueprints.news.search.folding import words_of
from blueprints.news.search.texts import SHORT_FIELDS, Texts

SHORTEST, LONGEST = 3, 30  # characters
MOST = 200_000
TOKEN = re.compile(r"\S+")
EDGES = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum()) + "“”„‟«»‹›‘’…—–،؛؟።፣፤፥፦፧፡"


def recount(
    session: AnySession, before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]], texts: Sequence[Texts]
) -> None:
    """Count the words that these articles gained and lost."""
    change = _counted(after)
    change.subtract(_counted(before))
    more = sorted(word for word, count in change.items() if count > 0)
    fewer = sorted(word for word, count in change.items() if count < 0)
    if more:
        _add(session, {word: change[word] for word in more}, _spellings(texts))
    if fewer:
        left = SearchWord.articles - bindparam("n")
        less = update(SearchWord).where(SearchWord.word == bindparam("gone")).values(articles=left)
        session.connection().execute(less, [{"gone": word, "n": -change[word]} for word in fewer])


def _counted(entries: Iterable[Mapping[str, Any]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for entry in entries:
        words = {word for field in SHORT_FIELDS for word in entry[field].split()}
        counted.update(word for word in words if is_kept(word))
    return counted


def is_kept(word: str) -> bool:
    """Whether a folded word belongs to the vocabulary."""
    return SHORTEST <= len(word) <= LONGEST and not any(each.isdigit() for each in word)


def _add(session: AnySession, counts: Mapping[str, int], spellings: Mapping[str, str]) -> None:
    """In the order of the words, so that two who add the same ones cannot wait for each other."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    adding = dialect.insert(SearchWord)
    adding = adding.on_conflict_do_update(
        index_elements=["word"], set_={"articles": SearchWord.articles + adding.excluded.articles}
    )
    rows = [
        {
            "word": word,
            "backwards": word[::-1],
            "spelling": spellings.get(word, word),
            "length": len(word),
            "articles": count,
        }
        for word, count in counts.items()
    ]
    session.execute(adding, rows)


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
