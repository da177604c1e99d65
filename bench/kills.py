"""Senders killed with kill -9 at random: who is lost, who gets two, and whether those two are the same.

`python -m bench kills [copies [kills [connections [sqlite|postgresql]]]]`. Run by hand; it takes a while.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from bench.ledger import Ledger, composed
from bench.processes import Process
from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.sending.delivering import deliver

PORT, PACE = 2526, 2500  # copies a second: a kill falls within the first share of so many kills


def measure(copies: int = 10_000, kills: int = 30, connections: int = 4, database: str = "sqlite") -> None:
    """Kill so often, let one run end, and one more when the uncertain are due; then ask the server what it has."""
    with composed(copies, database, PORT, connections) as ledger, _sink() as book:
        done = sum(_kill_one(ledger, book, copies / kills / PACE) for _ in range(kills))
        process = Process(ledger.environment)
        process.told()
        with ledger.app.app_context(), clock.at(clock.now() + timedelta(minutes=11)):
            again = deliver().counts
            db.session.remove()
        lines = book.read_text(encoding="ascii").split("\n")[:-1]
    got = Counter(line.split()[0] for line in lines)
    twice = [reader for reader, count in got.items() if count > 1]
    print(
        f"kills over {copies:,} on {database}: {done} kills, {connections} connections; lost {copies - len(got)}, ",
        end="",
    )
    print(
        f"twice {len(twice)} (at most {done * connections}), more than twice {sum(c > 2 for c in got.values())}, ",
        end="",
    )
    print(f"not identical {len(set(lines)) - len(got)}; sent again {dict(again)}")
    slope = f"{process.slope:+.2f} MB a minute" if process.seconds > 60 else "too short for a slope"
    print(f"  memory of the last run: at most {process.most_memory:.0f} MB, {slope}")


def _kill_one(ledger: Ledger, book: Path, longest: float) -> bool:
    """Kill a sender somewhere in its sending; whether it still sent."""
    before, process = book.stat().st_size, Process(ledger.environment)
    while book.stat().st_size == before and process.running.poll() is None:
        time.sleep(0.005)
    time.sleep(random.uniform(0, longest))
    was_at_work = process.running.poll() is None
    process.running.kill()
    process.running.wait()
    return was_at_work


@contextmanager
def _sink() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        book.touch()
        sink = subprocess.Popen([sys.executable, "-m", "bench.counting_sink", str(PORT), str(book)])
        time.sleep(1)
        try:
            yield book
        finally:
            sink.kill()
            sink.wait()
