"""What each known shortcode becomes: plain HTML, or one of our own elements that a later pass fills in."""

import re
from collections.abc import Callable
from html import escape

from blueprints.news.wordpress.markup.shortcodes import Shortcode
from blueprints.news.wordpress.markup.surroundings import Notes

ADDRESS = re.compile(r"""(?:https?:)?//[^\s<>"'\]]+""")
MEDIA_KEYS = (
    "src",
    "mp4",
    "m4v",
    "webm",
    "ogv",
    "mov",
    "wmv",
    "flv",
    "mp3",
    "m4a",
    "ogg",
    "wav",
    "url",
    "href",
    "link",
)
# Shortcodes that hold an address or an identifier of another site; {} is where the identifier goes.
SERVICES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "youtube_sc": "https://www.youtube.com/watch?v={}",
    "embedyt": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "wpvideo": "https://videopress.com/v/{}",
    "videopress": "https://videopress.com/v/{}",
    "ted": "https://www.ted.com/talks/view/id/{}",
    "soundcloud": "",
    "spotify": "",
    "instagram": "",
    "facebook": "",
    "tweet": "",
    "twitter": "",
    "googlemaps": "",
    "gist": "",
    "iframe": "",
    "mixcloud": "",
    "tiktok": "",
}


def draw(shortcode: Shortcode, notes: Notes) -> str:
    """The HTML of a shortcode; one that only its plug-in knew leaves its inner text."""
    known = KNOWN.get(shortcode.name)
    if known is not None:
        return known(shortcode)
    if shortcode.name in SERVICES:
        return _service(shortcode) or _unknown(shortcode, notes)
    return _unknown(shortcode, notes) if _looks_like_one(shortcode) else shortcode.source


def _caption(shortcode: Shortcode) -> str:
    attributes = shortcode.attributes
    number = re.sub(r"\D", "", attributes.get("id", ""))
    # Before version 3.4 the caption was an attribute, and it may hold HTML of its own.
    text = f"<figcaption>{attributes['caption']}</figcaption>" if attributes.get("caption") else ""
    align = escape(attributes.get("align", ""))
    return f'<wp-caption data-id="{number}" class="{align}">{shortcode.inner}{text}</wp-caption>'


def _gallery(shortcode: Shortcode) -> str:
    chosen = shortcode.attributes.get("ids") or shortcode.attributes.get("include", "")
    left_out = shortcode.attributes.get("exclude", "")
    return f'<wp-gallery ids="{escape(chosen)}" exclude="{escape(left_out)}"></wp-gallery>{shortcode.inner}'


def _playlist(shortcode: Shortcode) -> str:
    return f'<wp-playlist ids="{escape(shortcode.attributes.get("ids", ""))}"></wp-playlist>{shortcode.inner}'


def _media(shortcode: Shortcode) -> str:
    address = _address(shortcode)
    # Without an address, [audio] and [video] play what is attached to the article.
    return _embed(address, shortcode.name) if address else f'<wp-playlist kind="{shortcode.name}"></wp-playlist>'


def _service(shortcode: Shortcode) -> str:
    address = _address(shortcode)
    identifier = shortcode.attributes.get("id") or next(iter(shortcode.positional), "")
    pattern = SERVICES[shortcode.name]
    if not address and pattern and re.fullmatch(r"[\w-]{4,40}", identifier):
        address = pattern.format(identifier)
    return _embed(address, "") if address else ""


def _address(shortcode: Shortcode) -> str:
    stated = [shortcode.attributes[key] for key in MEDIA_KEYS if shortcode.attributes.get(key)]
    found = ADDRESS.search(" ".join([*stated, *shortcode.positional, shortcode.inner]))
    return found[0].replace("&amp;", "&") if found else next(iter(stated), "")


def _embed(address: str, kind: str) -> str:
    return f'<wp-embed url="{escape(address)}" kind="{kind}"></wp-embed>'


def _unknown(shortcode: Shortcode, notes: Notes) -> str:
    if shortcode.inner.strip():
        notes.changed[f"shortcode [{shortcode.name}] became the text it held"] += 1
    else:
        notes.left[f"shortcode [{shortcode.name}]"] += 1
    return shortcode.inner


def _looks_like_one(shortcode: Shortcode) -> bool:
    """Newspapers write [sic] and [the president]; only a plug-in writes [a_b], [a b=c] or [a]…[/a]."""
    return shortcode.closed or bool(shortcode.attributes) or "_" in shortcode.name


KNOWN: dict[str, Callable[[Shortcode], str]] = {
    "caption": _caption,
    "wp_caption": _caption,
    "gallery": _gallery,
    "playlist": _playlist,
    "embed": _media,
    "audio": _media,
    "video": _media,
}
