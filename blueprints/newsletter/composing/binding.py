"""Binding an edition: the bytes and the articles that it holds, once, whoever else makes the same at this moment."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from blueprints.core.database import AnySession, Base
from blueprints.newsletter.models import Edition, EditionArticle


def fingerprint(*parts: object) -> str:
    """What stands for all that an edition was made from."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def known_edition(session: AnySession, issue_id: int, mark: str) -> int | None:
    """The number of the edition of this issue that was made from the same."""
    return session.scalar(select(Edition.id).where(Edition.issue_id == issue_id, Edition.digest == mark))


def bind(session: AnySession, edition: Edition, article_ids: Sequence[int]) -> int:
    """Keep an edition with its articles, in their order; its number, or that of the one which another process made from
    the same meanwhile. The caller commits."""
    values = {name: getattr(edition, name) for name in ("issue_id", "digest", "to_seq", "message", "made_at")}
    number: int | None = session.scalar(unless_there(session, Edition).values(values).returning(Edition.id))
    if number is None:
        return session.scalars(
            select(Edition.id).where(Edition.issue_id == edition.issue_id, Edition.digest == edition.digest)
        ).one()
    held: list[dict[str, Any]] = [
        {"edition_id": number, "article_id": article_id, "position": position}
        for position, article_id in enumerate(article_ids)
    ]
    if held:
        session.execute(insert(EditionArticle), held)
    return number


def unless_there(session: AnySession, table: type[Base]) -> Insert:
    """An insert that does nothing where a unique key is taken."""
    kind = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return kind(table).on_conflict_do_nothing()
