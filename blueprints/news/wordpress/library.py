"""The export's media library, kept in a temporary file while the import runs, so that memory stays flat."""

import re
import sqlite3
from collections.abc import Iterator
from urllib.parse import unquote

from blueprints.news.wordpress.markup import addresses
from blueprints.news.wordpress.markup.plain import one_line
from blueprints.news.wordpress.markup.surroundings import Attachment
from blueprints.news.wordpress.records import Item

# ferry-300x200.jpg is WordPress' own small copy, and ferry-scaled.jpg what it served instead of a large ferry.jpg.
SMALLER = re.compile(r"-\d+x\d+(?=\.\w+$)")
SCALED = re.compile(r"-(?:scaled|rotated)(?=\.\w+$)")
SCHEMA = """
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY, address TEXT, key TEXT, original TEXT, file TEXT, title TEXT, alt TEXT, caption TEXT,
    parent INTEGER, position INTEGER, link TEXT
);
CREATE INDEX attachment_key ON attachment (key);
CREATE INDEX attachment_original ON attachment (original);
CREATE INDEX attachment_parent ON attachment (parent);
CREATE TABLE missing (address TEXT PRIMARY KEY, kind TEXT);
"""


class Library:
    """Every attachment of the export, and every file that could not be had."""

    def __init__(self) -> None:
        # An empty name is SQLite's own temporary database: on disk once it grows, and gone when closed.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(SCHEMA)

    def add(self, item: Item) -> None:
        """Keep what an attachment says."""
        self._database.execute(
            "INSERT OR REPLACE INTO attachment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item.post_id,
                item.attachment_url,
                key_of(item.attachment_url),
                SCALED.sub("", key_of(item.attachment_url)),
                item.meta_value("_wp_attached_file"),
                one_line(item.title),
                one_line(item.meta_value("_wp_attachment_image_alt")),
                one_line(item.excerpt),
                item.parent,
                item.menu_order,
                item.link,
            ),
        )

    def get(self, attachment_id: int) -> Attachment | None:
        """The attachment with this number."""
        return self._one("SELECT id, address, title, alt, caption FROM attachment WHERE id = ?", attachment_id)

    def at(self, address: str) -> Attachment | None:
        """The attachment whose file, or a copy of it in another size, is at this address."""
        named_so = "SELECT id, address, title, alt, caption FROM attachment WHERE key = ? ORDER BY id LIMIT 1"
        copied = "SELECT id, address, title, alt, caption FROM attachment WHERE original = ? ORDER BY id LIMIT 1"
        # A picture may well be named like a copy of another, so its own name counts first.
        return self._one(named_so, key_of(address)) or self._one(copied, original_key(address))

    def attached_to(self, post_id: int) -> list[int]:
        """The pictures attached to an article, in their order."""
        rows = self._database.execute(
            "SELECT id, address FROM attachment WHERE parent = ? ORDER BY position, id", (post_id,)
        )
        return [number for number, address in rows if addresses.is_picture_file(address)]

    def file_of(self, attachment_id: int) -> str:
        """The file's path inside the uploads folder, if the export says it."""
        row = self._database.execute("SELECT file FROM attachment WHERE id = ?", (attachment_id,)).fetchone()
        return str(row[0]) if row else ""

    def page_of(self, attachment_id: int) -> tuple[str, int]:
        """The address of an attachment's own page, and the article or page to which it is attached (0 for none)."""
        row = self._database.execute("SELECT link, parent FROM attachment WHERE id = ?", (attachment_id,)).fetchone()
        return (str(row[0]), int(row[1])) if row else ("", 0)

    def numbers(self) -> Iterator[int]:
        """The number of every attachment."""
        last = 0
        while row := self._database.execute("SELECT min(id) FROM attachment WHERE id > ?", (last,)).fetchone():
            if row[0] is None:
                return
            last = int(row[0])
            yield last

    def miss(self, address: str, kind: str) -> None:
        """List a file that could not be had."""
        self._database.execute("INSERT OR IGNORE INTO missing VALUES (?, ?)", (address, kind))

    def missing(self) -> Iterator[tuple[str, str]]:
        """Every file that could not be had, with its kind, in order."""
        yield from self._database.execute("SELECT kind, address FROM missing ORDER BY kind DESC, address")

    def close(self) -> None:
        """Give the temporary file back."""
        self._database.close()

    def _one(self, query: str, value: int | str) -> Attachment | None:
        row = self._database.execute(query, (value,)).fetchone()
        return Attachment(*row) if row else None


def key_of(address: str) -> str:
    """Folder and name of a file, whatever its host: `2024/03/ferry-300x200.jpg`."""
    path = unquote(addresses.split(address).path).casefold()
    return "/".join(path.strip("/").split("/")[-3:])


def original_key(address: str) -> str:
    """Folder and name of the file of which an address shows a copy: `2024/03/ferry.jpg`."""
    return SCALED.sub("", SMALLER.sub("", key_of(address)))
