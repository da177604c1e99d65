"""Composing a mail: three templates, one message, CSS inlined."""

from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from typing import Any
from urllib.parse import urlsplit

import css_inline
from flask import current_app, render_template

from blueprints.core.clock import now
from blueprints.core.models import OutboxMail

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=True)


def compose(recipient: str, name: str, *, reply_to: str = "", **context: Any) -> OutboxMail:
    """A mail from templates/email/<name>/, ready to be added to the session; it is due at once.

    Answers go to `reply_to`, an ASCII address, or to the sender when it is empty.
    """
    moment = now()
    return OutboxMail(
        recipient=recipient,
        reply_to=reply_to,
        subject=" ".join(render_template(f"email/{name}/subject.txt", **context).split()),
        text=render_template(f"email/{name}/body.txt", **context),
        html=inline_css(render_template(f"email/{name}/body.html", **context)),
        message_id=make_msgid(domain=urlsplit(current_app.config["SITE_URL"]).hostname),
        created_at=moment,
        not_before=moment,
        attempts=0,
        reply="",
    )


def inline_css(html: str) -> str:
    """The same HTML with its style sheet written into the elements; what asks for the dark stays above."""
    return _inliner.inline(html)


def sender() -> str:
    """The From line."""
    return formataddr((current_app.config["SITE_NAME"], current_app.config["MAIL_FROM"]))


def as_message(mail: OutboxMail) -> EmailMessage:
    """The MIME message of an outbox row: text first, then HTML (RFC 2046 §5.1.4)."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender(), mail.recipient, mail.subject
    message["Date"], message["Message-ID"] = format_datetime(mail.created_at), mail.message_id
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message
