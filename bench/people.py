"""People by the million, and what comes back by the ten thousand.

`python -m bench.people 1000000 10000` brings a table in twice and gives it out, and takes a mailbox in twice. It tells
time and memory, and is run by hand.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app import create_app
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.newsletter.feedback.ingesting import ingest
from blueprints.newsletter.feedback.mailboxes import Maildir
from blueprints.newsletter.readers.exporting import export_people
from blueprints.newsletter.readers.importing import import_people, read_rows
from tests import databases
from tests.newsletter import returned_mails as mails
from tests.newsletter.readers import Readers
from tests.newsletter.returns import forged, issue_for, token, verp

STEP = 100_000


def main(people: int, returned: int) -> None:
    """On SQLite, in a folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        url = f"sqlite:///{folder / 'bench.sqlite3'}"
        databases.migrate(url, folder)
        app = create_app(DATABASE_URL=url, INSTANCE_PATH=str(folder), SECRET_KEY=databases.KEY, TIMEZONE="Africa/Lagos")
        with app.app_context():
            _mailbox(Readers(app), folder / "Maildir", returned)
            _people(folder / "people.csv", people)
            db.session.remove()
            db.engine.dispose()


def _people(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("email,language,hour,zone,consent\n")
        for number in range(count):
            language = ("en", "fr", "ar")[number % 3]
            file.write(
                f"reader{number}@example{number % 500}.org,{language},{number % 24},Africa/Lagos,Form {number}\n"
            )
    for title in ("import", "import again"):
        with path.open("rb") as file:
            _timed(title, count, lambda file=file: import_people(read_rows(file), now(), tick=_tell).added)
    _timed("export", count, lambda: sum(map(len, export_people())))


def _mailbox(readers: Readers, folder: Path, count: int) -> None:
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    emails = readers.add_many(count // 5)
    issue = issue_for(*emails)
    for number, email in enumerate(emails):
        reader = readers.get(email)
        own = verp(issue, reader)
        each = (
            mails.postfix(own, "5.1.1", "550 5.1.1 User unknown"),
            mails.exchange(forged(issue, reader)),
            mails.leave_mail(token(issue, reader)) if number % 10 == 0 else mails.vacation(own),
            mails.yahoo_complaint("", token(issue, reader)) if number % 50 == 0 else mails.gmail(own),
            mails.letter(own),
        )
        for place, content in enumerate(each):
            (folder / "new" / f"{number}.{place}").write_bytes(content)
    for title in ("ingest", "ingest again"):
        _timed(title, count, lambda: dict(ingest(Maildir(folder))))


def _timed(title: str, count: int, work: Callable[[], object]) -> None:
    began, spent = time.perf_counter(), time.process_time()
    outcome = work()
    elapsed, cpu = time.perf_counter() - began, time.process_time() - spent
    print(
        f"{title}: {elapsed:.1f} s, {cpu / count * 1e6:.0f} µs of CPU each, {_memory():.0f} MB; {outcome}", flush=True
    )


def _tell(line: int) -> None:
    if line // STEP != (line - 1000) // STEP:
        print(f"  {line:,} lines, {_memory():.0f} MB", flush=True)


def _memory() -> float:
    """What this process holds now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


main(*(int(each) for each in (*sys.argv[1:], "1000000", "10000")[:2]))
