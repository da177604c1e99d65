"""Email addresses: one reading of them for people, subscribers and commands."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from blueprints.core.wording import gettext

LONGEST = 320


class EmailRefused(ValueError):
    """Why this is not an email address, in words for the person who typed it."""


@dataclass(frozen=True)
class EmailAddress:
    """An address as mail is sent to it, and as it is compared: in lower case, in one Unicode form.

    `ascii` is how servers without SMTPUTF8 know it, or None when they cannot.
    """

    written: str
    norm: str
    ascii: str | None = None


def read_email(typed: str) -> EmailAddress:
    """The address that somebody typed; raises EmailRefused. Nothing is asked of the network."""
    if len(typed) > LONGEST:
        raise EmailRefused(gettext("This email address is too long."))
    try:
        # A newsroom may use a name of its own house, such as desk@newsroom.test.
        checked = validate_email(typed.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        words = gettext("This is not an email address. It should look like name@example.org.")
        raise EmailRefused(words) from error
    return EmailAddress(checked.normalized, checked.normalized.lower(), checked.ascii_email)
