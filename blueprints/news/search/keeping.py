"""Keeping the index: what can be found of an article is written in the transaction that changes the article."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import TextClause, delete, insert, select, text

from blueprints.core.database import AnySession
from blueprints.news.models import Article, SearchEntry
from blueprints.news.search.pairs import pairs_in
from blueprints.news.search.texts import SHORT_FIELDS, Texts, primary, texts_of
from blueprints.news.search.vocabulary import recount

# FTS5 finds a row at once by its own number only; by any other column it reads the whole index.
FORGET = {
    "sqlite": text("DELETE FROM article_search WHERE rowid = :place"),
    "postgresql": text("DELETE FROM article_search WHERE place = :place"),
}
# PostgreSQL gets a finished vector: its own parser would take some of our words apart.
KEEP = {
    "sqlite": text(
        "INSERT INTO article_search (rowid, headline, tags, authors, standfirst, captions, body, marks)"
        " VALUES (:place, :headline, :tags, :authors, :standfirst, :captions, :body, :marks)"
    ),
    "postgresql": text(
        "INSERT INTO article_search (place, words, pairs)"
        " VALUES (:place, CAST(:words AS tsvector), CAST(:pairs AS smallint[]))"
    ),
}
BETWEEN_FIELDS = 10  # positions, so that no phrase reaches from one field into the next
AUTHORS = "B"  # the label by which a vector tells the names of the authors from other words


def index_article(session: AnySession, article: Article) -> None:
    """Keep what can be found of this article, in its own transaction."""
    session.flush()
    index_articles(session, [article.id])


def index_articles(session: AnySession, ids: Collection[int]) -> None:
    """The same for several; those that are neither out nor scheduled leave the index. The caller commits.

    PostgreSQL holds the articles meanwhile, so that nobody's newer text is overwritten by an older reading of it.
    """
    held = select(Article.id).where(Article.id.in_(ids)).order_by(Article.id).with_for_update(key_share=True)
    session.execute(held)
    found = [each for each in texts_of(session, ids) if each.listed_at is not None]
    entries = [_entry(each) for each in found]
    dialect = session.get_bind().dialect.name
    columns = (SearchEntry.place, *(getattr(SearchEntry, field) for field in SHORT_FIELDS))
    rows = session.execute(select(*columns).where(SearchEntry.article_id.in_(ids)))
    known: list[dict[str, Any]] = [dict(row._mapping) for row in rows]
    recount(session, known, entries, found)
    places = {row["place"] for row in known} | {each.place for each in found}
    _run(session, FORGET[dialect], [{"place": place} for place in sorted(places)])
    session.execute(
        delete(SearchEntry).where(SearchEntry.article_id.in_(ids)).execution_options(synchronize_session=False)
    )
    if entries:
        session.execute(insert(SearchEntry), entries)
    _run(session, KEEP[dialect], [_row(dialect, each, entry) for each, entry in zip(found, entries, strict=True)])


def _entry(texts: Texts) -> dict[str, int | str]:
    short = {field: " ".join(texts.folded(field)) for field in SHORT_FIELDS}
    return {"article_id": texts.id, "place": texts.place, "language": primary(texts.language), **short}


def _row(dialect: str, texts: Texts, entry: dict[str, int | str]) -> dict[str, Any]:
    fields = {field: str(entry[field]) for field in SHORT_FIELDS} | {"body": " ".join(texts.folded("body"))}
    if dialect == "sqlite":
        return {"place": texts.place, **fields, "marks": " ".join(texts.marks)}
    return {"place": texts.place, "words": vector(fields, texts.marks), "pairs": pairs_in(fields)}


def vector(fields: dict[str, str], marks: Iterable[str]) -> str:
    """The words with their positions as PostgreSQL reads them; marks begin with a sign that no word has."""
    positions: dict[str, list[str]] = {}
    at = 0
    for field, words in fields.items():
        label = AUTHORS if field == "authors" else ""
        for word in words.split():
            at += 1
            positions.setdefault(word, []).append(f"{at}{label}")
        at += BETWEEN_FIELDS
    parts = [f"'{word}':{','.join(places)}" for word, places in positions.items()]
    return " ".join([*parts, *(f"'={mark}'" for mark in marks)])


def _run(session: AnySession, statement: TextClause, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(statement, rows)
