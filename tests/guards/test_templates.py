"""Template = endpoint; nothing unused; each piece says what it needs."""

import re
from pathlib import Path

from flask import Flask

from blueprints.core.config import ROOT

TEMPLATES = ROOT / "templates"
FRAMES = {"base.html", "bare.html"}


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt", ".xml"))


def sources() -> str:
    """All code and templates that may name a template."""
    paths = [*ROOT.glob("blueprints/**/*.py"), ROOT / "app.py", *TEMPLATES.rglob("*.*")]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())


def test_a_page_is_named_like_its_endpoint(app: Flask) -> None:
    for path in templates():
        name = path.relative_to(TEMPLATES)
        if name.parts[0] in ("components", "email") or path.name.startswith("_") or str(name) in FRAMES:
            continue
        endpoint = ".".join((name.parts[0], path.stem))
        assert endpoint in app.view_functions or str(name) == "core/show_error.html", f"{name}: no endpoint {endpoint}"


def test_no_template_is_unused() -> None:
    text = sources()
    for path in templates():
        name = str(path.relative_to(TEMPLATES))
        by_folder = name.startswith("email/") and f'"{path.parent.name}"' in text
        by_name = f'"{name}"' in text or f"'{name}'" in text or "_band_" in name  # named by a band's arrangement
        assert by_folder or by_name, f"{name} is used nowhere"


def test_no_macro_is_unused() -> None:
    text = sources()
    for path in (TEMPLATES / "components").glob("*.html"):
        for macro in re.findall(r"{%-? macro (\w+)", path.read_text(encoding="utf-8")):
            assert len(re.findall(rf"\b{macro}\b", text)) > 1, f"{path.name}: {macro} is used nowhere"


def test_a_piece_says_first_what_it_needs() -> None:
    for path in templates():
        if path.name.startswith("_") and path.parent.name != "email":
            first = path.read_text(encoding="utf-8").splitlines()[0]
            assert first.startswith(("{# needs:", "{#- needs:")), f"{path.relative_to(TEMPLATES)} begins with {first!r}"


def test_safe_stands_only_on_what_the_sanitiser_made() -> None:
    allowed = re.compile(r"\.body\s*\|\s*safe|\b(head|tail|body)\s*\|\s*safe|structured\w*(\([^)]*\))?\s*\|\s*safe")
    for path in templates():
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"\|\s*safe\b", line):
                assert allowed.search(line), f"{path.relative_to(TEMPLATES)}: {line.strip()}"
