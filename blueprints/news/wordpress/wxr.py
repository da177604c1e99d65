"""Reads a WordPress export (WXR 1.0 to 1.2) as a stream: memory stays flat whatever the size of the file."""

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast
from xml.parsers import expat
from zoneinfo import ZoneInfo

from blueprints.news.wordpress.assembly import Assembly
from blueprints.news.wordpress.records import Item, Record, Survey

CHUNK = 1 << 16

# XML forbids these outright, yet exports carry them wherever somebody pasted from a word processor. None of
# these bytes is ever part of a longer UTF-8 character, and a space in their place keeps lines and columns.
CONTROL_BYTES = bytes(code for code in range(32) if code not in (9, 10, 13))
TO_SPACES = bytes.maketrans(CONTROL_BYTES, b" " * len(CONTROL_BYTES))


class UnreadableExport(Exception):
    """The file cannot be imported; the text says why in one line."""


class MalformedExport(UnreadableExport):
    """The file is not well-formed XML at this line and column (both counted from 1)."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(f"line {line}, column {column}: {reason}")
        self.line, self.column, self.reason = line, column, reason


def survey(path: Path) -> Survey:
    """Read the whole file once, so that a broken one is refused before anything is written."""
    reader = _Reader(ZoneInfo("UTC"))
    items: Counter[str] = Counter()
    records: Counter[str] = Counter()
    comments = 0
    for record in reader.records(path):
        records[type(record).__name__] += 1
        if isinstance(record, Item):
            items[record.kind] += 1
            comments += len(record.comments)
    if not reader.assembly.site.version:
        raise UnreadableExport("this is XML, but not a WordPress export: it names no WXR version")
    return Survey(reader.assembly.site, items, records, comments, reader.control_characters)


def read(path: Path, zone: ZoneInfo) -> Iterator[Record]:
    """Every author, term and item in the order of the file; local dates without a UTC one are in `zone`."""
    return _Reader(zone).records(path)


class _Reader:
    """One pass over one file."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.assembly = Assembly(zone)
        self.control_characters = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.buffer_size = CHUNK
        self._parser.StartElementHandler = self.assembly.open
        self._parser.EndElementHandler = self.assembly.close
        self._parser.CharacterDataHandler = self.assembly.text
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def records(self, path: Path) -> Iterator[Record]:
        try:
            with _open(path) as file:
                while chunk := file.read(CHUNK):
                    self._feed(chunk)
                    yield from self.assembly.take()
                self._feed(b"", last=True)
                yield from self.assembly.take()
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableExport(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error

    def _feed(self, chunk: bytes, last: bool = False) -> None:
        clean = chunk.translate(TO_SPACES)
        if clean != chunk:
            self.control_characters += len(chunk) - len(chunk.translate(None, CONTROL_BYTES))
        try:
            self._parser.Parse(clean, last)
        except expat.ExpatError as error:
            raise MalformedExport(error.lineno, error.offset + 1, expat.ErrorString(error.code)) from error

    def _refuse_doctype(self, *_: object) -> None:
        # A document type is the door to entity bombs and to files of this machine; no export has one.
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber
        raise MalformedExport(line, column + 1, "a document type declaration, which no export has")


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        compressed = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path)) if compressed else path.open("rb")
