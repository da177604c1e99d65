"""What a check found: a line, and what to do where it is not good."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Good; it works but should be better; wrong or missing; or not known, since something was not told."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """One line of the report. `advice` is what to write or to do, and empty where all is well."""

    verdict: Verdict
    what: str
    words: str
    advice: str = ""

    def __str__(self) -> str:
        """`good     SPF: …`, with the advice on a line of its own."""
        line = f"{self.verdict:8} {self.what}: {self.words}"
        return f"{line}\n{'':8} → {self.advice}" if self.advice else line


def good(what: str, words: str) -> Finding:
    """Nothing to do."""
    return Finding(Verdict.GOOD, what, words)


def weak(what: str, words: str, advice: str) -> Finding:
    """It is enough for now."""
    return Finding(Verdict.WEAK, what, words, advice)


def bad(what: str, words: str, advice: str) -> Finding:
    """Mails are refused or filed as spam for this."""
    return Finding(Verdict.BAD, what, words, advice)


def unknown(what: str, words: str, advice: str) -> Finding:
    """It cannot be told from here."""
    return Finding(Verdict.UNKNOWN, what, words, advice)
