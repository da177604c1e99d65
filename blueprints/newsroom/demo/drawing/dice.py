"""Chance that falls the same way on every machine: numbers drawn from the hash of a motif."""

from collections.abc import Container, Sequence
from hashlib import sha256
from typing import TypeVar

Choice = TypeVar("Choice")


class Dice:
    """A stream of numbers that a motif fixes; hashing outlives any library's generator."""

    def __init__(self, motif: str) -> None:
        self.motif = motif
        self.thrown = 0

    def named(self, choices: Container[str]) -> str:
        """Tell the first choice that the motif names between its colons; nothing is thrown, and "" means none."""
        return next((word for word in self.motif.split(":") if word in choices), "")

    def share(self) -> float:
        """Throw for a number from 0 up to, not including, 1."""
        self.thrown += 1
        digest = sha256(f"{self.motif}#{self.thrown}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def between(self, low: float, high: float) -> float:
        """Throw for a number in a range."""
        return low + (high - low) * self.share()

    def count(self, low: int, high: int) -> int:
        """Throw for a whole number, both ends included."""
        return low + int(self.share() * (high - low + 1))

    def chance(self, odds: float) -> bool:
        """Throw for yes or no."""
        return self.share() < odds

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """Throw for one of several."""
        return choices[int(self.share() * len(choices))]

    def shuffle(self, choices: Sequence[Choice]) -> list[Choice]:
        """Throw for an order."""
        left = list(choices)
        return [left.pop(int(self.share() * len(left))) for _ in choices]
