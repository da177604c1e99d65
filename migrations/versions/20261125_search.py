"""Search: places in the order of dates, a field for each kind of text, the words there are, aliases, and misses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0004"
down_revision = "0003"
FIELDS = ("headline", "tags", "authors", "standfirst", "captions")


def upgrade() -> None:
    """Bring the database one step on; the index is empty afterwards, and cron or `flask news reindex` fills it."""
    folded = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")
    op.create_table(
        "search_entry",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in FIELDS),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_search_entry_article_id_article"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("place", name=op.f("uq_search_entry_place")),
    )
    op.create_index(op.f("ix_search_entry_language"), "search_entry", ["language"])
    op.create_table(
        "search_word",
        sa.Column("word", folded, nullable=False),
        sa.Column("backwards", folded, nullable=False),
        sa.Column("spelling", sa.String(200), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    op.create_index("ix_search_word_forwards", "search_word", ["length", "word"])
    op.create_index("ix_search_word_backwards", "search_word", ["length", "backwards"])
    op.create_index("ix_search_word_articles", "search_word", ["articles"])
    op.create_table(
        "search_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one", sa.String(100), nullable=False),
        sa.Column("other", sa.String(100), nullable=False),
        sa.Column("one_folded", sa.String(200), nullable=False),
        sa.Column("other_folded", sa.String(200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_search_alias_added_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_alias")),
        sa.UniqueConstraint("one_folded", "other_folded", name=op.f("uq_search_alias_one_folded")),
    )
    op.create_index(op.f("ix_search_alias_one_folded"), "search_alias", ["one_folded"])
    op.create_index(op.f("ix_search_alias_other_folded"), "search_alias", ["other_folded"])
    op.create_table(
        "search_miss",
        sa.Column("words", sa.String(100), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("words", name=op.f("pk_search_miss")),
    )
    op.create_index(op.f("ix_search_miss_last_at"), "search_miss", ["last_at"])
    op.execute("DROP TABLE article_search")
    if op.get_bind().dialect.name == "sqlite":
        # The words are folded before; `ascii` takes every other character as a letter and changes none.
        columns = ", ".join((*FIELDS, "body", "marks"))
        op.execute(f"CREATE VIRTUAL TABLE article_search USING fts5({columns}, tokenize='ascii', prefix='2 3 4 5')")
        return
    op.create_table(
        "article_search",
        sa.Column("place", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("words", TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["search_entry.place"], name="fk_article_search_place", ondelete="CASCADE"),
    )
    # Kept apart from its row, so that thousands of rows are walked without reading their words.
    op.execute("ALTER TABLE article_search SET (toast_tuple_target = 128)")
    op.execute("CREATE INDEX ix_article_search_words ON article_search USING gin (words) WITH (fastupdate = off)")


def downgrade() -> None:
    """Take it back; the old index is empty afterwards."""
    op.execute("DROP TABLE article_search")
    for table in ("search_miss", "search_alias", "search_word", "search_entry"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE article_search USING fts5(article_id UNINDEXED, words, prefix='2 3')")
        return
    op.create_table(
        "article_search",
        sa.Column("article_id", sa.Integer(), sa.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("words", sa.Text(), nullable=False),
    )
    op.execute("CREATE INDEX ix_article_search_words ON article_search USING gin (to_tsvector('simple', words))")
