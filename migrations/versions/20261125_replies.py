"""Whom an answer to a mail goes to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Bring the database one step on."""
    op.add_column("outbox_mail", sa.Column("reply_to", sa.String(length=320), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    op.drop_column("outbox_mail", "reply_to")
