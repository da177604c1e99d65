"""What readers of the newsletter can ask for."""

from blueprints.newsletter.views import confirming, inviting, issues, leaving, preferences, signing_up

__all__ = ["confirming", "inviting", "issues", "leaving", "preferences", "signing_up"]
