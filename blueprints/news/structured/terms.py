"""What all facts have in common."""

from typing import Any

SCHEMA = "https://schema.org"
Facts = dict[str, Any]


def known(facts: Facts) -> Facts:
    """Without what is not known: nothing is told as empty."""
    return {name: fact for name, fact in facts.items() if fact not in ("", [], None)}


def thing(kind: str, **facts: Any) -> Facts:
    """A whole block about one thing."""
    return {"@context": SCHEMA, "@type": kind, **known(facts)}
