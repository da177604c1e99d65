"""What the lists of articles share: the cursor in the address, and 404 for one that this site never gave out."""

from flask import abort, request

from blueprints.news.paging import BadCursor, Cursor


def asked_cursor() -> Cursor | None:
    """The place that the address asks to go on from, or None for the beginning."""
    asked = request.args.get("after")
    if asked is None:
        return None
    try:
        return Cursor.parse(asked)
    except BadCursor:
        abort(404)
