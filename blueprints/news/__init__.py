"""What readers see: front page, sections, articles, comments, shares, search, feeds."""

from flask import Blueprint

from blueprints.core.access import open_to_all

bp = Blueprint("news", __name__)
open_to_all(bp)
