"""What readers of the newsletter can ask for."""

from blueprints.newsletter.views import readers

__all__ = ["readers"]
