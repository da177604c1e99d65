"""Authors become bylines: accounts that cannot sign in until somebody invites them."""

from slugify import slugify

from blueprints.auth.people import byline_account
from blueprints.auth.queries import account_with_email
from blueprints.core.email_addresses import EmailRefused, read_email
from blueprints.news.models import Target
from blueprints.news.wordpress.ledger import Ledger
from blueprints.news.wordpress.markup.plain import one_line
from blueprints.news.wordpress.records import Author
from blueprints.news.wordpress.redirects import redirect
from blueprints.news.wordpress.report import Report


def take_author(ledger: Ledger, report: Report, author: Author) -> int:
    """Our account for an author; one with the same email address is the same person."""
    known = ledger.local_id("author", author.login)
    if known is not None:
        report.known["author"] += 1
        return known
    email, is_here = _email(ledger, report, author)
    account = byline_account(ledger.session, one_line(author.name) or author.login, email)
    if is_here:
        report.change("author", "was here already, by the email address")
    else:
        report.came_in["author"] += 1
    ledger.remember("author", author.login, account.id)
    old = [f"/author/{author.login}/", f"/author/{slugify(author.login)}/"]
    redirect(ledger.session, old, Target.AUTHOR, account)
    return account.id


def _email(ledger: Ledger, report: Report, author: Author) -> tuple[str | None, bool]:
    """The address, if it is one, and whether somebody here has it."""
    if not author.email:
        return None, False
    try:
        address = read_email(author.email)
    except EmailRefused:
        report.change("author", "came without the email address, which is none")
        return None, False
    return address.written, ledger.session.scalar(account_with_email(address.norm)) is not None
