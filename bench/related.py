"""What stands around an article among 100,000: the time of `neighbours_of`, on SQLite and on PostgreSQL."""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from app import create_app
from blueprints.auth.models import Account, Role
from blueprints.core.clock import now
from blueprints.core.database import AnySession, db
from blueprints.news import queries
from blueprints.news.models import Article, Category, SearchEntry, Tag, ViewDay, article_tag
from blueprints.news.related import neighbours_of
from blueprints.news.search.keeping import KEEP, vector
from blueprints.news.search.places import place_of
from blueprints.news.search.texts import FIELDS, SHORT_FIELDS
from tests.databases import KEY, migrate, postgresql

ARTICLES, WORDS, TAGS, READ_A_DAY, TRIES = 100_000, 120, 3000, 3000, 60
# As text is once its idle words are out: the commonest word stands in every fourth article.
VOCABULARY = [f"w{number:x}" for number in range(40_000)]
FREQUENCY = [1 / (rank + 60) for rank in range(len(VOCABULARY))]
EPOCH = now()


def measure() -> None:
    """Fill each database once, and ask for what stands around articles new and old."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _measure("SQLite", f"sqlite:///{folder}/bench.sqlite3", folder)
        with postgresql(folder) as url:
            _measure("PostgreSQL", url, folder)


def _measure(name: str, url: str, folder: Path) -> None:
    migrate(url, folder)
    app = create_app(DATABASE_URL=url, INSTANCE_PATH=str(folder), SECRET_KEY=KEY, SITE_URL="http://localhost")
    with app.app_context():
        _fill(db.session)
        db.session.commit()
        if name == "PostgreSQL":  # autovacuum would have done it by then
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
        _time(name, db.session)
        db.engine.dispose()


def _time(name: str, session: AnySession) -> None:
    taken = []
    for number in (*range(ARTICLES, ARTICLES - TRIES // 2, -1), *random.sample(range(1, ARTICLES), TRIES // 2)):
        session.expunge_all()
        article = session.scalars(queries.whole_article(f"a-{number}")).one()
        started = time.perf_counter()
        neighbours_of(session, article, EPOCH, ())
        taken.append(1000 * (time.perf_counter() - started))
    taken.sort()
    sys.stdout.write(
        f"{name}: median {statistics.median(taken):.1f} ms, slowest of twenty {taken[len(taken) * 19 // 20]:.1f} ms\n"
    )


def _fill(session: AnySession) -> None:
    random.seed(1)
    person = {"email": "a@example.org", "email_norm": "a@example.org", "name": "Ada", "slug": "ada", "bio": ""}
    session.execute(insert(Account).values(id=1, role=Role.EDITOR, created_at=EPOCH, activated_at=EPOCH, **person))
    for number in range(1, 13):
        session.execute(insert(Category).values(id=number, slug=f"c-{number}", name=f"C{number}", description=""))
    session.execute(
        insert(Tag), [{"id": number, "slug": f"t-{number}", "name": f"T{number}"} for number in range(1, TAGS)]
    )
    for first in range(1, ARTICLES + 1, 2000):
        some = range(first, first + 2000)
        texts = {number: random.choices(VOCABULARY, FREQUENCY, k=WORDS) for number in some}
        session.execute(insert(Article), [_article(number, texts[number]) for number in some])
        session.execute(insert(article_tag), list(_tagged(some)))
        rows = [_row(number, texts[number]) for number in some]
        session.execute(insert(SearchEntry), [row[0] for row in rows])
        session.execute(KEEP[session.get_bind().dialect.name], [row[1] for row in rows])
    for back in range(8):
        day = EPOCH.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=back)
        read = random.sample(range(1, ARTICLES), READ_A_DAY)
        session.execute(
            insert(ViewDay), [{"day": day, "article_id": number, "views": number % 97 + 1} for number in read]
        )


def _row(number: int, words: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    place = place_of(EPOCH - timedelta(hours=ARTICLES - number + 1), number)
    fields = {**dict.fromkeys(FIELDS, ""), "headline": " ".join(words[:9]), "body": " ".join(words)}
    entry = {"article_id": number, "place": place, "language": "en", **{each: fields[each] for each in SHORT_FIELDS}}
    return entry, {"place": place, **fields, "marks": "", "words": vector(fields, [])}


def _article(number: int, words: list[str]) -> dict[str, Any]:
    published = EPOCH - timedelta(hours=ARTICLES - number + 1)
    return {
        "id": number,
        "slug": f"a-{number}",
        "headline": " ".join(words[:9]),
        "standfirst": " ".join(words[9:30]),
        "body": " ".join(words),
        "category_id": number % 12 + 1,
        "author_id": 1,
        "created_at": published,
        "edited_at": published,
        "published_at": published,
    }


def _tagged(some: range) -> Iterator[dict[str, Any]]:
    for number in some:
        published = EPOCH - timedelta(hours=ARTICLES - number + 1)
        for tag in {min(int(random.paretovariate(0.5)), TAGS - 1) for _ in range(4)}:
            yield {"article_id": number, "tag_id": tag, "published_at": published}


if __name__ == "__main__":
    measure()
