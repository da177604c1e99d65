"""The operator's commands about people: invite, sign-in-link."""

import click

from blueprints.auth import bp
from blueprints.auth.links import LASTING, make_link
from blueprints.auth.mail import link_address
from blueprints.auth.models import Account, Purpose, Role
from blueprints.auth.people import InvitationRefused, invite_account
from blueprints.auth.queries import account_with_email
from blueprints.core.clock import now
from blueprints.core.command_errors import OperatorCommand
from blueprints.core.database import db, writing
from blueprints.core.email_addresses import EmailRefused, read_email
from blueprints.core.outbox import deliver_soon

INVITED_AS = [Role.AUTHOR.value, Role.EDITOR.value, Role.ADMIN.value]


@bp.cli.command("invite", cls=OperatorCommand)
@click.argument("email")
@click.option("--role", type=click.Choice(INVITED_AS), required=True, help="What this person may do.")
@click.option("--name", default=None, help="The name to write under; the person may change it.")
def invite_command(email: str, role: str, name: str | None) -> None:
    """Invite somebody to write here: by mail, and by the address that this prints."""
    try:
        with writing():
            invitation = invite_account(db.session, email, Role(role), name, now())
            db.session.commit()
    except InvitationRefused as error:
        raise click.ClickException(str(error)) from error
    deliver_soon()
    click.echo(f"{invitation.account.email} is invited as {role}, for {LASTING[Purpose.INVITATION].days} days:")
    click.echo(link_address(Purpose.INVITATION, invitation.token))


@bp.cli.command("sign-in-link", cls=OperatorCommand)
@click.argument("email")
def sign_in_link_command(email: str) -> None:
    """Print an address that signs this person in once, within 30 minutes."""
    with writing():
        account = _account(email)
        token = make_link(db.session, account.id, Purpose.SIGN_IN, now())
        db.session.commit()
    click.echo(link_address(Purpose.SIGN_IN, token))


def _account(email: str) -> Account:
    try:
        account = db.session.scalar(account_with_email(read_email(email).norm))
    except EmailRefused as error:
        raise click.ClickException(str(error)) from error
    if account is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    if account.disabled_at is not None:
        raise click.ClickException(f"{email} is disabled.")
    if account.activated_at is None:
        raise click.ClickException(f"{email} is not active yet: use `flask auth invite`.")
    return account
