"""The whole newsletter: what readers choose, issues by language, what comes back, and addresses never written to.

Every reader keeps their watermark, so that what they were sent is not sent again; the next digest of those who get one
is due at the next seven o'clock of the site.
"""

import json
from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)
NEW_OF_SUBSCRIBER = (
    sa.Column("state", sa.String(12), nullable=False, server_default="pending"),
    sa.Column("hour", sa.Integer(), nullable=False, server_default="7"),
    sa.Column("weekday", sa.Integer(), nullable=False, server_default="6"),
    sa.Column("zone", sa.String(64), nullable=False, server_default=""),
    sa.Column("form", sa.String(10), nullable=False, server_default="normal"),
    sa.Column("choices", sa.Text(), nullable=False, server_default=""),
    sa.Column("next_at", MOMENT, nullable=True),
    sa.Column("last_at", MOMENT, nullable=True),
    sa.Column("paused_until", MOMENT, nullable=True),
    sa.Column("source", sa.String(20), nullable=False, server_default=""),
    sa.Column("new_email", sa.String(320), nullable=True),
    sa.Column("left_why", sa.String(20), nullable=False, server_default=""),
)
NEW_OF_ISSUE = (
    sa.Column("language", sa.String(35), nullable=False, server_default="en"),
    sa.Column("state", sa.String(10), nullable=False, server_default="sending"),
    sa.Column("title", sa.Text(), nullable=False, server_default=""),
    sa.Column("preheader", sa.Text(), nullable=False, server_default=""),
    sa.Column("note", sa.Text(), nullable=False, server_default=""),
    sa.Column("body", sa.Text(), nullable=False, server_default=""),
    sa.Column("picks", sa.JSON(), nullable=False, server_default="[]"),
    sa.Column("dropped", sa.JSON(), nullable=False, server_default="[]"),
    sa.Column("absent", sa.JSON(), nullable=False, server_default="[]"),
    sa.Column("article_id", sa.Integer(), nullable=True),
    sa.Column("correction_id", sa.Integer(), nullable=True),
    sa.Column("editor_id", sa.Integer(), nullable=True),
    sa.Column("send_at", MOMENT, nullable=True),
    sa.Column("halted_for", sa.Text(), nullable=False, server_default=""),
    sa.Column("alerted_at", MOMENT, nullable=True),
)


def upgrade() -> None:
    """Bring the database one step on."""
    _subscribers()
    _issues()
    _deliveries()
    _what_comes_back()
    _wishes()
    op.drop_table("subscriber_category")
    op.drop_table("digest_slot")


def downgrade() -> None:
    """Take it back: choices other than sections, suppressions and what came back are lost."""
    op.create_table(
        "digest_slot",
        sa.Column("period", sa.String(10), primary_key=True),
        sa.Column("slot", sa.String(10), primary_key=True),
        sa.Column("taken_at", MOMENT, nullable=False),
    )
    op.create_table(
        "subscriber_category",
        sa.Column("subscriber_id", sa.Integer(), sa.ForeignKey("subscriber.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("category_id", sa.Integer(), sa.ForeignKey("category.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("ix_subscriber_category_category_id", "subscriber_category", ["category_id"])
    op.drop_table("subscription_wish")
    for table in ("suppression", "mail_event", "domain_rate", "issue_click", "edition_article", "subscriber_event"):
        op.drop_table(table)
    op.execute("DELETE FROM delivery WHERE issue_id IN (SELECT id FROM issue WHERE kind NOT IN ('daily', 'weekly'))")
    op.execute("DELETE FROM issue WHERE kind NOT IN ('daily', 'weekly')")
    op.execute("UPDATE delivery SET watermark = 0 WHERE watermark IS NULL")
    op.drop_index("ix_delivery_doubt", "delivery")
    with op.batch_alter_table("delivery") as delivery:
        delivery.alter_column("watermark", existing_type=sa.Integer(), nullable=False)
        delivery.drop_column("queue_id")
        delivery.drop_column("code")
    with op.batch_alter_table("edition") as edition:
        edition.drop_column("to_seq")
        edition.drop_column("made_at")
    op.execute("UPDATE issue SET subject = title")
    with op.batch_alter_table("issue") as issue:
        for name in ("article_id", "correction_id", "editor_id"):
            issue.drop_constraint(
                f"fk_issue_{name}_{name.removesuffix('_id').replace('editor', 'account')}", type_="foreignkey"
            )
        issue.drop_index("ix_issue_state")
        issue.drop_constraint("uq_issue_kind", type_="unique")
        for column in NEW_OF_ISSUE:
            issue.drop_column(column.name)
        issue.alter_column("kind", new_column_name="period", existing_type=sa.String(10), existing_nullable=False)
    with op.batch_alter_table("issue") as issue:
        issue.create_unique_constraint("uq_issue_period", ["period", "slot", "from_seq"])
    with op.batch_alter_table("subscriber") as subscriber:
        subscriber.drop_index("ix_subscriber_due")
        subscriber.drop_index("ix_subscriber_cadence")
        for column in NEW_OF_SUBSCRIBER:
            subscriber.drop_column(column.name)
        subscriber.create_index("ix_subscriber_cadence", ["cadence", "id"])


def _subscribers() -> None:
    with op.batch_alter_table("subscriber") as subscriber:
        for column in NEW_OF_SUBSCRIBER:
            subscriber.add_column(column)
        subscriber.drop_index("ix_subscriber_cadence")
        subscriber.create_index("ix_subscriber_cadence", ["cadence", "state", "id"])
        subscriber.create_index("ix_subscriber_due", ["state", "next_at", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE subscriber ALTER COLUMN email_norm TYPE VARCHAR(320) COLLATE "C"')
    op.execute("UPDATE subscriber SET state = 'active' WHERE confirmed_at IS NOT NULL AND unsubscribed_at IS NULL")
    op.execute("UPDATE subscriber SET state = 'unsubscribed' WHERE unsubscribed_at IS NOT NULL")
    table = sa.table("subscriber", sa.column("next_at", MOMENT), sa.column("state"), sa.column("cadence"))
    for cadence, due in _next_digests():
        op.execute(table.update().where(table.c.state == "active", table.c.cadence == cadence).values(next_at=due))
    chosen: defaultdict[int, list[str]] = defaultdict(list)
    rows = op.get_bind().execute(sa.text("SELECT subscriber_id, category_id FROM subscriber_category"))
    for subscriber_id, category_id in rows:
        chosen[subscriber_id].append(str(category_id))
    for subscriber_id, categories in chosen.items():
        choices = json.dumps({"categories": sorted(categories)}, separators=(",", ":"))
        keeping = sa.text("UPDATE subscriber SET choices = :choices WHERE id = :id")
        op.get_bind().execute(keeping, {"choices": choices, "id": subscriber_id})
    op.create_table(
        "subscriber_event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "subscriber_id",
            sa.Integer(),
            sa.ForeignKey("subscriber.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
    )
    op.create_index("ix_subscriber_event_kind", "subscriber_event", ["kind", "happened_at"])
    for kind, column in (("confirmed", "confirmed_at"), ("left", "unsubscribed_at")):
        op.execute(
            "INSERT INTO subscriber_event (subscriber_id, kind, detail, happened_at) "
            f"SELECT id, '{kind}', '', {column} FROM subscriber WHERE {column} IS NOT NULL"
        )


def _next_digests() -> list[tuple[str, datetime]]:
    """The next seven o'clock of the site, and the next on a Saturday, in UTC."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    now = datetime.now(UTC)
    days = [now.astimezone(zone).date() + timedelta(days=days) for days in range(9)]
    mornings = [datetime.combine(day, time(7), zone).astimezone(UTC) for day in days]
    coming = [morning for morning in mornings if morning > now]
    saturdays = [morning for morning in coming if morning.astimezone(zone).isoweekday() == 6]
    return [("daily", _kept(coming[0])), ("weekly", _kept(saturdays[0]))]


def _kept(moment: datetime) -> datetime:
    """As the database keeps it: SQLite without its zone."""
    return moment.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else moment


def _issues() -> None:
    """An issue's place is its kind, language and slot; of several in one slot the older ones get slots of their own."""
    op.execute(
        "UPDATE issue SET slot = substr(slot, 1, 3) || '.' || id WHERE EXISTS (SELECT 1 FROM issue later "
        "WHERE later.period = issue.period AND later.slot = issue.slot AND later.id > issue.id)"
    )
    with op.batch_alter_table("issue") as issue:
        issue.drop_constraint("uq_issue_period", type_="unique")
        issue.alter_column("period", new_column_name="kind", existing_type=sa.String(10), existing_nullable=False)
        issue.alter_column("slot", type_=sa.String(32), existing_type=sa.String(10), existing_nullable=False)
        for column in NEW_OF_ISSUE:
            issue.add_column(column)
    with op.batch_alter_table("issue") as issue:
        issue.create_foreign_key("fk_issue_article_id_article", "article", ["article_id"], ["id"], ondelete="SET NULL")
        issue.create_foreign_key(
            "fk_issue_correction_id_correction", "correction", ["correction_id"], ["id"], ondelete="SET NULL"
        )
        issue.create_foreign_key("fk_issue_editor_id_account", "account", ["editor_id"], ["id"], ondelete="SET NULL")
        issue.create_unique_constraint("uq_issue_kind", ["kind", "language", "slot"])
        issue.create_index("ix_issue_state", ["state", "id"])
    op.execute("UPDATE issue SET state = 'done' WHERE finished_at IS NOT NULL")
    op.execute("UPDATE issue SET title = subject, subject = ''")
    table = sa.table("issue", sa.column("language"))
    op.execute(table.update().values(language=current_app.config["LANGUAGE"]))
    op.create_table(
        "issue_click",
        sa.Column("issue_id", sa.Integer(), sa.ForeignKey("issue.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("article_id", sa.Integer(), sa.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
    )


def _deliveries() -> None:
    with op.batch_alter_table("edition") as edition:
        edition.add_column(sa.Column("to_seq", sa.Integer(), nullable=False, server_default="0"))
        edition.add_column(sa.Column("made_at", MOMENT, nullable=True))
    op.execute("UPDATE edition SET to_seq = (SELECT issue.to_seq FROM issue WHERE issue.id = edition.issue_id)")
    with op.batch_alter_table("delivery") as delivery:
        delivery.alter_column("watermark", existing_type=sa.Integer(), nullable=True)
        delivery.add_column(sa.Column("code", sa.Integer(), nullable=True))
        delivery.add_column(sa.Column("queue_id", sa.String(64), nullable=False, server_default=""))
    in_doubt = sa.text("uncertain_at IS NOT NULL")
    op.create_index(
        "ix_delivery_doubt",
        "delivery",
        ["state", "not_before", "issue_id"],
        sqlite_where=in_doubt,
        postgresql_where=in_doubt,
    )
    op.create_table(
        "edition_article",
        sa.Column("edition_id", sa.Integer(), sa.ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("article_id", sa.Integer(), sa.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
    )
    op.create_index("ix_edition_article_article", "edition_article", ["article_id"])
    op.create_table(
        "domain_rate",
        sa.Column("domain", sa.String(255), primary_key=True),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("refilled_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("quarantined_until", MOMENT, nullable=True),
    )


def _what_comes_back() -> None:
    op.create_table(
        "mail_event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False, unique=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), sa.ForeignKey("subscriber.id", ondelete="CASCADE"), nullable=True),
        sa.Column("issue_id", sa.Integer(), sa.ForeignKey("issue.id", ondelete="CASCADE"), nullable=True),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
    )
    op.create_index("ix_mail_event_subscriber", "mail_event", ["subscriber_id", "happened_at"])
    op.create_index("ix_mail_event_issue", "mail_event", ["issue_id", "kind"])
    op.create_table(
        "suppression",
        sa.Column("address_hash", sa.String(64), primary_key=True),
        sa.Column("reason", sa.String(12), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
    )


def _wishes() -> None:
    op.create_table(
        "subscription_wish",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("email_norm", sa.String(320), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("cadence", sa.String(10), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column(
            "subscriber_id", sa.Integer(), sa.ForeignKey("subscriber.id", ondelete="CASCADE"), nullable=True, index=True
        ),
        sa.Column("address_key", sa.String(32), nullable=False),
        sa.Column("network", sa.String(32), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("mailed_at", MOMENT, nullable=True),
    )
    op.create_index("ix_subscription_wish_waiting", "subscription_wish", ["mailed_at", "id"])
    op.create_index("ix_subscription_wish_address", "subscription_wish", ["address_key", "mailed_at"])
    op.create_index("ix_subscription_wish_network", "subscription_wish", ["network", "mailed_at"])
