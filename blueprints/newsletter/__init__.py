"""The newsletter: subscribers, issues, deliveries, the digest."""

from flask import Blueprint

from blueprints.core.access import open_to_all
from blueprints.newsletter import clicks

bp = Blueprint("newsletter", __name__, url_prefix="/newsletter")
open_to_all(bp)

__all__ = ["bp", "clicks"]
