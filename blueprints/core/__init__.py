"""The ground: what every feature stands on, and the site-wide routes."""

from flask import Blueprint

from blueprints.core.access import open_to_all

bp = Blueprint("core", __name__, cli_group=None)
open_to_all(bp)
