"""The desk: writing, pictures, publishing, moderation, people."""

from flask import Blueprint

from blueprints.auth.access import require_staff
from blueprints.core.access import guarded_by

bp = Blueprint("newsroom", __name__, url_prefix="/desk", cli_group=None)
guarded_by(bp, require_staff)
