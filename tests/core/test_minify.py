"""Fewer bytes, the same rules and scripts."""

import pytest

from blueprints.core.assets import STATIC
from blueprints.core.minify import minify_css, minify_js


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        (".prose :is(h2, h3) { margin: 0; }", ".prose :is(h2,h3){margin:0}"),
        ("a:hover { color: red }", "a:hover{color:red}"),
        ("b { width: calc(1rem + 2 * var(--x)); }", "b{width:calc(1rem + 2 * var(--x))}"),
        ('q::after { content: "a ;  } /* b */"; }', 'q::after{content:"a ;  } /* b */"}'),
        (
            "@media (min-width: 4em) {\n  @layer page { a > b { x: y; } }\n}",
            "@media (min-width:4em){@layer page{a>b{x:y}}}",
        ),
        ("/* one */ a { /* two\n */ font: 1em / 1.5 serif; }", "a{font:1em/1.5 serif}"),
        ("a { margin: -0.5em 0 10.5px 0.1em; }", "a{margin:-.5em 0 10.5px .1em}"),
        ('[dir="rtl"] a[href^="#"] { content: "0.5"; }', '[dir=rtl] a[href^="#"]{content:"0.5"}'),
        ("a/**/b { width: calc(1em + 2em / 3); }", "a b{width:calc(1em + 2em/3)}"),
        (".a { & .b { c: d } e: f; }", ".a{& .b{c:d}e:f}"),
        ("[dir='rtl'] a::before { content: '\\'  x' }", "[dir='rtl'] a::before{content:'\\'  x'}"),
        ("", ""),
    ],
)
def test_css_keeps_its_meaning(written: str, sent: str) -> None:
    assert minify_css(written) == sent


def test_a_script_loses_comments_and_indentation_only() -> None:
    written = "// why\n/* and\n   how */\nif (a) {\n    b(`x  ${c}  // d`)\n\n    e = /  f/ // stays\n}\n"
    assert minify_js(written) == "if (a) {\nb(`x  ${c}  // d`)\ne = /  f/ // stays\n}"


def test_no_string_of_our_scripts_spans_lines() -> None:
    for path in STATIC.glob("js/*/*.js"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert line.count("`") % 2 == 0, f"{path.name}:{number}: a template must end on its line"
