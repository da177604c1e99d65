"""The pages of signing in and out, of passwords and invitations, and of one's own account."""

from blueprints.auth.views import account, invitation, link, password, sign_in

__all__ = ["account", "invitation", "link", "password", "sign_in"]
