"""The list of corrections, page by page to the first one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_

from blueprints.core.database import AnySession
from blueprints.news.models import Correction
from blueprints.news.paging import PAGE, Cursor


@dataclass(frozen=True)
class CorrectionPage:
    """One page of the list, and where the next one begins, if there is one."""

    corrections: Sequence[Correction]
    after: Cursor | None


def read_corrections(session: AnySession, query: Select[Correction], cursor: Cursor | None) -> CorrectionPage:
    """One page of a list of corrections that runs from the latest to the first."""
    found = session.scalars(_beyond(query, cursor).limit(PAGE + 1)).all()
    corrections = found[:PAGE]
    last = corrections[-1] if len(found) > PAGE else None
    return CorrectionPage(corrections, Cursor(last.corrected_at, last.id) if last is not None else None)


def _beyond(query: Select[Correction], cursor: Cursor | None) -> Select[Correction]:
    if cursor is None:
        return query
    same = and_(Correction.corrected_at == cursor.at, Correction.id < cursor.id)
    return query.where(Correction.corrected_at <= cursor.at, or_(Correction.corrected_at < cursor.at, same))
