"""Every setting and every command is documented."""

from collections.abc import Iterator

import click
from flask import Flask

from blueprints.core.config import DEFAULTS, ROOT

BUILT_IN = {"run", "shell", "routes", "db"}


def documents() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    )


def commands(group: click.Group, before: str = "flask") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        elif not command.hidden:
            yield f"{before} {name}"


def test_every_setting_is_documented() -> None:
    text = documents()
    assert [name for name in DEFAULTS if f"`{name}`" not in text] == []


def test_every_command_is_documented_and_helps(app: Flask) -> None:
    text = documents()
    for command in commands(app.cli):
        if command.split()[1] in BUILT_IN:
            continue
        assert command in text, f"{command} is not documented"
        outcome = app.test_cli_runner().invoke(args=[*command.split()[1:], "--help"])
        assert outcome.exit_code == 0, outcome.output
