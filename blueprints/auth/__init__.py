"""People: accounts, roles, sign-in, password retrieval, invitations, sessions."""

from flask import Blueprint

from blueprints.core.access import open_to_all

bp = Blueprint("auth", __name__)
open_to_all(bp)
