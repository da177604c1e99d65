"""The operator's commands of the ground: init, cron, serve."""

import logging
import socket
import time
from pathlib import Path

import click
from flask import current_app
from flask_migrate import upgrade
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

from blueprints.core import bp
from blueprints.core.command_errors import OperatorCommand
from blueprints.core.config import ROOT
from blueprints.core.cron import run_due
from blueprints.core.database import db
from blueprints.core.models import CronRun
from blueprints.core.places import THREADS

log = logging.getLogger(__name__)


@bp.cli.command("init", cls=OperatorCommand)
def init_command() -> None:
    """Make instance/ with its secrets, and bring the database to today's shape."""
    upgrade(directory=str(ROOT / "migrations"))
    click.echo(f"Ready: {current_app.instance_path}, database {db.engine.dialect.name}.")


@bp.cli.command("cron", cls=OperatorCommand)
def cron_command() -> None:
    """Do all that is due. One crontab line runs it each minute; two at once are safe."""
    started = time.monotonic()
    results = run_due()
    for name, outcome, well in results:
        click.echo(f"{name}: {outcome}", err=not well)
    if not current_app.config["SMTP_URL"]:
        click.echo("SMTP_URL is not set: mails are written to instance/outbox/ as .eml files.")
    click.echo(f"{len(results)} jobs in {time.monotonic() - started:.1f} s.")
    if not all(well for _, _, well in results):
        raise SystemExit(1)


@bp.cli.command("serve", cls=OperatorCommand)
@click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes; each keeps its own page cache."
)
@click.option(
    "--threads", type=click.IntRange(1), default=THREADS, show_default=True, help="Requests at once in each process."
)
@click.option("--check", is_flag=True, help="Only say whether HOST:PORT is free.")
def serve_command(workers: int, threads: int, check: bool) -> None:
    """Serve the site with granian, at HOST and PORT."""
    host, port = current_app.config["HOST"], current_app.config["PORT"]
    _refuse_used_port(host, port)
    if check:
        return
    _refuse_uninitialised_database()
    click.echo(f"{current_app.config['SITE_NAME']} is at {current_app.config['SITE_URL']}/ (Ctrl-C stops it)")
    server = Granian(
        "app:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        log_access=False,
        working_dir=Path(ROOT),
        respawn_failed_workers=True,
        workers_kill_timeout=15,
    )
    server.serve()


def _refuse_uninitialised_database() -> None:
    """Nothing can be served before `flask init`; a database that is away may come back, and does not stop us."""
    try:
        initialised = inspect(db.engine).has_table(CronRun.__tablename__)
    except OperationalError as trouble:
        log.warning("the database is away: %s", " ".join(str(trouble.orig).split()))
        return
    finally:
        db.engine.dispose()
    if not initialised:
        raise click.ClickException("The database is not ready. Run `flask init` first.")


def _refuse_used_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on {host}:{port}: {error.strerror}. Set another HOST or PORT."
            ) from error
