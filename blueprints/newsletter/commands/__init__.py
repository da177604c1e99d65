"""The operator's commands of the newsletter."""

from blueprints.newsletter.commands import sending

__all__ = ["sending"]
