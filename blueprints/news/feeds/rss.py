"""RSS 2.0 (rssboard.org/rss-specification) with whole articles."""

from datetime import datetime
from email.utils import format_datetime

from lxml.etree import Element, SubElement, _Element, tostring

from blueprints.core.clock import now
from blueprints.core.languages import current_language
from blueprints.core.models import Picture
from blueprints.news.addresses import full_url
from blueprints.news.feeds.channel import Channel, Form, address_of, changed, hub, published, subjects
from blueprints.news.feeds.media import MEDIA, add_media
from blueprints.news.feeds.text import add, enclosed, whole_text
from blueprints.news.models import Article

MINUTES_TO_LIVE = "15"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
TERMS = "http://purl.org/dc/terms/"
SPACES = {"atom": ATOM, "content": CONTENT, "dc": DUBLIN_CORE, "dcterms": TERMS, "media": MEDIA}


def rss(channel: Channel) -> bytes:
    """The feed of these articles."""
    root = Element("rss", {"version": "2.0"}, nsmap=SPACES)
    top = SubElement(root, "channel")
    add(top, "title", channel.title)
    add(top, "link", full_url(channel.page))
    add(top, "description", channel.description)
    add(top, "language", current_language().lower())
    add(top, "ttl", MINUTES_TO_LIVE)
    SubElement(top, f"{{{ATOM}}}link", href=channel.own(Form.RSS), rel="self", type=Form.RSS.mimetype)
    if hub():
        SubElement(top, f"{{{ATOM}}}link", href=hub(), rel="hub")
    if channel.articles:
        add(top, "lastBuildDate", _rfc822(channel.changed))
    for article in channel.articles:
        _add_item(top, article)
    return bytes(tostring(root, xml_declaration=True, encoding="utf-8"))


def _add_item(top: _Element, article: Article) -> None:
    address = address_of(article)
    item = SubElement(top, "item")
    add(item, "title", article.titled(now()))
    add(item, "link", address)
    add(item, "guid", address, isPermaLink="true")
    add(item, "pubDate", _rfc822(published(article)))
    if changed(article) > published(article):
        add(item, f"{{{TERMS}}}modified", changed(article).isoformat(timespec="seconds"))
    for byline in article.bylines:
        add(item, f"{{{DUBLIN_CORE}}}creator", byline.name)
    add(item, f"{{{DUBLIN_CORE}}}language", article.language)
    for name in subjects(article):
        add(item, "category", name)
    if article.standfirst:
        add(item, "description", article.standfirst)
    add(item, f"{{{CONTENT}}}encoded", whole_text(article, address))
    if article.lead_picture:
        _add_picture(item, article.lead_picture)


def _add_picture(item: _Element, picture: Picture) -> None:
    """The lead picture as an enclosure, whose true length in bytes RSS demands."""
    facts = enclosed(picture)
    if facts is not None:
        SubElement(item, "enclosure", {"url": facts["url"], "type": "image/jpeg", "length": facts["length"]})
        add_media(item, picture, facts)


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)
