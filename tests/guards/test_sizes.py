"""Small files, small functions, and no words of the workshop."""

import ast
import subprocess
from pathlib import Path

import pytest

from blueprints.core.config import ROOT

LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def tracked(*patterns: str) -> list[Path]:
    """The project's own files that match."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def code() -> list[Path]:
    return [path for path in tracked("*.py") if path.parts[len(ROOT.parts)] not in ("tests", "migrations")]


@pytest.mark.parametrize("path", code(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", [p for p in code() if p.name == "queries.py" or "models" in (p.stem, p.parent.name)])
def test_models_and_queries_know_no_flask_and_never_commit(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    imported = [
        name
        for node in ast.walk(ast.parse(text))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    ]
    assert "flask" not in imported
    assert ".commit(" not in text


def test_nothing_names_an_index_or_a_path_of_one_machine() -> None:
    signs = ["pypi" + ".org", "registry." + "npmjs", "/wo" + "rk/", "--index" + "-url", "files.python" + "hosted"]
    for path in tracked():
        if path.suffix in (".png", ".jpg", ".webp", ".ico"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not [sign for sign in signs if sign in text], path.relative_to(ROOT)
