"""Custom properties as they are sent: one that never changes as its value, each other one by a letter.

Long names are for those who write; a reader would pay for them in every stylesheet.
"""

import re
from collections.abc import Iterable
from string import ascii_letters

DEFINED = re.compile(r"(?<![\w-])(--[\w-]+): ([^;{}]+);")
USED = re.compile(r"var\((--[\w-]+)([^)]*)\)")
PLAIN = re.compile(r"[\w.#-]+|var\(--[\w-]+\)")  # a length, number, colour or other token; sums keep their name


class Tokens:
    """What all stylesheets together define, since one takes from another."""

    def __init__(self, sheets: Iterable[str]) -> None:
        values: dict[str, list[str]] = {}
        for sheet in sheets:
            for name, value in DEFINED.findall(sheet):
                values.setdefault(name, []).append(value)
        self.constant = {name: of[0] for name, of in values.items() if len(of) == 1 and PLAIN.fullmatch(of[0])}
        changing = sorted(values.keys() - self.constant.keys())
        self.letter = {name: ascii_letters[place] for place, name in enumerate(changing)}

    def spend(self, sheet: str) -> str:
        """The same stylesheet; a token that nobody defines is a KeyError."""
        return USED.sub(self._used, DEFINED.sub(self._defined, sheet))

    def _defined(self, found: re.Match[str]) -> str:
        return "" if found[1] in self.constant else f"--{self.letter[found[1]]}: {found[2]};"

    def _used(self, found: re.Match[str]) -> str:
        if found[1] in self.constant:
            return self.spend(self.constant[found[1]])
        return f"var(--{self.letter[found[1]]}{found[2]})"
