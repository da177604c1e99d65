"""Versions of an article in several languages, lists by language, and what categories are called in each."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Bring the database one step on."""
    with op.batch_alter_table("article") as article:
        article.add_column(sa.Column("source_id", sa.Integer(), nullable=True))
        article.add_column(sa.Column("source_version", sa.Integer(), nullable=True))
        article.create_foreign_key(
            "fk_article_source_id_article", "article", ["source_id"], ["id"], ondelete="SET NULL"
        )
        article.create_index("ix_article_source", ["source_id", "id"])
        article.create_index("ix_article_language_newest", ["language", "published_at", "id"])
    op.add_column("category", sa.Column("names", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("category", "names")
    with op.batch_alter_table("article") as article:
        article.drop_index("ix_article_language_newest")
        article.drop_index("ix_article_source")
        article.drop_constraint("fk_article_source_id_article", type_="foreignkey")
        article.drop_column("source_version")
        article.drop_column("source_id")
