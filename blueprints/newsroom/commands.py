"""The operator's commands of the desk: the demo edition, and the way in for the first editor."""

from pathlib import Path

import click
from flask import current_app
from sqlalchemy import inspect

from blueprints.auth.links import make_link
from blueprints.auth.mail import link_address
from blueprints.auth.models import Purpose
from blueprints.core.clock import now
from blueprints.core.command_errors import OperatorCommand
from blueprints.core.database import db, writing
from blueprints.core.locks import exclusive
from blueprints.core.renditions import media_folder
from blueprints.news.models import Article
from blueprints.newsroom import bp, queries
from blueprints.newsroom.demo.filling import Filling, empty, is_empty, orders
from blueprints.newsroom.demo.pictures import Drawn, Order, drawing_all
from blueprints.newsroom.demo.texts import DemoTextError, Edition, read_edition

NOT_EMPTY = "This database is not empty. `flask demo --reset` empties it and fills it again."


@bp.cli.command("demo", cls=OperatorCommand)
@click.option("--reset", is_flag=True, help="Delete everything that is here first; asks.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--if-empty", is_flag=True, help="Fill nothing where something is already here.")
def demo_command(reset: bool, yes: bool, if_empty: bool) -> None:
    """Fill an empty database with the demo edition; stopped half-way, it leaves the database as it was.

    While nobody has ever signed in, it prints a link that lets the first editor in.
    """
    with exclusive(db.engine, Path(current_app.instance_path), "demo") as mine:
        if not mine:
            raise click.ClickException("Another process is filling the demo edition right now.")
        _refuse_unready_database()
        if not is_empty(db.session):
            if if_empty:
                show_first_sign_in()
                return
            _ask_to_empty(reset, yes)
        db.session.rollback()
        _fill_demo(reset)
    show_first_sign_in()


def show_first_sign_in() -> None:
    """Say where the site is and how its first editor gets in, until somebody has."""
    editor = db.session.scalar(queries.first_editor())
    if editor is None or _somebody_was_here():
        return
    with writing():
        token = make_link(db.session, editor.id, Purpose.SIGN_IN, now())
        db.session.commit()
    click.echo(f"The site: {current_app.config['SITE_URL']}/")
    click.echo(f"Sign in as {editor.name}, once, within half an hour: {link_address(Purpose.SIGN_IN, token)}")


def _somebody_was_here() -> bool:
    signs = (queries.anybody_signed_in(), queries.anybody_with_password())
    return any(db.session.scalar(sign) is not None for sign in signs)


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
