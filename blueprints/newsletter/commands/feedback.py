"""Taking in what comes back: ingest."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app

from blueprints.core.command_errors import OperatorCommand
from blueprints.core.database import db
from blueprints.core.locks import exclusive
from blueprints.newsletter import bp
from blueprints.newsletter.commands.sending import TryLaterError, WrongSettingsError
from blueprints.newsletter.feedback.acting import Outcome
from blueprints.newsletter.feedback.imap import Imap
from blueprints.newsletter.feedback.ingesting import MailboxAwayError, MailboxRefusedError, ingest
from blueprints.newsletter.feedback.mailboxes import Maildir, Pipe

TOLD = {
    Outcome.HARD: "bounced for good",
    Outcome.SOFT: "bounced for now",
    Outcome.POLICY: "refused for policy",
    Outcome.COMPLAINT: "complained",
    Outcome.LEAVE: "left",
    Outcome.KNOWN: "known already",
    Outcome.DELAY: "only delayed",
    Outcome.AUTO_REPLY: "automatic answers",
    Outcome.UNPROVED: "without proof",
    Outcome.OTHER: "of other kinds",
}


@bp.cli.command("ingest", cls=OperatorCommand)
@click.option("--maildir", type=click.Path(path_type=Path), help="Read a Maildir.")
@click.option("--imap", metavar="URL", help="Read imaps://name:password@host/folder; @FILE reads the address from it.")
@click.option("--stdin", "from_stdin", is_flag=True, help="Read one mail, as from an alias; exit code 75: try again.")
@click.option("--processed", metavar="FOLDER", default="", help="Move what is done there, instead of marking it seen.")
@click.option(
    "--keep", type=click.Path(path_type=Path), help="With --stdin: the Maildir for mails that people must read."
)
@click.option("--json", "as_json", is_flag=True, help="Say the counts as one line of JSON.")
def ingest_command(
    *, maildir: Path | None, imap: str | None, from_stdin: bool, processed: str, keep: Path | None, as_json: bool
) -> None:
    """Act on bounces, complaints and mails that ask to leave; whatever else there is stays for people to read."""
    if sum((maildir is not None, imap is not None, from_stdin)) != 1:
        raise click.UsageError("Say one of --maildir, --imap and --stdin.")
    if from_stdin:
        counts = _from_pipe(keep)
    else:
        with _failing_plainly(), _alone():
            counts = _from_imap(imap, processed) if imap else ingest(Maildir(maildir or Path(), processed))
    click.echo(json.dumps(_counted(counts)) if as_json else _told(counts))


def _from_pipe(keep: Path | None) -> Counter[Outcome]:
    """Whatever goes wrong, the mail server must keep the mail and try again, so there is one exit code for all."""
    try:
        with Pipe(sys.stdin.buffer, keep or Path(current_app.instance_path) / "returned") as pipe:
            return ingest(pipe)
    except Exception as trouble:
        words = str(getattr(trouble, "orig", None) or trouble).partition("\n")[0]  # behind it, addresses may stand
        raise TryLaterError(f"Not taken in, try again: {words}") from trouble


def _from_imap(url: str, processed: str) -> Counter[Outcome]:
    with Imap(_read_address(url), processed) as mailbox:
        return ingest(mailbox)


def _read_address(url: str) -> str:
    """A password on the command line is seen by everybody on the machine; one in a file is not."""
    if not url.startswith("@"):
        return url
    try:
        return Path(url[1:]).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as trouble:
        raise MailboxRefusedError(f"{url[1:]} cannot be read.") from trouble


@contextmanager
def _alone() -> Iterator[None]:
    with exclusive(db.engine, Path(current_app.instance_path), "ingest") as mine:
        if not mine:
            raise MailboxAwayError("Another ingest is running.")
        yield


@contextmanager
def _failing_plainly() -> Iterator[None]:
    """What was committed is done; the mails that were not put away are known at the next run."""
    try:
        yield
    except MailboxAwayError as trouble:
        raise TryLaterError(" ".join(str(trouble).split())) from trouble
    except MailboxRefusedError as trouble:
        raise WrongSettingsError(" ".join(str(trouble).split())) from trouble


def _told(counts: Counter[Outcome]) -> str:
    """`7 mails: 3 bounced for good, 1 left, 3 of other kinds; 3 stay for people to read.`"""
    if not counts:
        return "No new mails."
    mails = "1 mail" if counts.total() == 1 else f"{counts.total():,} mails"
    kinds = ", ".join(f"{counts[each]:,} {words}" for each, words in TOLD.items() if counts[each])
    left = sum(count for outcome, count in counts.items() if not outcome.is_handled)
    return f"{mails}: {kinds}" + (f"; {left:,} for people to read." if left else ".")


def _counted(counts: Counter[Outcome]) -> dict[str, int]:
    left = sum(count for outcome, count in counts.items() if not outcome.is_handled)
    return {"mails": counts.total(), **{each.value: counts[each] for each in Outcome}, "for_people": left}
