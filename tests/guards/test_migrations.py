"""The migrations make what the models say, forwards and back."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from blueprints.core.config import ROOT
from blueprints.core.database import Base, db


def test_models_and_migrations_agree(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_object": lambda o, name, *_: "article_search" not in (name or "")},
        )
        assert compare_metadata(context, Base.metadata) == []


def test_every_step_can_be_taken_back_and_again(app: Flask) -> None:
    db.session.remove()
    folder = str(ROOT / "migrations")
    downgrade(directory=folder, revision="base")
    left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    upgrade(directory=folder)
    assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())
