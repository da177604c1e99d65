"""The operator's commands of the newsletter."""

from blueprints.newsletter.commands import sending, status

__all__ = ["sending", "status"]
