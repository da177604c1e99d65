"""Alembic's environment: the application's own engine and metadata."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem

from blueprints.core.database import UTCDateTime

# Full-text tables are made by hand in a migration, since each database has its own kind.
BY_HAND = "article_search"


def include(item: SchemaItem, name: str | None, kind: str, reflected: bool, compare_to: SchemaItem | None) -> bool:
    """Leave the full-text tables out of what is compared with the models."""
    return not (kind == "table" and (name or "").startswith(BY_HAND))


def render(kind: str, value: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write our aware times as what they are in the database, so that a migration imports nothing of ours."""
    return "sa.DateTime(timezone=True)" if isinstance(value, UTCDateTime) else False


def run(connection: Connection) -> None:
    """Migrate in one transaction, so that a failed step leaves the database as it was."""
    database = current_app.extensions["migrate"].db
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        include_object=include,
        render_item=render,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with current_app.extensions["migrate"].db.engine.begin() as open_connection:
    run(open_connection)
