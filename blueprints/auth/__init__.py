"""People: accounts, roles, sign-in, password retrieval, invitations, sessions."""

from flask import Blueprint

from blueprints.core.access import open_to_all

bp = Blueprint("auth", __name__, cli_group="auth")
open_to_all(bp)
