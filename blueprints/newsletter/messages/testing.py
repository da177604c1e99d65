"""A letter sent to somebody who wants to see it as it comes: through the real mail server, and in no ledger."""

import secrets
import smtplib
from dataclasses import replace
from pathlib import Path

from flask import current_app

from blueprints.core.languages import speaking
from blueprints.core.smtp import MailServerAway, connection, write_eml
from blueprints.core.wording import gettext
from blueprints.newsletter.messages.letter import Letter, Words
from blueprints.newsletter.messages.making import packed, words_of
from blueprints.newsletter.messages.previewing import NOBODYS_KEY
from blueprints.newsletter.messages.splicing import splice

PATIENCE = 30  # seconds


class TestRefused(Exception):
    """The mail server does not take the test; in its words."""


def send_test(letter: Letter, address: str) -> str:
    """Send it as it would go out, marked as a test in its subject; its links act for nobody. The file that it is in
    while there is no mail server, or else nothing.

    `address` is in ASCII. Raises TestRefused or MailServerAway. The caller should hold no transaction meanwhile.
    """
    mark = f"key{secrets.token_hex(12)}"
    template = packed(letter, _marked(letter, words_of(letter, mark)), mark)
    number = f"test-{secrets.token_hex(8)}"
    message = splice(template, address, number, NOBODYS_KEY)
    url, sender = (
        current_app.config["SMTP_URL"],
        current_app.config["BOUNCE_ADDRESS"] or current_app.config["MAIL_FROM"],
    )
    if not url:
        return str(write_eml(Path(current_app.instance_path) / "outbox", number, message))
    try:
        with connection(url, PATIENCE) as server:
            server.sendmail(sender, [address], message)
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = refusal.recipients[address]
        raise TestRefused(f"{code} {_plain(words)}") from refusal
    except smtplib.SMTPResponseException as refusal:
        raise TestRefused(f"{refusal.smtp_code} {_plain(refusal.smtp_error)}") from refusal
    except (smtplib.SMTPException, OSError) as trouble:
        raise MailServerAway(str(trouble)) from trouble
    return ""


def _marked(letter: Letter, words: Words) -> Words:
    with speaking(letter.issue.language):
        return replace(words, subject=gettext("Test: %(subject)s", subject=words.subject))


def _plain(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
