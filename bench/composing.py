"""How fast copies are written for very many subscribers, in how much memory, and how fast messages are spliced.

`python -m bench.composing 1000000` fills SQLite, and PostgreSQL with a tenth.
"""

import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import bindparam, func, select, text

from app import create_app
from blueprints.core.clock import now
from blueprints.core.database import UTCDateTime, db
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.messages.splicing import splice
from blueprints.newsletter.models import Delivery, Edition
from blueprints.newsletter.readers.links import token_for
from tests import databases
from tests.world import World

ZONES = ("Africa/Lagos", "Africa/Nairobi", "Africa/Casablanca", "Europe/Lisbon", "America/St_Johns", "")
FORMS = ("text", "normal", "full")
CHOICES = ("", '{"categories":["1"]}', '{"categories":["2"],"tags":["1"]}', '{"authors":["1"]}')
DUE = (":due0", ":due1", ":due2", ":due3", ":due4")
SECTIONS, STORIES = 4, 30
SPLICED = 20_000
SUBSCRIBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, :count))",
}
SECRET = {"sqlite": "randomblob(16)", "postgresql": "decode(md5(i::text), 'hex')"}


def measure(count: int) -> None:
    """Fill for so many on SQLite, and for a tenth on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        _measure(f"sqlite:///{folder}/bench.sqlite3", Path(folder), count)
    with tempfile.TemporaryDirectory() as folder, databases.postgresql(Path(folder)) as url:
        _measure(url, Path(folder), count // 10)


def _measure(url: str, folder: Path, count: int) -> None:
    databases.migrate(url, folder)
    app = create_app(DATABASE_URL=url, INSTANCE_PATH=str(folder), SECRET_KEY=databases.KEY, SITE_URL="http://localhost")
    with app.app_context():
        _site()
        _subscribers(count)
        kind = db.engine.dialect.name
        with _watched(f"{kind}, {count:,} subscribers"):
            started = time.perf_counter()
            copies = compose_due()
            elapsed = time.perf_counter() - started
        print(f"{kind}: {copies:,} copies in {elapsed:.1f} s, {copies / elapsed:,.0f}/s")
        if copies != count or db.session.scalar(select(func.count()).select_from(Delivery)) != count:
            raise SystemExit("Not everybody got a copy.")
        print(f"{db.session.scalar(select(func.count()).select_from(Edition))} editions")
        _splice()
        db.session.remove()
        db.engine.dispose()


def _site() -> None:
    world = World(db.session)
    sections = [world.category(f"Section {number}") for number in range(SECTIONS)]
    for number in range(STORIES):
        published = now() - timedelta(hours=number + 1)
        world.article(f"Story {number}", category=sections[number % 2], tags=("port",), published=published)


def _subscribers(count: int) -> None:
    """In five zones and the site's, with three forms, four choices and three watermarks, due within the last hours."""
    kind = db.engine.dialect.name
    filling = text(
        f"{SUBSCRIBERS[kind]} INSERT INTO subscriber (id, email, email_norm, state, language, cadence, hour, weekday, "
        "zone, form, choices, next_at, secret, watermark, source, consent, asked_at, left_why) "
        "SELECT i, 'reader' || i || '@example.org', 'reader' || i || '@example.org', 'active', 'en', "
        "CASE WHEN i % 9 = 0 THEN 'weekly' ELSE 'daily' END, i % 24, 1 + i % 7, "
        f"{_one_of(ZONES)}, {_one_of(FORMS, 6)}, {_one_of(CHOICES, 18)}, {_one_of(DUE)}, {SECRET[kind]}, "
        "CASE WHEN i % 100 < 90 THEN 0 WHEN i % 100 < 97 THEN 5 ELSE 9 END, '', 'Yes.', :due0, '' FROM n"
    )
    hour = now().replace(minute=0, second=0, microsecond=0)
    hours = {f"due{late}": hour - timedelta(hours=late) for late in range(len(DUE))}
    typed = [bindparam(name, type_=UTCDateTime()) for name in hours]
    db.session.execute(filling.bindparams(*typed), {"count": count, **hours})
    if kind == "postgresql":
        db.session.execute(text("SELECT setval('subscriber_id_seq', :count)"), {"count": count})
    db.session.commit()


def _one_of(values: tuple[str, ...], every: int = 1) -> str:
    cases = " ".join(
        f"WHEN {number} THEN {value if value in DUE else chr(39) + value.replace(':', chr(92) + ':') + chr(39)}"
        for number, value in enumerate(values)
    )
    return f"CASE (i / {every}) % {len(values)} {cases} END"


@contextmanager
def _watched(what: str) -> Iterator[None]:
    """Print how much memory it takes, and how fast that grows after the first quarter."""
    sizes: list[tuple[float, float]] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.25):
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            sizes.append((time.monotonic(), pages * resource.getpagesize() / 2**20))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
    settled = sizes[len(sizes) // 4 :]
    slope = statistics.linear_regression(*zip(*settled, strict=True)).slope * 60 if len(settled) > 2 else 0.0
    most = max((size for _, size in sizes), default=0.0)
    print(f"{what}: {most:.0f} MB at most, slope {slope:+.1f} MB a minute")


def _splice() -> None:
    message = db.session.scalars(select(Edition.message).order_by(func.length(Edition.message).desc()).limit(1)).one()
    started = time.perf_counter()
    for number in range(SPLICED):
        splice(message, "reader@example.org", f"digest-1-{number}", token_for(number + 1, b"0123456789abcdef", 1))
    elapsed = time.perf_counter() - started
    print(f"{SPLICED / elapsed:,.0f} messages of {len(message):,} bytes spliced a second")


if __name__ == "__main__":
    measure(int(sys.argv[1]))
