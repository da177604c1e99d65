"""Composing and delivering by hand: send-digest and deliver."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import current_app

from blueprints.core.clock import now
from blueprints.core.command_errors import OperatorCommand
from blueprints.core.database import db, writing
from blueprints.core.smtp import MailServerAway
from blueprints.newsletter import bp
from blueprints.newsletter.composing.catching_up import catch_up, refuse_overdue
from blueprints.newsletter.composing.filling import compose_due, hurry, preview
from blueprints.newsletter.jobs import told
from blueprints.newsletter.models import Cadence, DeliveryState
from blueprints.newsletter.queries import due_count
from blueprints.newsletter.sending.delivering import Report, deliver
from blueprints.newsletter.sending.ending import ending_gently
from blueprints.newsletter.sending.ledger import GRACE
from blueprints.newsletter.sending.transport import SettingsRefusedError

JSON = click.option("--json", "as_json", is_flag=True, help="Say what became of it in one line of JSON.")
DIGESTS = [cadence.value for cadence in Cadence if cadence is not Cadence.BREAKING]


class TryLaterError(click.ClickException):
    """The mail server is away; EX_TEMPFAIL of sysexits.h."""

    exit_code = 75


class WrongSettingsError(click.ClickException):
    """The mail server refuses us; EX_CONFIG of sysexits.h."""

    exit_code = 78


@bp.cli.command("send-digest", cls=OperatorCommand)
@click.option("--period", type=click.Choice(DIGESTS), default="daily", show_default=True, help="Whose digest.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent; write and send nothing.")
@JSON
def send_digest_command(period: str, dry_run: bool, as_json: bool) -> None:
    """Send everybody their digest now, whatever hour they chose; nobody gets two on one day."""
    with _failing_plainly():
        if dry_run:
            click.echo(_foretell(period))
            return
        refuse_overdue()
        with writing():
            hurry(db.session, period)
            db.session.commit()
        copies = compose_due()
        title = (
            f"{period.capitalize()} digest, {copies:,} new"
            if copies
            else f"Nothing new for the {period} digest; copies that waited"
        )
        click.echo(_deliver(title, as_json))


@bp.cli.command("deliver", cls=OperatorCommand)
@click.option("--catch-up", "wants_all", is_flag=True, help="Also what is overdue, as after a restore from a backup.")
@JSON
def deliver_command(wants_all: bool, as_json: bool) -> None:
    """Deliver what waits, was deferred, or may be tried again."""
    with _failing_plainly():
        catch_up() if wants_all else refuse_overdue()
        compose_due()
        click.echo(_deliver("Newsletter", as_json))


@contextmanager
def _failing_plainly() -> Iterator[None]:
    """One line and an exit code for each kind of trouble; whatever it was, the next run goes on from there."""
    try:
        yield
    except MailServerAway as trouble:
        raise TryLaterError(_one_line(f"Stopped, and nobody's try was counted: {trouble}")) from trouble
    except SettingsRefusedError as refusal:
        raise WrongSettingsError(_one_line(f"Stopped, look at the settings: {refusal}")) from refusal


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _foretell(period: str) -> str:
    subject, copies = preview(period)
    if not subject:
        return f"Nothing new for the {period} digest: nothing would be sent."
    readers = "1 subscriber" if copies == 1 else f"{copies:,} subscribers"
    return f"Would send “{subject}” to {readers} ({period}). Nothing was written."


def _deliver(title: str, as_json: bool) -> str:
    """Deliver with a bar on a terminal, and say in one line what became of it."""
    with _bar() as tick, ending_gently() as stopping:
        report = deliver(tick, stopping)
    return _for_machines(report) if as_json else f"{title}: {told(report)}; {report.seconds:.1f} s.{_remarks(report)}"


def _for_machines(report: Report) -> str:
    return json.dumps(
        {
            "run": report.run_id,
            "issues": report.issues,
            "states": dict(sorted(report.counts.items())),
            "seconds": round(report.seconds, 3),
            "rate": round(report.rate, 1),
            "others_at_work": report.others_at_work,
            "window_is_closed": report.window_is_closed,
        }
    )


def _remarks(report: Report) -> str:
    """What the operator should know besides."""
    remarks = ""
    if report.counts[DeliveryState.UNCERTAIN]:
        remarks = f" What is uncertain may have arrived; it is decided on in {GRACE.seconds // 60} minutes (UNCERTAIN)."
    if not current_app.config["SMTP_URL"]:
        remarks += " SMTP_URL is not set: the mails are files in instance/outbox/."
    return remarks


@contextmanager
def _bar() -> Iterator[Callable[[int], None]]:
    waiting = db.session.scalar(due_count(now())) or 0
    db.session.commit()
    hidden = not sys.stderr.isatty() or not waiting
    with click.progressbar(length=waiting, label="Sending", file=sys.stderr, hidden=hidden) as bar:
        yield bar.update
