"""Labels, bylines, galleries, picks, focal points, days of views, and feeds to announce."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Added one by one, never by copying a table: SQLite would empty the tables that refer to it.
ADDED = {
    "account": ("job_title", "contact_email", "contact_url"),
    "article": (
        "figure",
        "figure_caption",
        "is_opinion",
        "is_video",
        "developing_at",
        "live_at",
        "withdrawn_reason",
        "share_version",
    ),
    "article_tag": ("published_at",),
    "category": ("form",),
    "old_address": ("reason",),
    "page": ("takes_enquiries",),
    "picture": ("focal_x", "focal_y", "colour", "sizes", "completed_at"),
}
COLUMNS = {
    "job_title": (sa.String(length=120), "''"),
    "contact_email": (sa.String(length=320), "''"),
    "contact_url": (sa.String(length=400), "''"),
    "figure": (sa.String(length=40), "''"),
    "figure_caption": (sa.String(length=200), "''"),
    "is_opinion": (sa.Boolean(), sa.false()),
    "is_video": (sa.Boolean(), sa.false()),
    "developing_at": (sa.DateTime(timezone=True), None),
    "live_at": (sa.DateTime(timezone=True), None),
    "withdrawn_reason": (sa.Text(), "''"),
    "share_version": (sa.Integer(), "1"),
    "published_at": (sa.DateTime(timezone=True), None),
    "form": (sa.String(length=20), "'list'"),
    "reason": (sa.Text(), "''"),
    "takes_enquiries": (sa.Boolean(), sa.false()),
    "focal_x": (sa.Integer(), "50"),
    "focal_y": (sa.Integer(), "50"),
    "colour": (sa.String(length=7), "''"),
    "sizes": (sa.JSON(), "'{}'"),
    "completed_at": (sa.DateTime(timezone=True), None),
}
FORMS = {
    "wall": "'beautiful-cities', 'discoveries'",
    "figures": "'info-data'",
    "faces": "'opinion'",
    "places": "'weather'",
}
DAY = {"sqlite": "substr(hour, 1, 10) || ' 00:00:00.000000'", "postgresql": "date_trunc('day', hour)"}


def upgrade() -> None:
    """Bring the database one step on."""
    for table, names in ADDED.items():
        for name in names:
            kind, default = COLUMNS[name]
            given = sa.text(default) if isinstance(default, str) else default
            op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=given))
    create_tables()
    fill_tables()
    op.drop_index("ix_article_tag_tag_id", "article_tag")
    op.create_index("ix_article_tag_newest", "article_tag", ["tag_id", "published_at", "article_id"])
    op.create_index(op.f("ix_picture_completed_at"), "picture", ["completed_at"])
    op.drop_column("article", "pinned_at")


def downgrade() -> None:
    """Take it back."""
    op.add_column("article", sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE article SET pinned_at = (SELECT max(picked_at) FROM pick WHERE pick.article_id = article.id "
        "AND pick.category_id IS NULL)"
    )
    op.drop_index(op.f("ix_picture_completed_at"), "picture")
    op.drop_index("ix_article_tag_newest", "article_tag")
    op.create_index("ix_article_tag_tag_id", "article_tag", ["tag_id", "article_id"])
    for table in ("view_day", "pick", "hub_ping", "gallery_picture", "byline"):
        op.drop_table(table)
    for table, names in ADDED.items():
        for name in names:
            op.drop_column(table, name)


def create_tables() -> None:
    op.create_table(
        "byline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("guest", sa.String(length=200), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_byline_account_id_account")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_byline_article_id_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_byline")),
    )
    op.create_index("ix_byline_article", "byline", ["article_id", "position"])
    op.create_index("ix_byline_newest", "byline", ["account_id", "published_at", "article_id"])
    op.create_table(
        "gallery_picture",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_gallery_picture_article_id_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_gallery_picture_picture_id_picture")),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_gallery_picture")),
    )
    op.create_table(
        "hub_ping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=400), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_ping")),
        sa.UniqueConstraint("topic", name=op.f("uq_hub_ping_topic")),
    )
    op.create_index(op.f("ix_hub_ping_not_before"), "hub_ping", ["not_before"])
    op.create_table(
        "pick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("picked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_pick_article_id_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_pick_category_id_category"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["picked_by_id"], ["account.id"], name=op.f("fk_pick_picked_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick")),
    )
    op.create_index(op.f("ix_pick_article_id"), "pick", ["article_id"])
    op.create_index("ix_pick_place", "pick", ["category_id", "position", "id"])
    op.create_table(
        "view_day",
        sa.Column("day", sa.DateTime(timezone=True), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_view_day_article_id_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("day", "article_id", name=op.f("pk_view_day")),
    )


def fill_tables() -> None:
    """What was known before, in its new places."""
    op.execute(
        "INSERT INTO byline (article_id, position, account_id, guest, published_at) SELECT id, 0, author_id, '', "
        "CASE WHEN withdrawn_at IS NULL THEN published_at END FROM article"
    )
    op.execute(
        "UPDATE article_tag SET published_at = (SELECT CASE WHEN withdrawn_at IS NULL THEN published_at END "
        "FROM article WHERE article.id = article_tag.article_id)"
    )
    op.execute(
        "INSERT INTO pick (category_id, article_id, position, until, picked_at, picked_by_id) SELECT NULL, id, "
        "row_number() OVER (ORDER BY pinned_at DESC, id DESC) - 1, NULL, pinned_at, NULL FROM article "
        "WHERE pinned_at IS NOT NULL"
    )
    day = DAY[op.get_bind().dialect.name]
    op.execute(
        f"INSERT INTO view_day (day, article_id, views) SELECT {day}, article_id, sum(views) FROM view_hour "
        f"GROUP BY {day}, article_id"
    )
    for form, slugs in FORMS.items():
        op.execute(f"UPDATE category SET form = '{form}' WHERE slug IN ({slugs})")
