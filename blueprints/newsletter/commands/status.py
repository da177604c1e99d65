"""How the newsletter stands, on a terminal or for a machine."""

import json
from typing import Any

import click

from blueprints.core.clock import now
from blueprints.core.command_errors import OperatorCommand
from blueprints.core.database import db
from blueprints.newsletter import bp
from blueprints.newsletter.models import IssueState
from blueprints.newsletter.status import status_at


@bp.cli.command("status", cls=OperatorCommand)
@click.option("--json", "is_json", is_flag=True, help="One line of JSON, for machines.")
def status_command(is_json: bool) -> None:
    """Say what is being sent, what waits and why, and when the next turns are."""
    status = status_at(db.session, now())
    click.echo(json.dumps(status) if is_json else "\n".join(_lines(status)))


def _lines(status: dict[str, Any]) -> list[str]:
    oldest = f", the oldest since {status['oldest_due']}" if status["oldest_due"] else ""
    runs = ", ".join(f"run {run['id']} since {run['started_at']}" for run in status["runs"]) or "nobody"
    people = ", ".join(f"{count:,} {state}" for state, count in status["subscribers"].items())
    turns = ", ".join(f"{turn['readers']:,} at {turn['at']}" for turn in status["next_turns"]) or "none"
    return [
        *[line for issue in status["issues"] for line in _issue_lines(issue)],
        f"Due now: {status['due']:,}{oldest}. Uncertain: {status['uncertain']:,}. Held: {status['held']:,}.",
        f"Sending: {runs}.",
        f"Subscribers: {people}.",
        f"Next turns: {turns}.",
    ]


def _issue_lines(issue: dict[str, Any]) -> list[str]:
    copies = ", ".join(f"{count:,} {state}" for state, count in issue["copies"].items()) or "no copies yet"
    name = f"{issue['kind']} {issue['language']} {issue['slot']}".replace("  ", " ")
    title = f" “{issue['title']}”" if issue["title"] else ""
    at = f" for {issue['send_at']}" if issue["send_at"] and issue["state"] == IssueState.PLANNED else ""
    why = [f"  {issue['halted_for']}"] if issue["halted_for"] else []
    return [f"Issue {issue['id']}, {name}{title}: {issue['state']}{at}; {copies}.", *why]
