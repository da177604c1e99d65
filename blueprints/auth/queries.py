"""Finding people, their sessions and their links."""

from datetime import datetime

from sqlalchemy import Select, Update, select, update
from sqlalchemy.orm import joinedload

from blueprints.auth.models import Account, OneTimeLink, PasswordRequest, Purpose, SignIn


def account_with_email(email_norm: str) -> Select[Account]:
    """The one account with this normalised address."""
    return select(Account).where(Account.email_norm == email_norm)


def account_to_change(account_id: int) -> Select[Account]:
    """An account under a lock, so that its sessions and links cannot change beside us."""
    return select(Account).where(Account.id == account_id).with_for_update().execution_options(populate_existing=True)


def sign_in_with_token(token_hash: str) -> Select[SignIn]:
    """A session with its person and their picture."""
    person = joinedload(SignIn.account, innerjoin=True).joinedload(Account.picture)
    return select(SignIn).where(SignIn.token_hash == token_hash).options(person)


def open_sign_ins(account_id: int, now: datetime) -> Select[SignIn]:
    """Sessions of a person that still count, the last seen first; seldom more than a handful."""
    return (
        select(SignIn)
        .where(
            SignIn.account_id == account_id,
            SignIn.ended_at.is_(None),
            SignIn.started_at > now - SignIn.LONGEST,
            SignIn.seen_at > now - SignIn.IDLE,
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
        .limit(50)
    )


def end_sign_ins(account_id: int, now: datetime, keep: int | None) -> Update:
    """End a person's sessions, all but one."""
    ending = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    return (ending if keep is None else ending.where(SignIn.id != keep)).values(ended_at=now)


def links_made_since(account_id: int, purpose: Purpose, since: datetime) -> Select[int]:
    """The links of one purpose that a person was sent of late, whether they still work or not."""
    return select(OneTimeLink.id).where(
        OneTimeLink.account_id == account_id, OneTimeLink.purpose == purpose, OneTimeLink.created_at > since
    )


def oldest_password_request() -> Select[int]:
    """The request that waits longest, unless another process has it in hand."""
    return select(PasswordRequest.id).order_by(PasswordRequest.id).limit(1).with_for_update(skip_locked=True)


def live_link(token_hash: str, purpose: Purpose, now: datetime) -> Select[OneTimeLink]:
    """A link of this purpose that still works, with its person."""
    return (
        select(OneTimeLink)
        .where(
            OneTimeLink.token_hash == token_hash,
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .options(joinedload(OneTimeLink.account, innerjoin=True))
    )
