"""What a view reads of the query is noted as it is read: kept pages differ by that, and by nothing else of it."""

from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import parse_qsl

import flask
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property

CACHE_ARGUMENTS = "newsroom.cache_arguments"
EVERY = "*"  # a view that looks at all of them; an argument of this name is told from others all the same
BAD_BYTES = "surrogateescape"


class NotedArguments(ImmutableMultiDict[str, str]):
    """The arguments of a query, which remember the names that were asked for."""

    def __init__(self, pairs: list[tuple[str, str]], asked: set[str]) -> None:
        super().__init__(pairs)
        self._asked = asked

    def __getitem__(self, name: str) -> str:
        self._asked.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._asked.add(str(name))
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self._asked.add(EVERY)
        return super().__iter__()

    def getlist(self, *args: Any, **kwargs: Any) -> list[Any]:
        """All values of a name; pages then differ by the whole query."""
        self._asked.add(EVERY)
        return super().getlist(*args, **kwargs)

    def keys(self) -> Any:
        """All names; pages then differ by the whole query."""
        self._asked.add(EVERY)
        return super().keys()

    def items(self, multi: bool = False) -> Any:
        """All pairs; pages then differ by the whole query."""
        self._asked.add(EVERY)
        return super().items(multi)


class Request(flask.Request):
    """A request whose query notes what is read of it; bytes that are no UTF-8 are replaced, never an error."""

    @cached_property
    def args(self) -> NotedArguments:
        """The arguments of the query."""
        asked = self.environ.setdefault(CACHE_ARGUMENTS, set())
        return NotedArguments(_pairs(self.query_string.decode("utf-8", "replace"), "replace"), asked)

    @cached_property
    def full_path(self) -> str:
        """The path with the query and the language, for a redirect or a log."""
        return f"{self.script_root}{self.path}?{self.query_string.decode('utf-8', 'replace')}"


def chosen(query: str, names: Collection[str]) -> tuple[str, ...]:
    """What of a WSGI query tells pages apart: the first value of each of these names, in the order of the names."""
    if not query or not names:
        return ()
    if EVERY in names:
        return (query,)
    pairs = _pairs(query.encode("latin-1", "replace").decode("utf-8", BAD_BYTES), BAD_BYTES)
    first = dict(reversed(pairs))
    return tuple(part for name in sorted(names) if name in first for part in (name, first[name]))


def _pairs(query: str, errors: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True, errors=errors)
