"""RSS 2.0 (rssboard.org/rss-specification) with whole articles, for readers and for other sites."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime

from flask import current_app
from lxml import html as lxml_html
from lxml.etree import Element, SubElement, _Element, tostring
from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from blueprints.core.models import Picture
from blueprints.core.storage import best_width, media_folder, picture_url
from blueprints.core.templating import direction
from blueprints.news import queries
from blueprints.news.addresses import full_url, url_of
from blueprints.news.models import Article

LENGTH = 30
PICTURE_WIDTH = 1280
MINUTES_TO_LIVE = "15"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
SPACES = {"atom": ATOM, "content": CONTENT, "dc": DUBLIN_CORE, "media": MEDIA}
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def newest_whole(moment: datetime) -> Select[Article]:
    """The newest visible articles with all that a feed tells of them."""
    whole = queries.visible(moment).options(
        joinedload(Article.category),
        joinedload(Article.author),
        joinedload(Article.lead_picture),
        selectinload(Article.tags),
    )
    return whole.order_by(Article.published_at.desc(), Article.id.desc()).limit(LENGTH)


def rss(articles: Sequence[Article], *, title: str, description: str, page: str, own: str) -> bytes:
    """The feed of these articles; `page` is the path of the page that it feeds from, `own` the feed's."""
    root = Element("rss", {"version": "2.0"}, nsmap=SPACES)
    channel = SubElement(root, "channel")
    _add(channel, "title", title)
    _add(channel, "link", full_url(page))
    _add(channel, "description", description)
    _add(channel, "language", current_app.config["LANGUAGE"].lower())
    _add(channel, "ttl", MINUTES_TO_LIVE)
    SubElement(channel, f"{{{ATOM}}}link", href=full_url(own), rel="self", type="application/rss+xml")
    if articles:
        _add(channel, "lastBuildDate", _rfc822(max(_changed(article) for article in articles)))
    for article in articles:
        _add_item(channel, article)
    return bytes(tostring(root, xml_declaration=True, encoding="utf-8"))


def _add_item(channel: _Element, article: Article) -> None:
    address, published = full_url(url_of(article)), article.published_at or article.created_at
    item = SubElement(channel, "item")
    _add(item, "title", article.headline)
    _add(item, "link", address)
    _add(item, "guid", address, isPermaLink="true")
    _add(item, "pubDate", _rfc822(published))
    _add(item, f"{{{DUBLIN_CORE}}}creator", article.author.name)
    _add(item, f"{{{DUBLIN_CORE}}}language", article.language)
    for name in _subjects(article):
        _add(item, "category", name)
    if article.standfirst:
        _add(item, "description", article.standfirst)
    _add(item, f"{{{CONTENT}}}encoded", _whole_body(article, address))
    if article.lead_picture:
        _add_picture(item, article.lead_picture)


def _add_picture(item: _Element, picture: Picture) -> None:
    """The lead picture as an enclosure, whose true length in bytes RSS demands; none if its file is missing."""
    width = best_width(picture, PICTURE_WIDTH)
    file = media_folder() / picture.path(width, "jpg")
    if not file.is_file():
        return
    facts = {"url": full_url(picture_url(picture, width)), "type": "image/jpeg"}
    SubElement(item, "enclosure", {**facts, "length": str(file.stat().st_size)})
    size = {"medium": "image", "width": str(width), "height": str(picture.height_at(width))}
    content = SubElement(item, f"{{{MEDIA}}}content", {**facts, **size})
    if picture.caption:
        _add(content, f"{{{MEDIA}}}description", picture.caption, type="plain")
    if picture.credit:
        _add(content, f"{{{MEDIA}}}credit", picture.credit)


def _whole_body(article: Article, address: str) -> str:
    """The sanitised body in its own language, with whole addresses, since a reader shows it elsewhere."""
    tree = lxml_html.fragment_fromstring(NOT_XML.sub("", article.body), create_parent="div")
    for element in tree.iter("img", "source"):
        element.attrib.pop("srcset", None)
        element.attrib.pop("sizes", None)
    tree.make_links_absolute(address, handle_failures="discard")  # one bad link must not end the feed
    tree.set("lang", article.language)
    tree.set("dir", direction(article.language))
    return str(lxml_html.tostring(tree, encoding="unicode"))


def _subjects(article: Article) -> list[str]:
    section = [] if article.category.is_filler else [article.category.name]
    return [*section, *(tag.name for tag in article.tags)]


def _changed(article: Article) -> datetime:
    return article.updated_at or article.published_at or article.created_at


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


def _add(parent: _Element, name: str, text: str, **attributes: str) -> None:
    """An element with text; what XML 1.0 cannot hold is left out."""
    SubElement(parent, name, attributes).text = NOT_XML.sub("", text)
