"""Statements that change many rows in one call, each by values of its own.

They are compiled once for a kind of database, and their rows go to the driver as they are: SQLAlchemy looks at each
value of each row, which here costs more than the database does.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import ARRAY, Dialect, Update, bindparam, column, func
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeEngine

from blueprints.core.database import UTCDateTime

Row = dict[str, Any]
Values = Mapping[str, Any]
Arranged = Callable[[Sequence[Row]], Any]


class Move:
    """An UPDATE, built by a function from what stands for the values of a row, whose names and types are given.

    SQLite runs it row by row, which costs it a few µs each. PostgreSQL, to which each run is a round of talk, gets the
    values as columns and runs it once; a row of the table can then be meant by one row of the values only.
    """

    def __init__(self, types: Mapping[str, TypeEngine[Any]], build: Callable[[Values], Update]) -> None:
        self._types, self._build = types, build
        self._ready: dict[str, tuple[str, Arranged]] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> int:
        """How many rows of the table it changed; moments must have been through `as_stored`."""
        name = connection.dialect.name
        if name not in self._ready:
            prepare = self._at_once if name == "postgresql" else self._one_by_one
            self._ready[name] = prepare(connection.dialect)
        words, arranged = self._ready[name]
        return int(connection.exec_driver_sql(words, arranged(rows)).rowcount)

    def _one_by_one(self, dialect: Dialect) -> tuple[str, Arranged]:
        statement = self._build({name: bindparam(name, type_=kind) for name, kind in self._types.items()})
        compiled = statement.compile(dialect=dialect)
        fixed = {name: value for name, value in compiled.params.items() if name not in self._types}
        pick = itemgetter(*getattr(compiled, "positiontup", ()))
        return str(compiled), lambda rows: [pick({**fixed, **row}) for row in rows]

    def _at_once(self, dialect: Dialect) -> tuple[str, Arranged]:
        arrays = [bindparam(name, type_=ARRAY(kind)) for name, kind in self._types.items()]
        columns = [column(name, kind) for name, kind in self._types.items()]
        table = func.unnest(*arrays).table_valued(*columns).render_derived(name="given")
        compiled = self._build({name: table.c[name] for name in self._types}).compile(dialect=dialect)
        fixed = {name: value for name, value in compiled.params.items() if name not in self._types}
        return str(compiled), lambda rows: {**fixed, **{name: [row[name] for row in rows] for name in self._types}}


def as_stored(connection: Connection, moment: datetime | None) -> Any:
    """A moment as the driver of this database takes it."""
    process = UTCDateTime().dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return process(moment) if process else moment
