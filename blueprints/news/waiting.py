"""The private address of a comment that waits: whoever wrote it can look, and nobody can guess it."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from blueprints.news.models import Comment

LONGEST_WAIT = 30 * 86400  # seconds


def token_for(comment: Comment) -> str:
    """What stands in the address."""
    return str(_serializer().dumps(comment.id))


def comment_of(token: str) -> int | None:
    """The id of the comment; None for a token that is not ours or too old."""
    try:
        return int(_serializer().loads(token, max_age=LONGEST_WAIT))
    except (BadSignature, ValueError):
        return None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="waiting-comment")
