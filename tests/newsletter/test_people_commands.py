"""The commands import and export."""

import csv
import json
from pathlib import Path

import pytest
from flask import Flask

from blueprints.core.database import db
from tests.newsletter.readers import Readers
from tests.newsletter.returns import change
from tests.newsletter.test_commands import run

AGREED = ("--consent", "Paper forms, May 2026")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two good lines, and two that are not taken."""
    path = tmp_path / "people.csv"
    path.write_text("email,hour\nada@example.org,6\nnobody,7\nben@example.org,\nada@example.org,8\n", encoding="utf-8")
    return path


def test_import_tells_each_line_that_it_does_not_take(app: Flask, readers: Readers, table: Path) -> None:
    code, told = run(app, "import", str(table), *AGREED)
    lines = told.splitlines()
    assert code == 0 and lines[-1] == "4 lines: 2 subscribed, 2 not."
    assert lines[0].startswith("line 3: ") and lines[0].endswith("(nobody)") and lines[1].startswith("line 5: ")
    assert readers.get("ada@example.org").hour == 6


def test_import_without_consent_is_refused_whole(app: Flask, table: Path) -> None:
    code, told = run(app, "import", str(table), "--consent", " ")
    assert code == 1 and "Nobody was subscribed." in told and told.count("\n") == 1


def test_a_dry_run_and_a_second_run_change_nothing(app: Flask, table: Path) -> None:
    assert run(app, "import", str(table), *AGREED, "--dry-run")[1].endswith(
        "4 lines: 2 would be subscribed, 2 not. Nothing was written.\n"
    )
    assert json.loads(run(app, "import", str(table), *AGREED, "--json")[1])["added"] == 2
    again = json.loads(run(app, "import", str(table), *AGREED, "--json")[1])
    assert again == {"lines": 4, "added": 0, "dry_run": False, "refused": {"there": 2, "address": 1, "twice": 1}}


def test_all_refused_lines_can_be_had_as_a_table(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "many.csv").write_text("email\n" + "=nobody\n" * 60, encoding="utf-8")
    code, told = run(app, "import", str(tmp_path / "many.csv"), *AGREED, "--refused", str(tmp_path / "not.csv"))
    assert code == 0 and "... and 10 more lines" in told
    rows = list(csv.reader((tmp_path / "not.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 61 and rows[1][:3] == ["2", "address", "'=nobody"]
    assert (tmp_path / "not.csv").stat().st_mode & 0o077 == 0
    assert run(app, "import", str(tmp_path / "many.csv"), *AGREED, "--refused", str(tmp_path))[0] == 1


def test_export_writes_a_file_for_its_owner_only(app: Flask, readers: Readers, tmp_path: Path) -> None:
    readers.add_many(3)
    change("reader2@example.org", state="unsubscribed")
    path = tmp_path / "out.csv"
    assert run(app, "export", "--state", "active", "--output", str(path)) == (0, "")
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) == 3
    assert path.stat().st_mode & 0o077 == 0
    assert run(app, "export", "--output", str(tmp_path / "none" / "out.csv"))[0] == 1
    assert [each.name for each in tmp_path.glob("*.csv")] == ["out.csv"]


def test_export_tells_all_about_one_person(app: Flask, readers: Readers) -> None:
    readers.add("dan@example.org")
    code, told = run(app, "export", "--person", " Dan@Example.org")
    assert code == 0 and json.loads(told)["subscription"]["email"] == "dan@example.org"
    assert run(app, "export", "--person", "eve@example.org")[0] == 1
    assert run(app, "export", "--person", "eve")[0] == 1
    assert run(app, "export", "--person", "dan@example.org", "--state", "active")[0] == 2


def test_import_reads_a_pipe(app: Flask, readers: Readers) -> None:
    outcome = app.test_cli_runner().invoke(
        args=["newsletter", "import", "-", *AGREED], input=b"email\nada@example.org\n"
    )
    db.session.expunge_all()
    assert outcome.exit_code == 0, outcome.output
    assert readers.get("ada@example.org").is_active
