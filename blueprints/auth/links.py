"""Links that work once and expire; a mail or a terminal holds the token, we hold its hash."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from blueprints.auth.models import Account, OneTimeLink, Purpose
from blueprints.auth.queries import account_to_change, live_link
from blueprints.auth.tokens import hash_token, new_token
from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import AnySession, db, writing

LASTING = {
    Purpose.SIGN_IN: timedelta(minutes=30),
    Purpose.RESET: timedelta(hours=1),
    Purpose.INVITATION: timedelta(days=7),
}
KEPT = timedelta(days=30)


def make_link(session: AnySession, account_id: int, purpose: Purpose, at: datetime) -> str:
    """The token of a new link; older ones of the same purpose stop working."""
    session.scalars(account_to_change(account_id)).one()  # two at once would each leave the other's alive
    void_links(session, account_id, at, purpose)
    token = new_token()
    row = OneTimeLink(
        token_hash=hash_token(token),
        purpose=purpose,
        account_id=account_id,
        created_at=at,
        expires_at=at + LASTING[purpose],
    )
    session.add(row)
    session.flush()
    return token


def void_links(session: AnySession, account_id: int, at: datetime, purpose: Purpose | None = None) -> None:
    """End the links of this person that still work, all of them or those of one purpose."""
    ending = update(OneTimeLink).where(OneTimeLink.account_id == account_id, OneTimeLink.expires_at > at)
    if purpose is not None:
        ending = ending.where(OneTimeLink.purpose == purpose)
    session.execute(ending.values(expires_at=at))


def opened_by(session: AnySession, token: str, purpose: Purpose, at: datetime) -> Account | None:
    """Whom a link that still works would let in; looking uses nothing up."""
    link = session.scalar(live_link(hash_token(token), purpose, at))
    return link.account if link is not None and _may_open(link.account, purpose) else None


def use_link(session: AnySession, token: str, purpose: Purpose, at: datetime) -> Account | None:
    """Use a link up, and whom it lets in; of two at once, one gets None."""
    using = (
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == hash_token(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
        )
        .values(used_at=at)
        .returning(OneTimeLink.account_id)
        .execution_options(synchronize_session=False)
    )
    account_id = session.scalar(using)
    if account_id is None:
        return None
    account = session.scalars(account_to_change(account_id)).one()
    return account if _may_open(account, purpose) else None


def _may_open(account: Account, purpose: Purpose) -> bool:
    if purpose is Purpose.INVITATION:
        return account.activated_at is None and account.disabled_at is None
    return account.may_sign_in


@job("forget-links", every=timedelta(days=1))
def forget_links() -> str:
    """Delete links that have been worthless for as long as they are kept."""
    with writing():
        worthless = delete(OneTimeLink).where(OneTimeLink.expires_at < now() - KEPT)
        gone = db.session.scalars(worthless.returning(OneTimeLink.id)).all()
        db.session.commit()
    return f"{len(gone)} forgotten"
