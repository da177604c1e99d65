"""What came in before: by the address of the old site, the kind of thing and its number there."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select

from blueprints.core.database import AnySession
from blueprints.news.models import ImportedRecord

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Ledger:
    """The records of one old site; adding one belongs to the transaction of the thing itself."""

    session: AnySession
    source: str

    def record(self, kind: str, foreign_id: object) -> ImportedRecord | None:
        """What was kept about one thing, if it came in before."""
        return self.session.scalar(
            select(ImportedRecord).where(
                ImportedRecord.source == self.source,
                ImportedRecord.kind == kind,
                ImportedRecord.foreign_id == str(foreign_id)[:LONGEST],
            )
        )

    def local_id(self, kind: str, foreign_id: object) -> int | None:
        """Our number for one thing, if it came in before."""
        record = self.record(kind, foreign_id)
        return None if record is None else record.local_id

    def known(self, kind: str, foreign_ids: Iterable[object]) -> dict[str, int]:
        """Our numbers for those of these things that came in before."""
        wanted = [str(each)[:LONGEST] for each in foreign_ids]
        if not wanted:
            return {}
        rows = self.session.execute(
            select(ImportedRecord.foreign_id, ImportedRecord.local_id).where(
                ImportedRecord.source == self.source,
                ImportedRecord.kind == kind,
                ImportedRecord.foreign_id.in_(wanted),
            )
        )
        return {foreign_id: local_id for foreign_id, local_id in rows}

    def remember(self, kind: str, foreign_id: object, local_id: int, note: str = "") -> None:
        """Keep that this thing came in."""
        foreign = str(foreign_id)[:LONGEST]
        self.session.add(
            ImportedRecord(source=self.source, kind=kind, foreign_id=foreign, local_id=local_id, note=note)
        )


def source_of(address: str) -> str:
    """The name under which an old site is known, whether it was exported with http or https, with www. or without."""
    parts = urlsplit(address)
    return f"{(parts.netloc or 'unknown').lower().removeprefix('www.')}{parts.path.rstrip('/')}"[:LONGEST]
