"""What every page of the desk tells editors: that an issue stopped and waits for them."""

from collections.abc import Sequence

from blueprints.core.database import db
from blueprints.newsletter.models import Issue
from blueprints.newsroom.newsletter.queries import halted_issues


def stopped_issues() -> Sequence[Issue]:
    """The issues that were halted, the last first; a handful of rows by an index of states."""
    return db.session.scalars(halted_issues()).all()
