"""The block editor's blocks, what they show, and what only the server could draw."""

import pytest

from tests.news.wordpress.bodies import UPLOADS, converted, embed, html, notes


def block(name: str, inner: str, attributes: str = "") -> str:
    return f"<!-- wp:{name} {attributes + ' ' if attributes else ''}-->\n{inner}\n<!-- /wp:{name} -->"


IMAGE = f'<img src="{UPLOADS}/mast.png"/>'
LOST = f'<figure class="missing-picture"><a href="{UPLOADS}/lost.jpg">A lost thing</a></figure>'
MAST = '<img src="/media/mast.png" width="320" height="200" loading="lazy" alt="">'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (block("paragraph", '<p class="has-drop-cap">Text</p>'), "<p>Text</p>"),
        (block("heading", "<h3>Head</h3>", '{"level":3}'), "<h2>Head</h2>"),
        (block("list", f"<ul>{block('list-item', '<li>One</li>')}</ul>"), "<ul><li>One</li></ul>"),
        (
            block("quote", '<blockquote class="wp-block-quote"><p>Said</p><cite>Ada</cite></blockquote>'),
            "<blockquote><p>Said</p><p><cite>Ada</cite></p></blockquote>",
        ),
        (
            block("pullquote", '<figure class="wp-block-pullquote"><blockquote><p>Big</p></blockquote></figure>'),
            '<blockquote class="pull-quote"><p>Big</p></blockquote>',
        ),
        (
            block(
                "image",
                f'<div class="wp-block-image"><figure class="aligncenter">{IMAGE}</figure></div>',
            ),
            f'<figure class="aligncenter">{MAST}</figure>',
        ),
        (
            block(
                "image", f'<figure class="wp-block-image"><img src="{UPLOADS}/lost.jpg" alt="A lost thing"/></figure>'
            ),
            LOST,
        ),
        (
            block(
                "gallery",
                f'<ul class="wp-block-gallery"><li class="blocks-gallery-item"><figure>{IMAGE}</figure></li></ul>',
            ),
            f'<figure class="gallery"><figure>{MAST}</figure></figure>',
        ),
        (
            block(
                "gallery",
                '<figure class="wp-block-gallery has-nested-images">'
                + block(
                    "image",
                    f'<figure class="wp-block-image">{IMAGE}<figcaption>A</figcaption></figure>',
                )
                + '<figcaption class="blocks-gallery-caption">All</figcaption></figure>',
            ),
            f'<figure class="gallery"><figure>{MAST}<figcaption>A</figcaption></figure>'
            "<figcaption>All</figcaption></figure>",
        ),
        (
            block(
                "cover",
                f'<div class="wp-block-cover" style="background-image:url({UPLOADS}/mast.png)"><p>Over</p></div>',
            ),
            f"<figure>{MAST}</figure><p>Over</p>",
        ),
        (
            block(
                "cover",
                '<div class="wp-block-cover"><span class="wp-block-cover__background"></span>'
                f'<img class="wp-block-cover__image-background" src="{UPLOADS}/mast.png"/>'
                f"<div>{block('paragraph', '<p>Over</p>')}</div></div>",
            ),
            f"<figure>{MAST}</figure><p>Over</p>",
        ),
        (
            block(
                "columns",
                f"<div>{block('column', '<div><p>Left</p></div>')}{block('column', '<div>Right</div>')}</div>",
            ),
            "<p>Left</p><p>Right</p>",
        ),
        (
            block("media-text", f"<div><figure>{IMAGE}</figure><div><p>Beside</p></div></div>"),
            f"<figure>{MAST}</figure><p>Beside</p>",
        ),
        (
            block(
                "table",
                '<figure class="wp-block-table"><table><tbody><tr><td>1</td></tr></tbody></table>'
                "<figcaption>T</figcaption></figure>",
            ),
            "<figure><table><tbody><tr><td>1</td></tr></tbody></table><figcaption>T</figcaption></figure>",
        ),
        (
            block(
                "embed",
                '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://youtu.be/x\n</div><figcaption>See</figcaption></figure>',
            ),
            embed("https://youtu.be/x", "Video on YouTube", "youtu.be", "<figcaption>See</figcaption>"),
        ),
        (
            block("core-embed/twitter", '<figure class="wp-block-embed">https://twitter.com/a/status/1</figure>'),
            embed("https://twitter.com/a/status/1", "Post on X", "twitter.com"),
        ),
        (
            block(
                "video",
                '<figure class="wp-block-video"><video controls src="https://a.example/v.mp4"></video></figure>',
            ),
            embed("https://a.example/v.mp4", "Video on a.example", "a.example"),
        ),
        (
            block(
                "audio", '<figure class="wp-block-audio"><audio><source src="https://a.example/v.ogg"></audio></figure>'
            ),
            '<figure><a href="https://a.example/v.ogg">v.ogg</a></figure>',
        ),
        (
            block(
                "file",
                f'<div class="wp-block-file"><a href="{UPLOADS}/a.pdf">Report</a>'
                '<a class="wp-block-file__button" href="x">Download</a></div>',
            ),
            f'<p><a href="{UPLOADS}/a.pdf">Report</a></p>',
        ),
        (
            block("buttons", f"<div>{block('button', '<div><a href=https://a.example/>Go</a></div>')}</div>"),
            '<p><a href="https://a.example/">Go</a></p>',
        ),
        (block("separator", '<hr class="wp-block-separator"/>'), "<hr>"),
        (block("spacer", '<div style="height:9px" class="wp-block-spacer"></div>'), ""),
        (block("html", "<b>raw</b>\n<script>x()</script>"), "<p><b>raw</b></p>"),
        (
            block("code", '<pre class="wp-block-code"><code>a\n&lt;b&gt;</code></pre>'),
            "<pre><code>a\n&lt;b&gt;</code></pre>",
        ),
        (block("verse", '<pre class="wp-block-verse">a\n b</pre>'), "<pre>a\n b</pre>"),
        (block("freeform", "One\n\nTwo"), "<p>One</p><p>Two</p>"),
        (
            block("shortcode", "[vimeo 12345]"),
            embed("https://vimeo.com/12345", "Video on Vimeo", "vimeo.com"),
        ),
        (block("nextpage", "<!--nextpage-->") + "x", "<p>x</p>"),
        ("<!-- wp:latest-posts /-->" + block("paragraph", "<p>x</p>"), "<p>x</p>"),
        (block("query", f"<div>{block('post-template', '<!-- wp:post-title /-->')}</div>", '{"a":{"b":"-->"}}'), ""),
        (block("acme/box", "<p>Inside</p>"), "<p>Inside</p>"),
    ],
)
def test_a_block_becomes_html(body: str, expected: str) -> None:
    assert html(body) == expected


def test_blocks_without_text_are_reported() -> None:
    account = notes('<!-- wp:latest-posts /--><!-- wp:block {"ref":9} /-->' + block("acme/box", "<p>Inside</p>"))
    assert account.left == {
        "block 'latest-posts' (it has no text of its own)": 1,
        "block 'block' (a pattern kept outside the article)": 1,
    }
    assert account.changed == {"block 'acme/box' became the text it held": 1}


def test_the_excerpt_is_the_standfirst() -> None:
    assert converted("Lead.\n\n<!--more-->\n\nRest.", "An <b>excerpt</b> &amp; more").standfirst == "An excerpt & more"


def test_one_plain_paragraph_before_more_is_the_standfirst() -> None:
    classic = converted("Lead.\n\n<!--more Read on-->\n\nRest.")
    assert (classic.standfirst, classic.body) == ("Lead.", "<p>Rest.</p>")
    blocks = converted(
        block("paragraph", "<p>Lead.</p>") + block("more", "<!--more-->") + block("paragraph", "<p>Rest.</p>")
    )
    assert (blocks.standfirst, blocks.body) == ("Lead.", "<p>Rest.</p>")


@pytest.mark.parametrize("lead", ["With <b>markup</b>.", "Two.\n\nParagraphs.", "Long. " * 99, "[gallery]"])
def test_anything_else_before_more_stays_in_the_text(lead: str) -> None:
    kept = converted(f"{lead}\n\n<!--more-->\n\nRest.")
    assert kept.standfirst == ""
    assert kept.body.endswith("<p>Rest.</p>") and kept.body != "<p>Rest.</p>"
