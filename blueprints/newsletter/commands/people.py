"""Bringing people in and giving out what is kept about them: import and export."""

import csv
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.command_errors import OperatorCommand
from blueprints.core.database import db
from blueprints.core.email_addresses import EmailRefused, read_email
from blueprints.newsletter import bp
from blueprints.newsletter.models import Subscriber, SubscriberState
from blueprints.newsletter.readers.exporting import export_people, export_person
from blueprints.newsletter.readers.importing import ImportReport, import_people, read_rows
from blueprints.newsletter.readers.rows import WORDS, Refusal
from blueprints.newsletter.readers.tables import NotATable, guarded

MOST_SHOWN = 50
STATES = [state.value for state in SubscriberState]


@bp.cli.command("import", cls=OperatorCommand)
@click.argument("file", type=click.File("rb"))
@click.option("--consent", default="", help="How and when all of them agreed, where no column says it.")
@click.option("--dry-run", is_flag=True, help="Check every line and say what would be done; write nothing.")
@click.option("--refused", type=click.Path(path_type=Path), help="Write every line that is not taken to this CSV file.")
@click.option("--json", "as_json", is_flag=True, help="Say the counts as one line of JSON.")
def import_command(file: BinaryIO, consent: str, dry_run: bool, refused: Path | None, as_json: bool) -> None:
    """Subscribe the people in a CSV FILE who agreed to it elsewhere. Running it again changes nothing."""
    try:
        with _list_of_refused(refused) as refuse, _bar(file) as tick:
            report = import_people(
                read_rows(file, consent.strip()),
                now(),
                origin=_name(file).name[:200],
                dry_run=dry_run,
                refused=refuse,
                tick=tick,
            )
    except NotATable as unusable:
        raise click.ClickException(f"{unusable} Nobody was subscribed.") from unusable
    if as_json:
        click.echo(json.dumps(_counted(report, dry_run)))
        return
    for line in _told(report, dry_run):
        click.echo(line)


@bp.cli.command("export", cls=OperatorCommand)
@click.option("--state", type=click.Choice(STATES), help="Only those in this state.")
@click.option("--person", metavar="EMAIL", help="All that is kept about one person, as JSON.")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file, which only its owner may read.")
def export_command(state: str | None, person: str | None, output: Path | None) -> None:
    """Give out all subscribers as CSV, or all that is kept about one of them as JSON."""
    if state and person:
        raise click.UsageError("Say --state or --person, not both.")
    pieces = iter([_about(person)]) if person else export_people(state)
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    unfinished = output.with_name(f".{output.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(output)
    except OSError as trouble:
        raise click.ClickException(f"{output} cannot be written: {trouble.strerror}") from trouble


def _about(email: str) -> bytes:
    try:
        norm = read_email(email).norm
    except EmailRefused as refused:
        raise click.ClickException(str(refused)) from refused
    subscriber = db.session.scalar(select(Subscriber).where(Subscriber.email_norm == norm))
    if subscriber is None:
        raise click.ClickException("Nobody has subscribed with this address.")
    return export_person(db.session, subscriber)


@contextmanager
def _list_of_refused(path: Path | None) -> Iterator[Callable[[Refusal], None]]:
    """Every line that is not taken, as a table of its own."""
    if path is None:
        yield lambda refusal: None
        return
    try:
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)  # it holds addresses
        file = path.open("w", encoding="utf-8", newline="")
    except OSError as trouble:
        raise click.ClickException(f"{path} cannot be written: {trouble.strerror}") from trouble
    with file:
        table = csv.writer(file)
        table.writerow(("line", "reason", "said", "words"))
        yield lambda each: table.writerow((each.line, each.reason, guarded(each.said), each.words))


@contextmanager
def _bar(file: BinaryIO) -> Iterator[Callable[[int], None]]:
    """How far the file is read, on a terminal."""
    size = _name(file).stat().st_size if _name(file).is_file() else 0
    hidden = not sys.stderr.isatty() or not size
    with click.progressbar(length=size, label="Reading", file=sys.stderr, hidden=hidden) as bar:
        yield (lambda line: None) if hidden else (lambda line: bar.update(file.tell() - bar.pos))


def _name(file: BinaryIO) -> Path:
    """A pipe has none that means anything."""
    return Path(str(getattr(file, "name", "")))


def _told(report: ImportReport, dry_run: bool) -> Iterator[str]:
    for refusal in report.listed[:MOST_SHOWN]:
        yield f"line {refusal.line}: {refusal.words}{f' ({refusal.said})' if refusal.said else ''}"
    more = report.refused.total() - min(len(report.listed), MOST_SHOWN)
    if more:
        yield f"... and {more:,} more lines; --refused FILE lists them all."
    for reason, count in report.refused.most_common():
        yield f"{count:>9,}  {WORDS[reason]}"
    done = "would be subscribed" if dry_run else "subscribed"
    end = " Nothing was written." if dry_run else ""
    yield f"{report.read:,} lines: {report.added:,} {done}, {report.refused.total():,} not.{end}"


def _counted(report: ImportReport, dry_run: bool) -> dict[str, object]:
    return {
        "lines": report.read,
        "added": report.added,
        "dry_run": dry_run,
        "refused": {reason.value: count for reason, count in report.refused.items()},
    }
