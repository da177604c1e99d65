"""Who may enter a blueprint: each states its rule once, for all of its views."""

from collections.abc import Callable

from flask import Blueprint
from flask.typing import ResponseReturnValue

AccessRule = Callable[[], ResponseReturnValue | None]
RULES: dict[str, AccessRule] = {}


def open_to_all(bp: Blueprint) -> None:
    """Everybody may enter, signed in or not."""
    RULES[bp.name] = _everybody


def guarded_by(bp: Blueprint, rule: AccessRule) -> None:
    """Only those may enter whom the rule lets pass; it answers, aborts or returns None."""
    RULES[bp.name] = rule
    bp.before_request(rule)


def _everybody() -> None:
    return None
