"""Commands tell of the database's troubles in one plain line."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import create_app
from blueprints.core.command_errors import OperatorCommand
from blueprints.core.database import db
from tests.conftest import KEY

EXPORT = """<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old</title>
<wp:wxr_version>1.2</wp:wxr_version><link>https://old.example</link></channel></rss>"""


def made(folder: Path, url: str) -> Flask:
    return create_app(DATABASE_URL=url, INSTANCE_PATH=str(folder), SECRET_KEY=KEY, SITE_URL="http://localhost")


@pytest.fixture
def uninitialised(tmp_path: Path) -> Iterator[Flask]:
    """A site before `flask init`."""
    (tmp_path / "export.xml").write_text(EXPORT)
    app = made(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    app.config["PORT"] = 0  # any that is free
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "command",
    [
        "cron",
        "serve",
        "demo",
        "auth invite ada@example.org --role admin",
        "auth sign-in-link ada@example.org",
        "news import-wordpress export.xml",
        "newsletter send-digest",
        "newsletter send-digest --dry-run",
        "newsletter deliver",
    ],
)
def test_before_init_each_command_says_so(uninitialised: Flask, tmp_path: Path, command: str) -> None:
    words = command.replace("export.xml", str(tmp_path / "export.xml")).split()
    outcome = uninitialised.test_cli_runner().invoke(args=words)
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith("Error: ") and outcome.stderr.count("\n") == 1
    assert "Run `flask init` first." in outcome.stderr


@pytest.mark.parametrize("url", ["sqlite:////nowhere/site.sqlite3", "postgresql://ada@127.0.0.1:1/site"])
@pytest.mark.parametrize("command", ["init", "cron", "newsletter deliver"])
def test_a_database_that_is_away_is_told_in_one_line(tmp_path: Path, url: str, command: str) -> None:
    outcome = made(tmp_path, url).test_cli_runner().invoke(args=command.split())
    assert outcome.exit_code == 75
    assert outcome.stderr.startswith("Error: The database cannot be used: ") and outcome.stderr.count("\n") == 1


@pytest.mark.parametrize("query", ["SELECT * FROM nowhere", "SELECT absent FROM account"])
def test_a_missing_table_or_column_is_known_on_both_databases(app: Flask, query: str) -> None:
    @app.cli.command("ask", cls=OperatorCommand)
    def ask() -> None:
        db.session.execute(text(query))

    outcome = app.test_cli_runner().invoke(args=["ask"])
    assert (outcome.exit_code, outcome.stderr) == (1, "Error: The database is not ready. Run `flask init` first.\n")


def test_a_wrong_query_of_ours_is_not_hidden_as_an_outage(app: Flask) -> None:
    @app.cli.command("ask", cls=OperatorCommand)
    def ask() -> None:
        db.session.execute(text("SELEKT 1"))

    outcome = app.test_cli_runner().invoke(args=["ask"])
    assert isinstance(outcome.exception, DBAPIError)


def test_every_command_of_ours_is_an_operators_command(app: Flask) -> None:
    groups = [blueprint.cli for blueprint in app.blueprints.values()]
    commands: list[click.Command] = [command for group in groups for command in group.commands.values()]
    assert len(commands) > 7
    assert [command.name for command in commands if not isinstance(command, OperatorCommand)] == []
