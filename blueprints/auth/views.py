"""The pages of signing in and out."""

import blueprints.auth.sessions  # noqa: F401
