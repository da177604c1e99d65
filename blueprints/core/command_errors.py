"""What an operator is told when the database will not have it: one plain line and an exit code, no traceback."""

from typing import Any

import click
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError, TimeoutError

# PostgreSQL's undefined_table and undefined_column, and how SQLite words them.
UNREADY_STATES = ("42P01", "42703")
UNREADY_WORDS = ("no such table", "no such column")


class DatabaseAwayError(click.ClickException):
    """The database cannot be reached or used now; EX_TEMPFAIL of sysexits.h."""

    exit_code = 75


class OperatorCommand(click.Command):
    """A command that tells of the database's troubles plainly; an SQL error of ours stays a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (OperationalError, InterfaceError, TimeoutError, ProgrammingError) as trouble:
            if is_unready(trouble):
                raise click.ClickException("The database is not ready. Run `flask init` first.") from trouble
            if isinstance(trouble, ProgrammingError) or "syntax error" in str(trouble):
                raise
            words = " ".join(str(getattr(trouble, "orig", None) or trouble).split())
            raise DatabaseAwayError(f"The database cannot be used: {words}") from trouble


def is_unready(trouble: Exception) -> bool:
    """Whether a table or column is missing, so that `flask init` is what helps."""
    original = trouble.orig if isinstance(trouble, DBAPIError) else None
    if getattr(original, "sqlstate", None) in UNREADY_STATES:
        return True
    return any(words in str(original) for words in UNREADY_WORDS)
