"""Frames, scripts, pictures and links: nothing is fetched from elsewhere, and what is missing is listed."""

import pytest

from blueprints.core.sanitiser import clean_html
from blueprints.news.wordpress.markup.plain import comment_text, first_words, one_line
from tests.news.wordpress.bodies import UPLOADS, embed, html, notes

BOAT = '<img src="/media/boat.jpg" width="640" height="480" loading="lazy" alt="">'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            'a <iframe src="//www.youtube.com/embed/abcdef1?rel=0"></iframe> b',
            "<p>a</p>"
            + embed("https://www.youtube.com/watch?v=abcdef1", "Video on YouTube", "youtube.com")
            + "<p>b</p>",
        ),
        (
            '<object><param name="movie" value="https://a.example/x.swf"><embed src="https://a.example/y.swf"></object>',
            '<p><a href="https://a.example/x.swf">x.swf</a></p>',
        ),
        ('<iframe src="about:blank"></iframe>x', "<p>x</p>"),
        ('<iframe src="http://[bad"></iframe>x', "<p>http://[bad</p><p>x</p>"),
        (
            '<script src="https://gist.github.com/ada/1.js"></script>',
            '<p><a href="https://gist.github.com/ada/1">gist.github.com/ada/1</a></p>',
        ),
        (
            '<blockquote class="twitter-tweet"><p>Hi</p><a href="https://twitter.com/a/1">May</a></blockquote>'
            '<script async src="https://platform.twitter.com/widgets.js"></script>',
            '<blockquote><p>Hi</p><p><a href="https://twitter.com/a/1">May</a></p></blockquote>',
        ),
        ("<script>steal()</script><style>p{}</style>x", "<p>x</p>"),
        (
            '<form action="https://pay.example/give"><input name="a"></form>',
            '<p><a href="https://pay.example/give">pay.example/give</a></p>',
        ),
        ('<form action="/search"><input></form>x', "<p>x</p>"),
        ("https://a.example/page?id=1", '<p><a href="https://a.example/page?id=1">a.example/page?id=1</a></p>'),
        ("see https://a.example/ now", "<p>see https://a.example/ now</p>"),
    ],
)
def test_what_would_load_or_run_becomes_a_link(body: str, expected: str) -> None:
    assert html(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f'<img src="{UPLOADS}/boat.jpg" class="alignright">', f'<figure class="alignright">{BOAT}</figure>'),
        (
            f'<a href="{UPLOADS}/boat.jpg"><img src="{UPLOADS}/boat-1.jpg" class="wp-image-1"></a>',
            f"<figure>{BOAT}</figure>",
        ),
        (
            f'<img class="alignleft" src="{UPLOADS}/boat.jpg"> with text',
            f'<p>{BOAT[:-1]} class="alignleft"> with text</p>',
        ),
        (f'<img data-src="{UPLOADS}/boat.jpg" src="data:image/gif;base64,x">', f"<figure>{BOAT}</figure>"),
        ('<img src="/wp-content/uploads/2020/01/boat.jpg">', f"<figure>{BOAT}</figure>"),
        (f'a <img src="{UPLOADS}/lost.jpg"> b', f'<p>a <a href="{UPLOADS}/lost.jpg">lost.jpg</a> b</p>'),
        (
            f'<a href="https://else.example/"><img src="{UPLOADS}/lost.jpg" alt="Lost"></a>',
            '<figure class="missing-picture"><a href="https://else.example/">Lost</a></figure>',
        ),
        ('Hi <img class="wp-smiley" alt="🙂" src="https://s.w.org/x.png">!', "<p>Hi 🙂!</p>"),
        ('x<img src="https://pixel.wp.com/g.gif" width="1" height="1">', "<p>x</p>"),
    ],
)
def test_a_picture_is_ours_or_a_link_to_where_it_was(body: str, expected: str) -> None:
    assert html(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="https://old.example/2020/01/x/?a=1#c">x</a>', '<p><a href="/2020/01/x/?a=1#c">x</a></p>'),
        ('<a href="http://www.old.example">x</a>', '<p><a href="/">x</a></p>'),
        ('<a href="/about/">x</a>', '<p><a href="/about/">x</a></p>'),
        ('<a href="#note">x</a> <a name="note"></a>', "<p>x</p>"),
        ('<a href="javascript:alert(1)">x</a>', "<p>x</p>"),
        ('<a href="mailto:a@b.example" onclick="x()">x</a>', '<p><a href="mailto:a@b.example">x</a></p>'),
    ],
)
def test_links_to_the_old_site_stay_here_and_unfit_ones_become_text(body: str, expected: str) -> None:
    assert html(body) == expected


def test_missing_files_and_pictures_are_listed() -> None:
    account = notes(f'<img src="{UPLOADS}/lost.jpg"> <a href="{UPLOADS}/a.pdf">A</a> [audio src="{UPLOADS}/horn.mp3"]')
    assert account.missing_pictures == [f"{UPLOADS}/lost.jpg"]
    assert account.missing_files == [f"{UPLOADS}/horn.mp3", f"{UPLOADS}/a.pdf"]


def test_the_sanitiser_changes_nothing_more() -> None:
    picture = f'Text <img src="{UPLOADS}/boat.jpg" class="alignleft">'
    made = html(f'[gallery]<h2>A</h2>\n\n{picture}\n\n[vimeo 12345]<hr><p dir="rtl">ب</p>')
    assert clean_html(made).html.replace(' rel="noopener"', "") == made


def test_a_comment_becomes_text_with_its_lines_and_links() -> None:
    assert comment_text("One\nline\r\n\r\nTwo <b>bold</b>") == "One\nline\n\nTwo bold"
    assert (
        comment_text('<p>See <a href="https://a.example/x">here</a></p><p>Bye</p>')
        == "See here (https://a.example/x)\n\nBye"
    )
    assert comment_text('<a href="https://a.example/">https://a.example</a>') == "https://a.example"
    assert comment_text("<ul><li>a</li><li>b</li></ul>1 < 2 && 3 > 2<br>end") == "• a\n\n• b\n\n1 < 2 && 3 > 2\nend"
    assert comment_text("<script>x</script>") == ""


def test_headlines_are_text_on_one_line() -> None:
    assert one_line("Markup <em>with</em>\n ~`!@#$%^&*()<>?") == "Markup with ~`!@#$%^&*()<>?"
    assert first_words("A long headline, that goes on", 20) == "A long headline…"
    assert first_words("Taumatawhakatangihanga", 10) == "Taumatawh…"
