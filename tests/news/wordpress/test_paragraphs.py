"""Classic text gets the paragraphs that WordPress showed, on a tree that always closes."""

import pytest

from tests.news.wordpress.bodies import html


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", ""),
        ("One\n\nTwo", "<p>One</p><p>Two</p>"),
        ("One\r\n\r\n\r\n \r\nTwo", "<p>One</p><p>Two</p>"),
        ("One\nstill one", "<p>One<br>still one</p>"),
        ("One<br />\nstill one", "<p>One<br>still one</p>"),
        ("One<br><br>Two", "<p>One</p><p>Two</p>"),
        ("One<br>\n<br>\n\nTwo<br>", "<p>One</p><p>Two</p>"),
        ("<p>One</p>\n\n<p>Two\nlines</p>", "<p>One</p><p>Two<br>lines</p>"),
        ("<p>One\n\nTwo</p>", "<p>One</p><p>Two</p>"),
        ("Before\n<h2>Head</h2>\nafter", "<p>Before</p><h2>Head</h2><p>after</p>"),
        ("<h2>A\nhead</h2>", "<h2>A<br>head</h2>"),
        (
            "Text<ul>\n<li>one</li>\n<li>two</li>\n</ul>\ntext",
            "<p>Text</p><ul><li>one</li><li>two</li></ul><p>text</p>",
        ),
        ("<ul><li>one\n\ntwo</li></ul>", "<ul><li><p>one</p><p>two</p></li></ul>"),
        ("<ul><li>one\n<ul>\n<li>two</li></ul>\n</li></ul>", "<ul><li>one<ul><li>two</li></ul></li></ul>"),
        ("<ol start='3'>\n<li>three</li></ol>", '<ol start="3"><li>three</li></ol>'),
        ("<blockquote>One\n\nTwo</blockquote>", "<blockquote><p>One</p><p>Two</p></blockquote>"),
        ("<blockquote>One\n<cite>Ada</cite></blockquote>", "<blockquote><p>One<br><cite>Ada</cite></p></blockquote>"),
        ("<pre>a\n\n  b\n</pre>", "<pre>a\n\n  b\n</pre>"),
        ("<em>One\n\nTwo</em> three", "<p><em>One</em></p><p><em>Two</em> three</p>"),
        ("<strong>One\ntwo</strong>", "<p><strong>One<br>two</strong></p>"),
        ("<div>One\n\nTwo</div>Three", "<p>One</p><p>Two</p><p>Three</p>"),
        ("<div><span><div>Deep</div></span></div>", "<p>Deep</p>"),
        ("<strong><p>One</p><p>Two</p></strong>", "<p><strong>One</strong></p><p><strong>Two</strong></p>"),
        ("<center>Mid</center>", "<p>Mid</p>"),
        ("<address>Here\nThere</address>", "<p>Here<br>There</p>"),
        ("<p>a<hr>b</p>", "<p>a</p><hr><p>b</p>"),
        ("<p>&nbsp;</p>x<p></p>", "<p>x</p>"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("x</body>y</html>z", "<p>xyz</p>"),
        ("<dl>\n<dt>Word\n</dt>\n<dd>Sense</dd></dl>", "<dl><dt>Word</dt><dd>Sense</dd></dl>"),
        (
            "<table>\n<tr>\n<td>a\nb</td>\n<td></td></tr>\n</table>",
            "<table><tr><td>a<br>b</td><td></td></tr></table>",
        ),
        ('<p dir="rtl">سلام 🚢</p>', '<p dir="rtl">سلام 🚢</p>'),
        ('<div style="direction: rtl">سلام</div>', '<p dir="rtl">سلام</p>'),
        ('<p lang="ha" style="text-align:center">Sannu</p>', '<p lang="ha">Sannu</p>'),
    ],
)
def test_a_text_gets_its_paragraphs(body: str, expected: str) -> None:
    assert html(body) == expected


def test_line_breaks_mean_nothing_inside_a_block() -> None:
    body = "<!-- wp:paragraph -->\n<p>One\nstill\n\none</p>\n<!-- /wp:paragraph -->\n\nClassic\nline"
    assert html(body) == "<p>One\nstill\n\none</p><p>Classic<br>line</p>"


def test_a_body_nested_beyond_reason_keeps_its_text() -> None:
    assert html("<div>" * 5000 + "deep" + "</div>" * 5000 + "after") == "<p>deep</p><p>after</p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>A</h1><h2>B</h2><h5>C</h5><h1>D</h1>", "<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2>"),
        ("<h3>A</h3><h3>B</h3><h6>C</h6>", "<h2>A</h2><h2>B</h2><h3>C</h3>"),
        ("<h2>A</h2><h3>B</h3>", "<h2>A</h2><h3>B</h3>"),
    ],
)
def test_headings_start_below_the_title_and_skip_no_level(body: str, expected: str) -> None:
    assert html(body) == expected
