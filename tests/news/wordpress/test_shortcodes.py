"""Shortcodes become HTML or leave the text they held; a newspaper's own brackets stay."""

import pytest

from tests.news.wordpress.bodies import UPLOADS, converted, embed, html, notes

BOAT = '<img src="/media/boat.jpg" width="640" height="480" loading="lazy" alt="A boat">'


def video(address: str, site: str, host: str) -> str:
    return embed(address, f"Video on {site}", host)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            f'[caption id="attachment_1" align="alignleft" width="9"]<img src="{UPLOADS}/boat-3x2.jpg" alt="A boat">'
            " On the <em>lake</em>[/caption]",
            f'<figure class="alignleft">{BOAT}<figcaption>On the <em>lake</em></figcaption></figure>',
        ),
        (
            f'[caption id="attachment_1" caption="Old style"]<a href="{UPLOADS}/boat.jpg">'
            f'<img src="{UPLOADS}/boat.jpg" alt="A boat"></a>[/caption] and text',
            f"<figure>{BOAT}<figcaption>Old style</figcaption></figure><p>and text</p>",
        ),
        (
            '[gallery ids="1,3" columns="2"]',
            f'<figure class="gallery"><figure>{BOAT}<figcaption>On the lake</figcaption></figure>'
            f'<figure class="missing-picture"><a href="{UPLOADS}/lost.jpg">A lost thing</a>'
            "<figcaption>Gone</figcaption></figure></figure>",
        ),
        ("[embed width=100]https://vimeo.com/7[/embed]", video("https://vimeo.com/7", "Vimeo", "vimeo.com")),
        ("[youtube=https://youtu.be/abc&amp;t=3]", video("https://youtu.be/abc&amp;t=3", "YouTube", "youtu.be")),
        ("[vimeo 12345]", video("https://vimeo.com/12345", "Vimeo", "vimeo.com")),
        ('[video mp4="https://a.example/x.mp4"][/video]', video("https://a.example/x.mp4", "a.example", "a.example")),
        ("[audio https://a.example/x.mp3]", '<p><a href="https://a.example/x.mp3">x.mp3</a></p>'),
        ('[playlist ids="4"]', f'<p><a href="{UPLOADS}/horn.mp3">horn.mp3</a></p>'),
        ("[vc_row]\n[vc_column]Kept\n\ntwice[/vc_column]\n[/vc_row]", "<p>Kept</p><p>twice</p>"),
        ('[contact-form-7 id="5"] after', "<p>after</p>"),
        ("He said [the president's] men, [sic] [1].", "<p>He said [the president's] men, [sic] [1].</p>"),
        ("Write [[gallery]] to show one", "<p>Write [gallery] to show one</p>"),
        ('<a href="https://a.example/" title="[gallery]">x</a>', '<p><a href="https://a.example/">x</a></p>'),
        ("[b]bold[/b] and [/lost]", "<p>bold and [/lost]</p>"),
        ("[caption]never closed", "<p>never closed</p>"),
    ],
)
def test_a_shortcode_becomes_html(body: str, expected: str) -> None:
    assert html(body) == expected


def test_a_gallery_without_numbers_shows_what_is_attached() -> None:
    shown = html("[gallery]")
    assert (shown.count("<img"), shown.count("<figcaption>")) == (2, 1)
    assert html('[gallery exclude="1"]').count("<img") == 1


def test_what_only_a_plug_in_knew_is_reported() -> None:
    account = notes("[vc_row]text[/vc_row] [slider_x] [gallery ids='1,77']")
    assert account.changed["shortcode [vc_row] became the text it held"] == 1
    assert account.left["shortcode [slider_x]"] == 1
    assert account.left["gallery picture that the export does not hold"] == 1


def test_a_hostile_text_is_read_in_time() -> None:
    assert converted('[a "' * 20_000).body.startswith("<p>[a")
