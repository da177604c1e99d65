"""Search among 100,000 articles on both databases: rare and common words, phrases, filters, and what was misspelt."""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from app import create_app
from blueprints.auth.models import Account, Role
from blueprints.core.clock import now
from blueprints.core.database import AnySession, db
from blueprints.news.models import Article, Category, SearchEntry, SearchWord
from blueprints.news.search.asking import parse
from blueprints.news.search.finding import Behind
from blueprints.news.search.keeping import KEEP, vector
from blueprints.news.search.matching import Filters
from blueprints.news.search.pairs import pairs_in
from blueprints.news.search.places import end_of, place_of
from blueprints.news.search.results import Results, results
from blueprints.news.search.suggesting import suggestion
from tests.databases import KEY, migrate, postgresql

ARTICLES, WORDS, BATCH, RUNS = 100_000, 300, 2000, 40
SYLLABLES = [first + second for first in "bdfgklmnprst" for second in "aeiou"]
VOCABULARY = [
    "".join(SYLLABLES[number // 60**place % 60] for place in range(3)) for number in range(7, 7 + 60_000 * 3, 3)
]
# By Zipf's law: the commonest word stands in nearly every article, the hundredth in one of three.
WEIGHTS = list(accumulate(1 / (rank + 8) for rank in range(len(VOCABULARY))))
COMMON, OTHER, MIDDLING, RARE = VOCABULARY[0], VOCABULARY[1], VOCABULARY[400], VOCABULARY[-3]
EPOCH = now()


def measure(count: int = ARTICLES) -> None:
    """Fill each database once, and ask the same of both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _measure("SQLite", f"sqlite:///{folder}/bench.sqlite3", folder, count)
        with postgresql(folder) as url:
            _measure("PostgreSQL", url, folder, count)


def _measure(name: str, url: str, folder: Path, count: int) -> None:
    migrate(url, folder)
    app = create_app(DATABASE_URL=url, INSTANCE_PATH=str(folder), SECRET_KEY=KEY, SITE_URL="http://localhost")
    with app.app_context():
        _fill(db.session, count)
        db.session.commit()
        if name == "PostgreSQL":  # autovacuum would have done it by then
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
        sys.stdout.write(f"{name}, {count:,} articles\n")
        for what, ask in _questions(count):
            _time(what, ask)
        db.session.remove()
        db.engine.dispose()


def _questions(count: int) -> Iterator[tuple[str, Callable[[], Any]]]:
    everything = Filters(last=end_of(EPOCH))
    year = replace(
        everything, first=end_of(EPOCH - timedelta(hours=count // 2)), last=end_of(EPOCH - timedelta(days=90))
    )
    for what, asked, filters in (
        ("a rare word", f"{RARE} ", everything),
        ("a middling word", f"{MIDDLING} ", everything),
        ("a very common word", f"{COMMON} ", everything),
        ("two common words", f"{COMMON} {OTHER} ", everything),
        ("a common and a rare word", f"{COMMON} {RARE} ", everything),
        ("a phrase of common words", f'"{COMMON} {OTHER}"', everything),
        ("a phrase of middling words", f'"{MIDDLING} {VOCABULARY[401]}"', everything),
        ("a phrase that hardly stands anywhere", f'"{OTHER} {COMMON} {MIDDLING} {OTHER}"', everything),
        ("a phrase of common words that never stands", f'"{COMMON} {OTHER} {VOCABULARY[2]} {COMMON}"', everything),
        ("a phrase of common words that seldom stands", f'"{VOCABULARY[30]} {VOCABULARY[31]}"', everything),
        ("a phrase of common words beside a word", f'"{COMMON} {OTHER}" {MIDDLING} ', everything),
        ("a common word without another", f"{COMMON} -{OTHER} ", everything),
        ("two letters as a beginning", COMMON[:2], everything),
        ("three letters as a beginning", COMMON[:3], everything),
        ("a common word, being typed", COMMON, everything),
        ("a common word in a section", f"{COMMON} ", replace(everything, marks=(("c3",),))),
        ("a common word by a rare author", f"{COMMON} ", replace(everything, author=("nobody",))),
        ("a common word by a common name", f"{COMMON} ", replace(everything, author=(OTHER,))),
        ("a common word within dates", f"{COMMON} ", year),
        ("nothing", f"{COMMON} qqqq", everything),
    ):
        yield what, lambda asked=asked, filters=filters: _page(asked, filters)
    middle = Behind(place=place_of(EPOCH - timedelta(hours=count // 2), 1))
    yield "a common word, a page of the middle", lambda: _page(f"{COMMON} ", everything, middle)
    slipped = f"{COMMON} {MIDDLING[:2]}{MIDDLING[3]}{MIDDLING[2]}{MIDDLING[4:]}x"
    yield "did you mean", lambda: suggestion(db.session, slipped[:-1], everything, 0)


def _page(asked: str, filters: Filters, after: Behind | None = None) -> Results:
    return results(db.session, parse(asked), filters, after, moment=EPOCH, size=20)


def _time(what: str, ask: Callable[[], Any]) -> None:
    taken = []
    for _ in range(RUNS):
        db.session.rollback()
        db.session.expunge_all()
        started = time.perf_counter()
        ask()
        taken.append(1000 * (time.perf_counter() - started))
    taken.sort()
    sys.stdout.write(f"  {what}: median {statistics.median(taken):.1f} ms, p95 {taken[RUNS * 19 // 20]:.1f} ms\n")
    sys.stdout.flush()


def _fill(session: AnySession, count: int) -> None:
    random.seed(1)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = 0"))
    person = {"email": "a@example.org", "email_norm": "a@example.org", "name": "Ada", "slug": "ada", "bio": ""}
    session.execute(insert(Account).values(id=1, role=Role.EDITOR, created_at=EPOCH, activated_at=EPOCH, **person))
    for number in range(1, 13):
        session.execute(insert(Category).values(id=number, slug=f"c-{number}", name=f"C{number}", description=""))
    for first in range(1, count + 1, BATCH):
        some = range(first, min(first + BATCH, count + 1))
        texts = {number: random.choices(VOCABULARY, cum_weights=WEIGHTS, k=WORDS) for number in some}
        session.execute(insert(Article), [_article(number, texts[number], count) for number in some])
        rows = [_row(number, texts[number], count) for number in some]
        session.execute(insert(SearchEntry), [row[0] for row in rows])
        session.execute(KEEP[session.get_bind().dialect.name], [row[1] for row in rows])
    known = [
        {"word": word, "backwards": word[::-1], "spelling": word, "length": len(word), "articles": 9}
        for word in dict.fromkeys(VOCABULARY)
    ]
    session.execute(insert(SearchWord), known)


def _article(number: int, words: list[str], count: int) -> dict[str, Any]:
    published = EPOCH - timedelta(hours=count - number + 1)
    return {
        "id": number,
        "slug": f"a-{number}",
        "headline": " ".join(words[:9]),
        "standfirst": " ".join(words[9:30]),
        "body": f"<p>{' '.join(words[30:])}</p>",
        "category_id": number % 12 + 1,
        "author_id": 1,
        "created_at": published,
        "edited_at": published,
        "published_at": published,
    }


def _row(number: int, words: list[str], count: int) -> tuple[dict[str, Any], dict[str, Any]]:
    place = place_of(EPOCH - timedelta(hours=count - number + 1), number)
    short = {
        "headline": " ".join(words[:9]),
        "tags": " ".join(words[-2:]),
        "authors": "ada",
        "standfirst": " ".join(words[9:30]),
        "captions": "",
    }
    fields = {**short, "body": " ".join(words[30:])}
    marks = [f"c{number % 12 + 1}", "len"]
    entry = {"article_id": number, "place": place, "language": "en", **short}
    kept = {"words": vector(fields, marks), "pairs": pairs_in(fields)}
    return entry, {"place": place, **fields, "marks": " ".join(marks), **kept}


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
