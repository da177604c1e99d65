"""Tables as people have them: CSV in whatever encoding, with commas, semicolons or tabs, and line breaks in quotes."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, cast

LONGEST_LINE = 65_536  # characters; a longer one is no row of people
BUFFER = 65_536
DELIMITERS = ",;\t"
QUOTED = re.compile(r'"(?:[^"]|"")*"')
EXCEL_HINT = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
WINDOWS = "newsroom.windows-1252"


FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NotATable(ValueError):
    """Why a file cannot be read as a table of people, in words for whoever chose it."""


def records(stream: BinaryIO) -> Iterator[tuple[int, list[str] | None]]:
    """The number of the first line of each record, and its cells; None where the line cannot be taken apart.

    Reads as it goes, with a bounded buffer. UTF-8 is taken for granted, UTF-16 where a byte order mark says so, and
    what is no UTF-8 is read as Windows-1252, which spreadsheets of Western Europe and West Africa write.
    """
    buffered = io.BufferedReader(cast(io.RawIOBase, stream), BUFFER)
    encoding = "utf-16" if buffered.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    text = io.TextIOWrapper(buffered, encoding, errors=WINDOWS, newline="")
    try:
        yield from _records(_lines(text))
    finally:
        with suppress(ValueError):  # it is closed already
            text.detach().detach()  # whoever opened the stream closes it


def guarded(cell: str) -> str:
    """The cell with an apostrophe where a spreadsheet would take it for a formula and run it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        yield line.replace("\0", "")


def _records(lines: Iterator[str]) -> Iterator[tuple[int, list[str] | None]]:
    first = next(lines, "")
    number, hint = 1, EXCEL_HINT.fullmatch(first)
    if hint:
        first, number = next(lines, ""), 2
    delimiter = hint.group(1) if hint else _delimiter(first)
    reader = csv.reader(_with(first, lines), delimiter=delimiter)
    before = 0
    while True:
        line, cells = number + before, None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a quotation mark that is never closed, as a rule
            pass
        before = reader.line_num
        if cells is None or any(cell.strip() for cell in cells):
            yield line, cells


def _with(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from others


def _delimiter(header: str) -> str:
    """What parts the names in the first line; a comma where there is only one."""
    bare = QUOTED.sub("", header)
    return max(DELIMITERS, key=bare.count)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(WINDOWS, _as_windows)
