"""The mails to people: an invitation, and a link to choose a new password."""

from flask import current_app

from blueprints.auth.links import LASTING
from blueprints.auth.models import Account, Purpose
from blueprints.core.clock import now
from blueprints.core.languages import here
from blueprints.core.mail import compose
from blueprints.core.models import OutboxMail

ENDPOINTS = {
    Purpose.SIGN_IN: "auth.show_link",
    Purpose.RESET: "auth.show_new_password",
    Purpose.INVITATION: "auth.show_invitation",
}


def link_address(purpose: Purpose, token: str) -> str:
    """The whole address of a one-time link, under SITE_URL and never under a name that a request gave."""
    path = current_app.url_map.bind("").build(ENDPOINTS[purpose], {"token": token})
    return f"{current_app.config['SITE_URL']}{here(path)}"


def password_mail(account: Account, token: str) -> OutboxMail:
    """How to choose a new password."""
    return _with_link("password", Purpose.RESET, account, token)


def invitation_mail(account: Account, token: str) -> OutboxMail:
    """That somebody may write here, and how to begin."""
    return _with_link("invitation", Purpose.INVITATION, account, token)


def _with_link(template: str, purpose: Purpose, account: Account, token: str) -> OutboxMail:
    return compose(
        account.email or "",
        template,
        account=account,
        address=link_address(purpose, token),
        expires_at=now() + LASTING[purpose],
    )
