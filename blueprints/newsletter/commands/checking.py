"""Checking by hand: check-dns and send-test."""

from ipaddress import ip_address
from typing import BinaryIO

import click

from blueprints.core.clock import now
from blueprints.core.command_errors import OperatorCommand
from blueprints.core.database import db, writing
from blueprints.core.email_addresses import EmailAddress, EmailRefused, read_email
from blueprints.core.languages import offered
from blueprints.core.smtp import MailServerAway
from blueprints.newsletter import bp
from blueprints.newsletter.checking.findings import Verdict
from blueprints.newsletter.checking.names import Names, NamesAway
from blueprints.newsletter.checking.received import Received
from blueprints.newsletter.checking.report import check_all
from blueprints.newsletter.checking.sample import digest_for, reader_of
from blueprints.newsletter.messages.letter import Letter
from blueprints.newsletter.messages.testing import TestRefused, send_test
from blueprints.newsletter.models import DIGESTS, Form, Kind


@bp.cli.command("check-dns", cls=OperatorCommand)
@click.option("--selector", default="", help="The selector that the mail server signs with.")
@click.option("--ip", "sending_address", default="", help="The address that receivers see our mails come from.")
@click.option("--mail", type=click.File("rb"), help="A test mail as it came, saved whole; - reads it from here.")
@click.option("--server", default="", help="The name server to ask, as 1.1.1.1 or 127.0.0.1#5353.")
def check_dns_command(selector: str, sending_address: str, mail: BinaryIO | None, server: str) -> None:
    """Say what other mail servers find about us in DNS, and what to write there. Ends with 1 if something is wrong."""
    received = Received(mail.read()) if mail else None
    is_bad = False
    try:
        for finding in check_all(Names(server), selector, _address(sending_address), received):
            click.echo(str(finding))
            is_bad = is_bad or finding.verdict is Verdict.BAD
    except NamesAway as trouble:
        raise click.ClickException(f"{trouble}.") from trouble
    if is_bad:
        raise SystemExit(1)


@bp.cli.command("send-test", cls=OperatorCommand)
@click.argument("address")
@click.option("--kind", type=click.Choice([kind.value for kind in DIGESTS]), help="Which digest. [default: theirs]")
@click.option("--form", type=click.Choice([form.value for form in Form]), help="In which form. [default: theirs]")
@click.option("--language", default="", help="In which language. [default: theirs]")
def send_test_command(address: str, kind: str | None, form: str | None, language: str) -> None:
    """Send the digest that ADDRESS would get now, marked as a test; nothing is written down."""
    recipient = _read(address)
    if language and language not in offered():
        raise click.UsageError(f"The letters are written in {', '.join(offered())}, not in {language}.")
    letter = _letter(recipient, kind, form, language)
    if letter is None:
        raise click.ClickException("Nothing was published in the last two weeks, so there is nothing to send.")
    try:
        kept = send_test(letter, recipient.ascii or "")
    except TestRefused as refusal:
        raise click.ClickException(f"The mail server does not take it: {refusal}") from refusal
    except MailServerAway as trouble:
        raise click.ClickException(f"Not sent: {trouble}") from trouble
    click.echo(f"SMTP_URL is not set: the mail is in {kept}" if kept else f"Sent to {recipient.ascii}.")


def _address(text: str) -> str:
    try:
        return str(ip_address(text)) if text else ""
    except ValueError as error:
        raise click.UsageError(f"--ip is an address such as 192.0.2.1, not {text}") from error


def _letter(recipient: EmailAddress, kind: str | None, form: str | None, language: str) -> Letter | None:
    """Made in a transaction that is given up, so that nothing of it stays."""
    with writing():
        reader = reader_of(db.session, recipient.norm)
        own = reader.cadence if reader and reader.cadence in DIGESTS else Kind.DAILY
        letter = digest_for(
            db.session,
            reader,
            now(),
            kind=kind or own,
            form=form or (reader.form if reader else Form.NORMAL),
            language=language or (reader.language if reader else offered()[0]),
        )
        db.session.expunge_all()
        db.session.rollback()
    return letter


def _read(address: str) -> EmailAddress:
    try:
        found = read_email(address)
    except EmailRefused as refusal:
        raise click.UsageError(str(refusal)) from refusal
    if found.ascii is None:
        raise click.UsageError("The mail server reaches only addresses in Latin letters before the @.")
    return found
