"""Lists over many articles on both databases: first, middle and last page, what is read most, and how it is found."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Table, func, insert, literal, select, text

from app import create_app
from blueprints.core.database import Base, UTCDateTime, db
from blueprints.news import queries
from blueprints.news.models import Article, ViewDay, ViewHour
from blueprints.news.paging import PAGE, Cursor, Piece, stretch_of
from blueprints.news.popular import Span, by_views
from tests import databases
from tests.world import World

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
READ_A_DAY, READ_AN_HOUR = 20_000, 5_000
RUNS = 15


def measure(count: int) -> None:
    """Fill so many short articles into SQLite and into PostgreSQL, and read the same lists from both."""
    with tempfile.TemporaryDirectory() as folder:
        _measure(f"sqlite:///{folder}/bench.sqlite3", Path(folder), count)
    with tempfile.TemporaryDirectory() as folder, databases.postgresql(Path(folder)) as url:
        _measure(url, Path(folder), count)


def _measure(url: str, folder: Path, count: int) -> None:
    databases.migrate(url, folder)
    app = create_app(DATABASE_URL=url, INSTANCE_PATH=str(folder), SECRET_KEY=databases.KEY, SITE_URL="http://localhost")
    with app.app_context():
        started = time.perf_counter()
        _fill(count)
        print(f"{db.engine.dialect.name}: {count:,} articles filled in {time.perf_counter() - started:.0f} s")
        _walk("latest", queries.everything())
        _walk("category with 8 below", queries.in_categories(range(1, 10)))
        _walk("tag", queries.tagged(1))
        _walk("author", queries.written_by(1))
        for span in Span:
            _rank(f"most read, {span.words}", span.length, ViewHour if span is Span.DAY else ViewDay)
        _rank("most read beside an article", timedelta(hours=72), ViewHour)
        db.session.remove()
        db.engine.dispose()


def _fill(count: int) -> None:
    """Half of all is tagged and by one author; a month of views, and nine days of them by the hour."""
    world = World(db.session)
    for number in range(9):
        world.category(f"Section {number}")
        world.account(f"Author {number}")
    world.article("Tagged", tags=("port",), draft=True)
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL statement_timeout = 0"))
    number = _numbers(count).c.i
    one = {"category_id": number % 9 + 1, "author_id": number % 9 + 1, "published_at": _ago(number, "minutes")}
    text_of = {"slug": literal("story-") + func.cast(number, Article.slug.type), "headline": literal("A short story")}
    dates = {"created_at": one["published_at"], "edited_at": one["published_at"]}
    _insert(Article.__table__, {"id": number + 1, **text_of, **one, **dates})
    half = select(Article.id, Article.published_at).where(Article.published_at.is_not(None), Article.id % 2 == 0)
    for table, names in (("article_tag", {"tag_id": 1}), ("byline", {"account_id": 1, "position": 0, "guest": ""})):
        rows = half.add_columns(*(literal(value) for value in names.values()))
        _insert_rows(Base.metadata.tables[table], ["article_id", "published_at", *names], rows)
    for table, when, each, times, unit in (
        ("view_day", "day", READ_A_DAY, 30, "days"),
        ("view_hour", "hour", READ_AN_HOUR, 216, "hours"),
    ):
        number = _numbers(min(each, count) * times).c.i - 1
        article = number % min(each, count)
        row = {
            when: _ago(number / min(each, count), unit),
            "article_id": article + 2,
            "views": article * 7919 % 997 + 1,
        }
        _insert(Base.metadata.tables[table], row)
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _numbers(count: int) -> CTE:
    numbers = select(literal(1).label("i")).cte(f"numbers_{count}", recursive=True)
    return numbers.union_all(select(numbers.c.i + 1).where(numbers.c.i < count))


def _ago(number: ColumnElement[int], unit: str) -> ColumnElement[Any]:
    if db.engine.dialect.name == "sqlite":
        shift = func.printf(f"-%d {unit}", number)
        return func.strftime("%Y-%m-%d %H:%M:%S.000000", MOMENT.isoformat(" ")[:19], shift)
    return literal(MOMENT, UTCDateTime()) - func.floor(number) * literal(timedelta(**{unit: 1}))


def _insert(table: Any, values: dict[str, ColumnElement[Any]]) -> None:
    _insert_rows(table, list(values), select(*values.values()))


def _insert_rows(table: Table, names: Sequence[str], rows: Select[Any]) -> None:
    db.session.execute(insert(table).from_select(names, rows))


def _walk(name: str, pieces: Sequence[Piece]) -> None:
    """Milliseconds for a page with its cards at the beginning, in the middle and at the end."""
    at, number = pieces[0].selected_columns
    last = db.session.execute(pieces[0].where(at.is_not(None)).order_by(at, number).limit(1).offset(PAGE)).one()
    places = {"first": None, "middle": Cursor(MOMENT - (MOMENT - last[0]) / 2, 1), "last": Cursor(*last)}
    times = {place: _time(queries.stretch(pieces, MOMENT, PAGE + 1, after)) for place, after in places.items()}
    told = ", ".join(f"{place} {milliseconds:.2f} ms" for place, milliseconds in times.items())
    print(f"  {name}: {told}; last/first {times['last'] / times['first']:.2f}")
    _explain(select(stretch_of(pieces[:2], MOMENT, places["last"], PAGE + 1)))


def _rank(name: str, length: timedelta, table: type[ViewHour | ViewDay]) -> None:
    """Milliseconds to count, which is kept a hundred times as long, and to read the page's twenty."""
    counting = by_views(table, MOMENT - length)
    ids = db.session.scalars(counting).all()[:PAGE]
    print(f"  {name}: counted in {_time(counting, runs=3):.1f} ms, read in {_time(queries.these(ids, MOMENT)):.2f} ms")
    _explain(counting)


def _time(query: Select[Any], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        db.session.expunge_all()
        started = time.perf_counter()
        db.session.scalars(query).all()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _explain(query: Select[Any]) -> None:
    words = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN (COSTS OFF)"
    asked = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    for row in db.session.execute(text(f"{words} {asked}".replace("%%", "%"))):
        print(f"      {row[-1]}")
