"""One small world for every test, on SQLite or on a real PostgreSQL (--database)."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, has_app_context
from flask.globals import app_ctx
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from werkzeug.test import TestResponse

from app import create_app
from blueprints.core.database import Base, db
from tests import databases
from tests.world import World

KEY = "test-key-0123456789-abcdefghijklmnopqrstuvwxyz"


AFRESH = re.compile(r"\?[a-z]+$")


class Browser(FlaskClient):
    """Asks from outside of the test's application context, so that no request finds what another left in `g`."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        """Send one request; the test's session is empty afterwards. A bare word as query asks past what is kept."""
        if args and isinstance(args[0], str) and AFRESH.search(args[0]):
            self.application.wsgi_app._drop(None)
        if not has_app_context():
            return super().open(*args, **kwargs)
        context = app_ctx._get_current_object()
        context.pop()
        try:
            return super().open(*args, **kwargs)
        finally:
            context.push()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Choose the database for the whole run."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture(scope="session")
def database_template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated, empty database of the chosen kind."""
    folder = tmp_path_factory.mktemp("template")
    if request.config.getoption("--database") == "sqlite":
        url = f"sqlite:///{folder / 'template.sqlite3'}"
        databases.migrate(url, folder)
        yield url
    else:
        with databases.postgresql(folder) as url:
            databases.migrate(url, folder)
            yield url


@pytest.fixture
def database_url(database_template: str, tmp_path: Path) -> str:
    """An empty database for one test."""
    if database_template.startswith("sqlite"):
        copy = tmp_path / "test.sqlite3"
        shutil.copy(database_template.removeprefix("sqlite:///"), copy)
        return f"sqlite:///{copy}"
    engine = create_engine(database_template)
    names = ", ".join([*Base.metadata.tables, "article_search"])
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()
    return database_template


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application over an empty database, in a folder of its own."""
    instance = tmp_path / "instance"
    instance.mkdir()
    made = create_app(
        DATABASE_URL=database_url,
        INSTANCE_PATH=str(instance),
        SECRET_KEY=KEY,
        SITE_URL="http://localhost",
        SMTP_URL="",
        REDIS_URL="",
        MAIL_FROM="desk@example.org",
        SITE_NAME="AAN TV",
        TIMEZONE="Africa/Lagos",
    )
    made.testing = True
    made.test_client_class = Browser
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader's browser without JavaScript."""
    return app.test_client()


@pytest.fixture
def world(app: Flask) -> World:
    """Ada edits, Ben writes, Cleo reads, Dan is a stranger; factories make the rest."""
    return World(db.session)
