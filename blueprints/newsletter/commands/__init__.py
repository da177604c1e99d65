"""The operator's commands of the newsletter."""

from blueprints.newsletter.commands import feedback, people, sending

__all__ = ["feedback", "people", "sending"]
