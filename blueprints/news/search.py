"""Search: text folded the same way when it is kept and when it is asked for, behind one query on both databases."""

import re
import unicodedata

from sqlalchemy import Select, bindparam, column, func, literal_column, select, table, text

from blueprints.core.database import AnySession
from blueprints.core.sanitiser import plain_text
from blueprints.news.models import Article

INDEX = table("article_search", column("article_id"), column("words"))
HOOKS = str.maketrans(
    {
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ƴ": "y",
        "ŋ": "n",
        "ø": "o",
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ـ": None,
        "ʼ": "",
        "’": "",
        "'": "",
        "‘": "",
    }
)
# FTS5 finds a row at once by its own number only; by any other column it reads the whole index.
KEEPING = {
    "sqlite": (
        text("DELETE FROM article_search WHERE rowid = :id"),
        text("INSERT INTO article_search (rowid, article_id, words) VALUES (:id, :id, :words)"),
    ),
    "postgresql": (
        text("DELETE FROM article_search WHERE article_id = :id"),
        text("INSERT INTO article_search (article_id, words) VALUES (:id, :words)"),
    ),
}
APOSTROPHES = re.compile("['’‘ʼ]")
MOST_WORDS = 8
LOST_WORDS = 6
# Parts of an address that say nothing of what stood there.
MUTE = {
    "amp",
    "archive",
    "archives",
    "author",
    "category",
    "comments",
    "feed",
    "index",
    "page",
    "post",
    "tag",
    "trackback",
}
MOST_TEXT = 200_000
LONGEST_QUERY = 200
MOST_PATH = 500


def fold(words: str) -> str:
    """Lower case without marks or hooks: `Goïta` and `goita`, `Ọ̀ṣun` and `osun` are one."""
    decomposed = unicodedata.normalize("NFKD", words.casefold().translate(HOOKS))
    bare = (character for character in decomposed if not unicodedata.combining(character))
    return "".join(character if character.isalnum() else " " for character in "".join(bare).translate(HOOKS))


def both_readings(words: str) -> list[str]:
    """The folded words; one with an apostrophe both whole (`ma'aikata`) and apart (`l'eau` is found by `eau`)."""
    apart = (word for word in words.split() if APOSTROPHES.search(word))
    return [*fold(words).split(), *fold(APOSTROPHES.sub(" ", " ".join(apart))).split()]


def query_words(asked: str) -> list[str]:
    """The folded words of a query; every operator and sign is plain text."""
    return fold(asked[:LONGEST_QUERY]).split()[:MOST_WORDS]


def index_article(session: AnySession, article: Article) -> None:
    """Keep what can be found of this article, in its own transaction."""
    parts = [article.headline, article.standfirst, plain_text(article.body), *(tag.name for tag in article.tags)]
    words = " ".join(both_readings(" ".join(parts)))
    forget, keep = KEEPING[session.get_bind().dialect.name]
    session.execute(forget, {"id": article.id})
    session.execute(keep, {"id": article.id, "words": words[:MOST_TEXT]})


def matching(dialect: str, asked: str) -> Select[int] | None:
    """Ids of the articles that hold every word, the last one as a beginning; None when nothing was asked."""
    words = query_words(asked)
    if not words:
        return None
    if dialect == "sqlite":
        pattern = " ".join(f'"{word}"' for word in words) + "*"
        condition = text("article_search MATCH :pattern").bindparams(bindparam("pattern", pattern))
        return select(INDEX.c.article_id).where(condition)
    pattern = " & ".join(words) + ":*"
    found = func.to_tsvector(text("'simple'"), INDEX.c.words).op("@@")(func.to_tsquery(text("'simple'"), pattern))
    return select(INDEX.c.article_id).where(found)


def newest_matching(dialect: str, asked: str, count: int) -> Select[int] | None:
    """Ids of so many of the latest made articles that hold every word; SQLite reads them backwards, and stops."""
    found = matching(dialect, asked)
    if found is None:
        return None
    number = literal_column("rowid") if dialect == "sqlite" else INDEX.c.article_id
    return found.with_only_columns(number).select_from(INDEX).order_by(number.desc()).limit(count)


def lost_words(path: str) -> str:
    """The words of the last part of an address that has any, as somebody would type them; empty when it has none."""
    for part in reversed(path[:MOST_PATH].split("/")):
        spelt = unicodedata.normalize("NFC", part)
        bare = "".join(each if each.isalnum() or unicodedata.combining(each) else " " for each in spelt)
        words = [word for word in bare.split() if len(word) > 1 and not word.isdigit() and word.lower() not in MUTE]
        if words:
            return " ".join(words[:LOST_WORDS])[:LONGEST_QUERY]
    return ""
