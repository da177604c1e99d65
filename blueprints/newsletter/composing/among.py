"""Asking for thousands of rows by their numbers: as one value, which costs the same however many there are."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, any_, func, literal, select

from blueprints.core.database import AnySession


def among(session: AnySession, column: Any, numbers: Iterable[int]) -> ColumnElement[bool]:
    """Whether the column's number is one of these."""
    values = list(numbers)
    each = func.json_each(json.dumps(values)).table_valued("value")
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    found: ColumnElement[bool] = (
        column.in_(select(each.c.value)) if is_sqlite else column == any_(literal(values, ARRAY(Integer)))
    )
    return found
