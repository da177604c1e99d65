"""The operator's commands of the newsletter."""

from blueprints.newsletter.commands import checking, sending

__all__ = ["checking", "sending"]
