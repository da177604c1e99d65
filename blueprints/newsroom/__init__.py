"""The desk: writing, pictures, publishing, moderation, people."""

from typing import Any

from flask import Blueprint

from blueprints.auth.access import require_staff, signed_in
from blueprints.core.access import guarded_by
from blueprints.newsroom.newsletter.alarms import stopped_issues
from blueprints.newsroom.newsletter.names import issue_name

bp = Blueprint("newsroom", __name__, url_prefix="/desk", cli_group=None)
guarded_by(bp, require_staff)


@bp.context_processor
def person_context() -> dict[str, Any]:
    """Whose desk it is, for the bar of every desk page; and, asked only there, which issues wait for the desk."""
    return {"current_user": signed_in(), "halted_issues": stopped_issues, "issue_name": issue_name}
