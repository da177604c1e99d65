"""What people's HTML may hold, pinned."""

import pytest

from blueprints.core.sanitiser import clean_html, plain_text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>One<script>alert(1)</script> two</p>", "<p>One two</p>"),
        ('<p onclick="x()">Hi</p>', "<p>Hi</p>"),
        ('<p style="color:red" class="pull-quote evil">Hi</p>', '<p class="pull-quote">Hi</p>'),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener">x</a>'),
        ('<a href="https://example.org/" target="_blank">x</a>', '<a href="https://example.org/" rel="noopener">x</a>'),
        ('<p hx-get="/x" data-hx-post="/y" data-x="1">Hi</p>', "<p>Hi</p>"),
        ('<iframe src="https://example.org"></iframe><p>a</p>', "<p>a</p>"),
        ("<svg><a xlink:href='javascript:x'>y</a></svg>", ""),
        ('<p lang="ar" dir="rtl">مرحبا</p>', '<p lang="ar" dir="rtl">مرحبا</p>'),
        ("<p>nul\0byte</p>", "<p>nulbyte</p>"),
        ('<p>a<img src="//[x"></p>', "<p>a<img></p>"),
        ("<math><mtext></form><form><mglyph><style></math><img src onerror=x>", ""),
    ],
)
def test_it_keeps_what_an_article_may_hold(dirty: str, clean: str) -> None:
    assert clean_html(dirty).html == clean


@pytest.mark.parametrize(
    "source",
    [
        "https://evil.example/a.jpg",
        "//evil.example/a.jpg",
        "data:image/png;base64,AA",
        "/media/../desk/",
        "/desk/x.jpg",
    ],
)
def test_a_foreign_picture_has_no_source(source: str) -> None:
    assert "src" not in clean_html(f'<img src="{source}" alt="x">').html
    assert "srcset" not in clean_html(f'<img srcset="/media/a.jpg 1x, {source} 2x" alt="x">').html


def test_our_own_picture_stays() -> None:
    html = '<img src="/media/ab/cd-640.jpg" alt="A port" width="640" height="360" loading="lazy">'
    assert clean_html(html).html == html


def test_cleaning_twice_changes_nothing() -> None:
    once = clean_html('<p>a<b>b</p><ul><li>x</ul><blockquote class="pull-quote">q</blockquote>').html
    assert clean_html(once).html == once


def test_the_break_lies_after_the_second_paragraph_and_never_in_a_list() -> None:
    html = "<p>1</p><ul><li><p>in</p></li></ul><p>2</p><blockquote><p>q</p></blockquote><p>3</p><p>4</p>"
    clean = clean_html(html)
    assert clean.html[clean.middle :] == "<p>3</p><p>4</p>"


def test_a_short_body_has_its_break_at_the_end() -> None:
    clean = clean_html("<p>1</p><p>2</p>")
    assert clean.middle == len(clean.html)


def test_words_are_counted_as_text() -> None:
    assert clean_html("<p>One two</p><h2>three</h2>").words == 3
    assert plain_text("<p>One <b>two</b></p><p>three</p>") == "One two three"
    assert plain_text("  ") == ""
    assert plain_text("a<br>b<ul><li>c</li><li>d</li></ul>e") == "a b c d e"


def test_markup_within_a_word_does_not_part_it() -> None:
    assert plain_text("<p><b>T</b>he <em>har</em>bour</p><p>opens</p>") == "The harbour opens"
    assert plain_text("<p>odd\ufffe <i>letters</i></p>") == "odd\ufffe letters"


def test_only_footnotes_have_names_and_links_within_the_page() -> None:
    kept = '<sup><a href="#fn-1" id="fnref-1" rel="noopener">1</a></sup><ol class="footnotes"><li id="fn-1">A</li></ol>'
    assert clean_html(kept).html == kept
    for name in ("main", "fn-", "fn-1 x", "fnref-٣", "fn-12345", "fn-1-"):
        assert clean_html(f'<a id="{name}" href="#{name}">x</a>').html == '<a rel="noopener">x</a>'
    assert clean_html('<p id="fn-1">x</p>').html == "<p>x</p>"


def test_a_footnotes_number_is_no_word() -> None:
    body = '<p>On Monday<sup><a href="#fn-1" id="fnref-1">1</a></sup>.</p>'
    assert plain_text(body + '<ol><li>So they say. <a href="#fnref-1">↩</a></li></ol>') == "On Monday. So they say."
    assert plain_text("<p>10<sup>2</sup></p>") == "102"
