"""The lead picture by Media RSS (rssboard.org/media-rss), which RSS and Atom share."""

from lxml.etree import SubElement, _Element

from blueprints.core.models import Picture
from blueprints.news.feeds.text import add

MEDIA = "http://search.yahoo.com/mrss/"


def add_media(parent: _Element, picture: Picture, facts: dict[str, str]) -> None:
    """The picture with its size, words and credit."""
    told = {"url": facts["url"], "type": "image/jpeg", "medium": "image", "fileSize": facts["length"]}
    size = {"width": facts["width"], "height": facts["height"]}
    content = SubElement(parent, f"{{{MEDIA}}}content", {**told, **size})
    for name, text in (("description", picture.caption or picture.alt), ("credit", picture.credit)):
        if text:
            add(content, f"{{{MEDIA}}}{name}", text)
