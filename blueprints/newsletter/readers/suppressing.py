"""Addresses that are never written to: kept as hashes, and asked before anything is sent to a new one."""

import hashlib
from datetime import datetime

from sqlalchemy import delete

from blueprints.core.database import AnySession
from blueprints.newsletter.models import Suppression

BY_DESK = "desk"  # the one reason that no reader can lift by a link of theirs


def address_hash(email_norm: str) -> str:
    """What stands for an address (folded as `core.email_addresses` does) in the list."""
    return hashlib.sha256(email_norm.encode()).hexdigest()


def is_suppressed(session: AnySession, email_norm: str) -> bool:
    """Whether nothing may be sent to this address."""
    return reason_of(session, email_norm) is not None


def reason_of(session: AnySession, email_norm: str) -> str | None:
    """Why nothing may be sent to this address; None where it may."""
    kept = session.get(Suppression, address_hash(email_norm))
    return kept.reason if kept is not None else None


def suppress(session: AnySession, email_norm: str, reason: str, moment: datetime) -> None:
    """Never write to this address again: `hard` bounces, a `complaint`, or the `desk` said so. Twice is fine."""
    session.merge(Suppression(address_hash=address_hash(email_norm), reason=reason, noted_at=moment))


def release(session: AnySession, email_norm: str) -> bool:
    """Let the address be written to again; whether it was on the list."""
    gone = delete(Suppression).where(Suppression.address_hash == address_hash(email_norm))
    return session.scalar(gone.returning(Suppression.address_hash)) is not None


def release_for_reader(session: AnySession, email_norm: str) -> bool:
    """The reader says by a link of theirs that the address lives and is theirs: whether it may be written to now.

    The link was read in that mailbox, which outweighs a bounce or a complaint from before; nothing outweighs the desk.
    """
    if reason_of(session, email_norm) == BY_DESK:
        return False
    release(session, email_norm)
    return True
