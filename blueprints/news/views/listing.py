"""What the lists of articles share: the cursor in the address, and 404 for one that this site never gave out."""

from collections.abc import Sequence
from datetime import datetime

from flask import abort, request

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.languages import asked_language
from blueprints.news import queries
from blueprints.news.paging import PAGE, BadCursor, Cursor, Listing, Piece, page_of


def asked_page(
    pieces: Sequence[Piece], until: datetime | None = None, *, size: int = PAGE, writers: bool = False
) -> Listing:
    """The page of a list that the address asks for, in its language; with all the writers where cards name them."""
    spoken = queries.in_language(pieces, asked_language())
    query = queries.stretch(spoken, until or now(), size + 1, asked_cursor())
    return page_of(db.session.scalars(queries.with_bylines(query) if writers else query).all(), size)


def asked_cursor() -> Cursor | None:
    """The place that the address asks to go on from, or None for the beginning."""
    asked = request.args.get("after")
    if asked is None:
        return None
    try:
        return Cursor.parse(asked)
    except BadCursor:
        abort(404)
