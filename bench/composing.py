"""How fast copies are written for very many subscribers, in how much memory, and how fast messages are spliced.

`python -m bench.composing 1000000` fills SQLite, and PostgreSQL with a tenth.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path

from sqlalchemy import bindparam, func, select, text

from app import create_app
from blueprints.core.clock import now
from blueprints.core.database import UTCDateTime, db
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.composing.letters import compose_letters
from blueprints.newsletter.messages.splicing import splice
from blueprints.newsletter.models import Delivery, Edition, Issue, IssueState, Kind, Subscriber
from blueprints.newsletter.readers.links import token_for
from blueprints.newsletter.status import status_at
from tests import databases
from tests.world import World

ZONES = ("Africa/Lagos", "Africa/Nairobi", "Africa/Casablanca", "Europe/Lisbon", "America/St_Johns", "")
FORMS = ("text", "normal", "full")
CHOICES = ("", '{"categories":["1"]}', '{"categories":["2"],"tags":["1"]}', '{"authors":["1"]}')
DUE = (":due0", ":due1", ":due2", ":due3", ":due4")
SECTIONS, STORIES = 4, 30
SPLICED = 20_000
COMPOSER = """
from app import create_app
from blueprints.newsletter.composing.filling import compose_due
with create_app(SITE_URL="http://localhost").app_context():
    compose_due()
"""
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


def kill(count: int, kills: int = 5) -> None:
    """Kill a composing process without warning, again and again; then everybody has one copy, and no turn is left."""
    for is_sqlite in (True, False):
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            server = stack.enter_context(nullcontext("") if is_sqlite else databases.postgresql(Path(folder)))
            _kill(server or f"sqlite:///{folder}/bench.sqlite3", Path(folder), count, kills)


def _kill(url: str, folder: Path, count: int, kills: int) -> None:
    databases.migrate(url, folder)
    settings = {"DATABASE_URL": url, "INSTANCE_PATH": str(folder), "SECRET_KEY": databases.KEY}
    app = create_app(**settings, SITE_URL="http://localhost")
    with app.app_context():
        _site()
        _subscribers(count)
        found = []
        for _ in range(kills):
            before = db.session.scalar(select(func.count()).select_from(Delivery)) or 0
            db.session.commit()
            composer = subprocess.Popen([sys.executable, "-c", COMPOSER], env={**os.environ, **settings})
            while (db.session.scalar(select(func.count()).select_from(Delivery)) or 0) <= before:
                db.session.commit()
                if composer.poll() is not None:
                    break
                time.sleep(random.random() / 5)
            db.session.commit()
            composer.kill()
            composer.wait()
            found.append(db.session.scalar(select(func.count()).select_from(Delivery)))
            db.session.commit()
        compose_due()
        copies = db.session.scalar(select(func.count()).select_from(Delivery))
        readers = db.session.scalar(select(func.count(Delivery.subscriber_id.distinct())))
        due = db.session.scalar(select(func.count()).select_from(Subscriber).where(Subscriber.next_at <= now()))
        print(
            f"{db.engine.dialect.name}: killed at {found}; {copies:,} copies for {readers:,} readers, {due} still due"
        )
        if (copies, readers, due) != (count, count, 0):
            raise SystemExit("Somebody got none, or two.")
        db.session.remove()
        db.engine.dispose()


def _measure(url: str, folder: Path, count: int) -> None:
    databases.migrate(url, folder)
    app = create_app(DATABASE_URL=url, INSTANCE_PATH=str(folder), SECRET_KEY=databases.KEY, SITE_URL="http://localhost")
    with app.app_context():
        _site()
        _subscribers(count)
        kind = db.engine.dialect.name
        with _watched(f"{kind}, {count:,} subscribers"):
            started, busy = time.perf_counter(), time.process_time()
            copies = compose_due()
            elapsed, busy = time.perf_counter() - started, time.process_time() - busy
        print(f"{kind}: {copies:,} copies in {elapsed:.1f} s ({busy:.1f} s of CPU), {copies / elapsed:,.0f}/s")
        if copies != count or db.session.scalar(select(func.count()).select_from(Delivery)) != count:
            raise SystemExit("Not everybody got a copy.")
        print(f"{db.session.scalar(select(func.count()).select_from(Edition))} editions")
        _letter(count)
        _status()
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


def _letter(count: int) -> None:
    """To everybody, on top of the digests."""
    words = {"subject": "A word", "body": "<p>Thank you.</p>", "send_at": now(), "created_at": now()}
    db.session.add(Issue(kind=Kind.MANUAL, language="", slot="bench", state=IssueState.PLANNED, **words))
    db.session.commit()
    started = time.perf_counter()
    copies = compose_letters()
    elapsed = time.perf_counter() - started
    print(f"a letter by hand: {copies:,} copies in {elapsed:.1f} s, {copies / elapsed:,.0f}/s")
    if copies != count:
        raise SystemExit("Not everybody got the letter.")


def _status() -> None:
    started = time.perf_counter()
    status_at(db.session, now())
    print(f"status in {(time.perf_counter() - started) * 1000:,.0f} ms")
    db.session.commit()


def _splice() -> None:
    message = db.session.scalars(select(Edition.message).order_by(func.length(Edition.message).desc()).limit(1)).one()
    started = time.perf_counter()
    for number in range(SPLICED):
        splice(message, "reader@example.org", f"digest-1-{number}", token_for(number + 1, b"0123456789abcdef", 1))
    elapsed = time.perf_counter() - started
    print(f"{SPLICED / elapsed:,.0f} messages of {len(message):,} bytes spliced a second")


if __name__ == "__main__":
    measure(int(sys.argv[1]))
    kill(int(sys.argv[1]) // 10)
