"""The operator's commands of the newsletter."""

from blueprints.newsletter.commands import checking, feedback, people, sending, status

__all__ = ["checking", "feedback", "people", "sending", "status"]
