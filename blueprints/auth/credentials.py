"""Whom an address and a password open the door to."""

from collections.abc import Iterator
from contextlib import contextmanager

from blueprints.auth.models import Account
from blueprints.auth.passwords import hash_password, is_outdated, is_right
from blueprints.auth.queries import account_to_change, account_with_email
from blueprints.core.database import begin_reading, begin_writing, db
from blueprints.core.email_addresses import EmailRefused, read_email


@contextmanager
def before_slow_work() -> Iterator[None]:
    """Look something up, and let go of the database again: nobody may wait for it while a password is hashed."""
    begin_reading()
    try:
        yield
    finally:
        db.session.rollback()
        begin_writing()


def account_with_password(email: str, password: str) -> Account | None:
    """The account that both belong to, under a lock; for all others, known or not, the same work and None."""
    with before_slow_work():
        account = _account(email)
        account_id, kept = (account.id, account.password_hash) if account else (0, None)
    if not is_right(kept, password) or kept is None:
        return None
    renewed = hash_password(password) if is_outdated(kept) else kept
    return _unless_changed(account_id, kept, renewed)


def is_own_password(account: Account, password: str) -> bool:
    """Whether a signed-in person knows their password; yes for one who has none yet. Lets go of the database."""
    kept = account.password_hash
    db.session.rollback()
    return kept is None or is_right(kept, password)


def _account(email: str) -> Account | None:
    try:
        norm = read_email(email).norm
    except EmailRefused:
        norm = ""  # nobody's; it is looked for all the same
    account = db.session.scalar(account_with_email(norm))
    return account if account is not None and account.may_sign_in else None


def _unless_changed(account_id: int, kept: str, renewed: str) -> Account | None:
    """The account, unless its password was changed or it was closed while we were hashing."""
    account = db.session.scalars(account_to_change(account_id)).one()
    if account.password_hash != kept or not account.may_sign_in:
        return None
    account.password_hash = renewed
    return account
