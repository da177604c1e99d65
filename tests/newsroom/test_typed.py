"""What authors type as signs: embeds and footnotes, made once and the same when saved again."""

import pytest

from blueprints.core.sanitiser import clean_html
from blueprints.newsroom.plain_text import as_html
from blueprints.newsroom.typed import finished

YOUTUBE = (
    '<figure class="embed video"><a href="https://youtu.be/abcdefg" lang="en" dir="ltr">'
    "<strong>Video on YouTube</strong> <small>Opens youtu.be, and uses its data.</small></a></figure>"
)
NOTED = (
    '<p>One<sup><a href="#fn-1" id="fnref-1">1</a></sup> two<sup><a href="#fn-2" id="fnref-2">2</a></sup>'
    ' one<sup><a href="#fn-1" id="fnref-1-2">1</a></sup>.</p>'
    '<ol class="footnotes"><li id="fn-1">First. <a href="#fnref-1">↩\ufe0e</a></li>'
    '<li id="fn-2">A &amp; <b>B</b> <a href="#fnref-2">↩\ufe0e</a></li></ol>'
)


def saved(typed: str) -> str:
    """What is kept of it; saved again, nothing changes."""
    once = clean_html(finished(as_html(typed))).html
    assert clean_html(finished(as_html(once))).html == once
    return once.replace(' rel="noopener"', "")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "Video on YouTube"),
        ("https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ", "Video on YouTube"),
        ("https://youtube.com/shorts/dQw4w9WgXcQ", "Video on YouTube"),
        ("https://vimeo.com/channels/staff/1234", "Video on Vimeo"),
        ("https://www.dailymotion.com/video/x7zz", "Video on Dailymotion"),
        ("https://twitter.com/aan/status/1", "Post on X"),
        ("https://x.com/aan/status/1?s=20", "Post on X"),
        ("https://www.facebook.com/aan/videos/1/", "Video on Facebook"),
        ("https://www.facebook.com/aan/posts/pfbid0", "Post on Facebook"),
        ("https://www.instagram.com/reel/C1/", "Post on Instagram"),
        ("https://www.tiktok.com/@aan.tv/video/1", "Video on TikTok"),
        ("https://soundcloud.com/aan/song", "Sound on SoundCloud"),
        ("https://open.spotify.com/episode/4rOo", "Sound on Spotify"),
        ("https://t.me/aantv/12", "Post on Telegram"),
    ],
)
def test_an_address_on_a_line_of_its_own_becomes_an_embed(address: str, name: str) -> None:
    made = saved(f"Before.\n\n{address}\n\nAfter.")
    assert f"<strong>{name}</strong>" in made and made.count("<figure") == 1 and "<p>After.</p>" in made


@pytest.mark.parametrize(
    "address",
    [
        "https://youtube.com/@aan",
        "https://x.com/aan",
        "https://evil.example/youtu.be/abcdefg",
        "https://youtu.be.evil.example/abcdefg",
        "https://notx.com/aan/status/1",
        "javascript:https://youtu.be/abcdefg",
        "see https://youtu.be/abcdefg",
        "https://youtu.be/abc defg",
        "http://[youtu.be/a",
    ],
)
def test_any_other_line_stays_as_it_is(address: str) -> None:
    assert "<figure" not in saved(f"Before.\n\n{address}\n\nAfter.")


@pytest.mark.parametrize(
    "typed",
    [
        "Look:\nhttps://youtu.be/abcdefg\nThere.",
        '<p>Look:<br><a href="https://youtu.be/abcdefg">https://youtu.be/abcdefg</a><br>There.</p>',
        "<p>Look:</p>\nhttps://youtu.be/abcdefg\n<p>There.</p>",
        f"<p>Look:</p>{YOUTUBE}<p>There.</p>",
        '<p>Look:</p><figure class="embed"><p><a href="https://youtu.be/abcdefg">x</a></p></figure><p>There.</p>',
    ],
)
def test_however_it_was_written_it_is_one_figure(typed: str) -> None:
    assert saved(typed).replace("\n", "") == f"<p>Look:</p>{YOUTUBE}<p>There.</p>"


def test_a_link_with_words_stays_a_link() -> None:
    link = '<p><a href="https://youtu.be/abcdefg">Watch how it went</a></p>'
    assert saved(link) == link


def test_the_code_of_a_player_and_a_picture_linked_to_a_video_are_embeds_too() -> None:
    assert "<strong>Video on Vimeo</strong>" in saved('<iframe src="https://player.vimeo.com/video/9"></iframe>')
    made = saved(
        '<figure><a href="https://youtu.be/x"><img src="/media/a.jpg" alt="A"></a><figcaption>C</figcaption></figure>'
    )
    assert '<img src="/media/a.jpg" alt="A"><strong>' in made and made.endswith("<figcaption>C</figcaption></figure>")
    assert "<iframe" not in saved('<iframe src="https://evil.example/"></iframe>')


@pytest.mark.parametrize(
    "typed",
    [
        "<p>One[^1] two[^b] one[^1].</p><p>[^b]: A &amp; <b>B</b></p><p>[^1]: First.</p>",
        "<p>One[^1] two[^b] one[^1].</p><p>[^b]: A &amp; <b>B</b><br>[^1]: First.</p>",
        "<p>One[^1] two[^b] one[^1].</p><p>[^b]: A &amp; <b>B</b></p><p> <strong>[^1]:</strong> First.</p>",
        "<p>One[^1] two[^b] one[^1].</p>\n[^b]: A &amp; <b>B</b>\n\n[^1]: First.\n",
    ],
)
def test_footnotes_are_numbered_as_they_are_mentioned(typed: str) -> None:
    assert saved(typed).replace("\n", "") == NOTED


def test_a_note_written_later_gets_its_place() -> None:
    made = saved(NOTED.replace("One", "Zero[^new] one") + "<p>[^new]: Zero.</p>")
    assert '<li id="fn-1">Zero. ' in made and '<li id="fn-2">First. ' in made and made.count("<li") == 3


def test_what_has_no_other_half_stays_text() -> None:
    assert saved("A mark [^7].") == "<p>A mark [^7].</p>"
    assert saved("[^7]: A note.") == "<p>[^7]: A note.</p>"
    without_mark = NOTED.replace('<sup><a href="#fn-2" id="fnref-2">2</a></sup>', "")
    assert saved(without_mark).endswith("</ol><p>[^2]: A &amp; <b>B</b></p>")
    without_note = NOTED.replace('<li id="fn-1">First. <a href="#fnref-1">↩\ufe0e</a></li>', "")
    assert saved(without_note).startswith("<p>One[^1] two<sup>")


def test_code_is_left_alone() -> None:
    assert "<code>[^1]</code>" in saved("<p><code>[^1]</code> x[^1]</p><p>[^1]: Note</p>")


@pytest.mark.parametrize(
    "typed", ["", "🙂[^é]\n\n[^é]: مرحبا", "[^1]" * 3000 + "\n\n[^1]: Many", "[^1]: [^1]", "\0[^1]"]
)
def test_odd_input_is_saved_once(typed: str) -> None:
    saved(typed)
