"""The operator's commands of the desk: the demo edition, and the way in for the first editor."""

from pathlib import Path

import click
from flask import current_app
from sqlalchemy import inspect

from blueprints.core.database import db, writing
from blueprints.core.locks import exclusive
from blueprints.core.storage import media_folder
from blueprints.news.models import Article
from blueprints.newsroom import bp
from blueprints.newsroom.demo.filling import Filling, empty, is_empty, orders
from blueprints.newsroom.demo.pictures import Drawn, Order, drawing_all
from blueprints.newsroom.demo.texts import DemoTextError, Edition, read_edition

NOT_EMPTY = "This database is not empty. `flask demo --reset` empties it and fills it again."


@bp.cli.command("demo")
@click.option("--reset", is_flag=True, help="Delete everything that is here first; asks.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--if-empty", is_flag=True, help="Do nothing, silently, where something is already here.")
def demo_command(reset: bool, yes: bool, if_empty: bool) -> None:
    """Fill an empty database with the demo edition; stopped half-way, it leaves the database as it was."""
    with exclusive(db.engine, Path(current_app.instance_path), "demo") as mine:
        if not mine:
            raise click.ClickException("Another process is filling the demo edition right now.")
        _refuse_unready_database()
        if not is_empty(db.session):
            if if_empty:
                return
            _ask_to_empty(reset, yes)
        db.session.rollback()
        _fill_demo(reset)
    show_first_sign_in()


@bp.cli.command("first-sign-in", hidden=True)
def first_sign_in_command() -> None:
    """Print the address, and a link for the first editor, while nobody has ever signed in."""
    show_first_sign_in()


def show_first_sign_in() -> None:
    """Say where the site is and how its first editor gets in, until somebody has."""


def _refuse_unready_database() -> None:
    if not inspect(db.engine).has_table(Article.__tablename__):
        raise click.ClickException("The database has no tables yet. Run `flask init` first.")


def _ask_to_empty(reset: bool, yes: bool) -> None:
    if not reset:
        raise click.ClickException(NOT_EMPTY)
    if not yes:
        click.confirm(
            "Delete every article, account, comment and subscriber, and fill the demo edition in?", abort=True
        )


def _fill_demo(reset: bool) -> None:
    try:
        edition = read_edition()
    except DemoTextError as fault:
        raise click.ClickException(f"The demo edition cannot be read: {fault}") from fault
    drawn = _draw(edition)
    with writing():
        if reset:
            empty(db.session)
        elif not is_empty(db.session):  # somebody came in while we were drawing
            raise click.ClickException(NOT_EMPTY)
        Filling(db.session, edition, drawn).fill()
        db.session.commit()
    click.echo(
        f"The demo edition is in: {len(edition.articles)} articles in {len(edition.categories)} categories, "
        f"{len(edition.people)} people, {len(edition.comments)} comments, {len(edition.pages)} pages."
    )


def _draw(edition: Edition) -> dict[Order, Drawn]:
    wanted = orders(edition)
    with (
        drawing_all(wanted, media_folder()) as ready,
        click.progressbar(ready, length=len(wanted), label=f"Drawing {len(wanted)} pictures") as bar,
    ):
        return dict(bar)
