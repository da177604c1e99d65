"""Tokens are sent as values and letters."""

import pytest

from blueprints.core.assets import STATIC, tokens
from blueprints.core.tokens import Tokens

SHEETS = (
    ":root { --ink: #000; --gap: 1rem; --wide: calc(2 * 3px); --alias: var(--gap); }",
    "@media print { :root { --ink: #111; } }",
    ".a { --x: 0; }\n.b { --x: 20%; }",
)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a { gap: var(--gap); color: var(--ink); }", "a { gap: 1rem; color: var(--a); }"),
        ("a { inset: var(--alias); }", "a { inset: 1rem; }"),
        (":root { --gap: 1rem; --ink: #000; }", ":root {  --a: #000; }"),
        ("a { width: calc(2 * var(--gap) + var(--wide)); }", "a { width: calc(2 * 1rem + var(--b)); }"),
        ("a { object-position: var(--x, 50%) 0; }", "a { object-position: var(--c, 50%) 0; }"),
        (".a--gap:hover { x: y; }", ".a--gap:hover { x: y; }"),
    ],
)
def test_what_never_changes_is_sent_as_its_value(written: str, sent: str) -> None:
    assert Tokens(SHEETS).spend(written) == sent


def test_a_token_that_nobody_defines_is_refused() -> None:
    with pytest.raises(KeyError):
        Tokens(SHEETS).spend("a { color: var(--inc); }")


def test_no_two_tokens_share_a_letter() -> None:
    letters = tokens().letter.values()
    assert len(set(letters)) == len(letters) > 10


def test_what_is_sent_as_its_value_is_defined_for_the_whole_page() -> None:
    everywhere = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("css/**/tokens.css"))
    assert not [name for name in tokens().constant if f"{name}: " not in everywhere]


def test_scripts_and_pages_name_no_token() -> None:
    named = [*tokens().constant, *tokens().letter]
    for path in (*STATIC.glob("js/**/*.js"), *(STATIC.parent / "templates").glob("**/*.html")):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in named if f'"{name}"' in text or f"({name})" in text], path.name
