"""Who people are to this newsroom: bylines, invitations, roles, and the end of an account."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from slugify import slugify
from sqlalchemy import select

from blueprints.auth.links import make_link, void_links
from blueprints.auth.mail import invitation_mail
from blueprints.auth.models import Account, Purpose, Role
from blueprints.auth.queries import account_to_change, account_with_email
from blueprints.auth.sessions import end_sessions
from blueprints.core.clock import now as present
from blueprints.core.database import AnySession
from blueprints.core.email_addresses import EmailAddress, EmailRefused, read_email
from blueprints.core.purging import EVERYTHING, purge
from blueprints.core.wording import gettext

LONGEST_SLUG = 90
UNNAMED = "invited-"  # begins the slug of someone whose name we do not know yet; no page shows it


class InvitationRefused(ValueError):
    """Why this person cannot be invited, in words for the one who asked."""


@dataclass(frozen=True)
class Invitation:
    """An invited account, and the token that its mail carries; the token is kept nowhere."""

    account: Account
    token: str


def byline_account(session: AnySession, name: str, email: str | None = None, role: Role = Role.AUTHOR) -> Account:
    """A name to write under, which cannot sign in until invited; whoever has this address already is given back."""
    address = read_email(email) if email else None
    known = session.scalar(account_with_email(address.norm)) if address else None
    return known or _add_account(session, name, free_slug(session, name), address, role)


def invite_account(session: AnySession, email: str, role: Role, name: str | None, now: datetime) -> Invitation:
    """Invite by mail, as a new account or as the byline with this address; the mail is in the session's outbox.

    Raises InvitationRefused. A new invitation makes an older one worthless.
    """
    try:
        address = read_email(email)
    except EmailRefused as error:
        raise InvitationRefused(str(error)) from error
    account = session.scalar(account_with_email(address.norm)) or _new_person(session, address, role, name)
    if account.disabled_at is not None:
        raise InvitationRefused(gettext("%(email)s is disabled.", email=account.email))
    if account.activated_at is not None:
        raise InvitationRefused(gettext("%(email)s has an account already.", email=account.email))
    account.role = role
    token = make_link(session, account.id, Purpose.INVITATION, now)
    session.add(invitation_mail(account, token))
    return Invitation(account, token)


def accept_invitation(session: AnySession, account: Account, name: str, password_hash: str, now: datetime) -> None:
    """The invited person is here: under this name, with this password."""
    if account.slug.startswith(UNNAMED):
        account.slug = free_slug(session, name)
    if account.name != name:
        rename(session, account, name, account.bio)  # a byline may stand on many pages already
    account.password_hash, account.activated_at = password_hash, now
    void_links(session, account.id, now)


def offered_name(account: Account) -> str:
    """The name that an invited person may keep or change; empty while we know none."""
    return "" if account.slug.startswith(UNNAMED) else account.name


def rename(session: AnySession, account: Account, name: str, bio: str) -> None:
    """Change what readers see of a person; the name stands on every article and list, so all pages are stale."""
    account.name, account.bio = name, bio
    purge(session, EVERYTHING)


def show_contact(account: Account, job_title: str, email: str, url: str) -> None:
    """What readers see of how to reach a person; it goes with `rename`, which purges."""
    account.job_title, account.contact_email, account.contact_url = job_title, email, url


def change_role(session: AnySession, account: Account, role: Role, now: datetime) -> None:
    """Give another role; the person signs in anew, so that nothing goes on under the old one."""
    locked = session.scalars(account_to_change(account.id)).one()
    locked.role = role
    end_sessions(session, locked.id, now)


def disable(session: AnySession, account: Account, now: datetime) -> None:
    """Close the account; its sessions end and its links die, and what it wrote stays under its name."""
    locked = session.scalars(account_to_change(account.id)).one()
    locked.disabled_at = now
    end_sessions(session, locked.id, now)
    void_links(session, locked.id, now)


def enable(session: AnySession, account: Account) -> None:
    """Open a closed account again."""
    session.scalars(account_to_change(account.id)).one().disabled_at = None


def change_password(
    session: AnySession, account: Account, password_hash: str, now: datetime, keep: int | None = None
) -> None:
    """Take a new password; every other session ends and every link that was sent dies."""
    locked = session.scalars(account_to_change(account.id)).one()
    locked.password_hash = password_hash
    end_sessions(session, locked.id, now, keep)
    void_links(session, locked.id, now)


def free_slug(session: AnySession, name: str) -> str:
    """A slug that no account has, from a name in any script."""
    base = slugify(name, max_length=LONGEST_SLUG, word_boundary=True) or secrets.token_hex(4)
    slug, number = base, 2
    while session.scalar(select(Account.id).where(Account.slug == slug)) is not None:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _new_person(session: AnySession, address: EmailAddress, role: Role, name: str | None) -> Account:
    slug = free_slug(session, name) if name else UNNAMED + secrets.token_hex(8)
    return _add_account(session, name or address.written.split("@", maxsplit=1)[0], slug, address, role)


def _add_account(session: AnySession, name: str, slug: str, address: EmailAddress | None, role: Role) -> Account:
    account = Account(
        email=address.written if address else None,
        email_norm=address.norm if address else None,
        name=name[:200],
        slug=slug,
        role=role,
        bio="",
        created_at=present(),
    )
    session.add(account)
    session.flush()
    return account
