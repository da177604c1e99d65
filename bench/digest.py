"""How fast the digest goes out, against a bare SMTP session that hands the same bytes to the same server."""

import smtplib
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from bench.pairing import pair
from blueprints.core.config import ROOT
from blueprints.core.database import db, writing
from blueprints.newsletter.composing.filling import compose_due, hurry
from blueprints.newsletter.models import Cadence
from blueprints.newsletter.sending.delivering import deliver, own_transport
from tests.newsletter.readers import Readers
from tests.smtp_sink import Sink
from tests.world import World

COPIES = 500


def measure() -> None:
    """Send an issue to 500 subscribers through the ledger, and the same mails without one."""
    sink = Sink()
    sink.start()
    try:
        pair("digest", ("through the ledger", lambda: _ledger(sink)), ("bare SMTP", lambda: _bare(sink)), runs=3)
    finally:
        sink.stop()


def _ledger(sink: Sink) -> float:
    sink.accepted.clear()
    with tempfile.TemporaryDirectory() as folder:
        app = _site(Path(folder), sink)
        with app.app_context(), writing():
            World(db.session).article("Port opens")
            Readers(app).add_many(COPIES)
            hurry(db.session, Cadence.DAILY)
            db.session.commit()
            compose_due()
            started = time.perf_counter()
            deliver(own_transport())
            elapsed = time.perf_counter() - started
            db.session.remove()
            db.engine.dispose()
    if len(sink.accepted) != COPIES:
        raise SystemExit(f"{len(sink.accepted)} of {COPIES} copies came")
    return COPIES / elapsed


def _bare(sink: Sink) -> float:
    message = sink.accepted[0].content
    started = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", urlsplit(sink.url).port or 25) as server:
        for number in range(COPIES):
            server.sendmail("desk@example.org", [f"reader{number}@example.org"], message)
    return COPIES / (time.perf_counter() - started)


def _site(folder: Path, sink: Sink) -> Flask:
    app = create_app(
        INSTANCE_PATH=str(folder),
        SITE_URL="http://localhost",
        SMTP_URL=sink.url,
        DATABASE_URL=f"sqlite:///{folder}/b.sqlite3",
    )
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    return app
