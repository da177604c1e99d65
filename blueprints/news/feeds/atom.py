"""Atom (RFC 4287) with whole articles."""

from lxml.etree import Element, SubElement, _Element, tostring

from blueprints.core.clock import now
from blueprints.core.languages import current_language
from blueprints.core.templating import iso
from blueprints.news.addresses import full_url
from blueprints.news.feeds.channel import Channel, Form, address_of, byline_url, changed, hub, published, subjects
from blueprints.news.feeds.media import MEDIA, add_media
from blueprints.news.feeds.text import add, clean, enclosed, whole_text
from blueprints.news.models import Article

ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(channel: Channel) -> bytes:
    """The feed of these articles."""
    root = Element("feed", {LANG: current_language(), "xmlns": ATOM}, nsmap={"media": MEDIA})
    add(root, "id", channel.own(Form.ATOM))
    add(root, "title", channel.title)
    add(root, "subtitle", channel.description)
    add(root, "updated", iso(channel.changed))
    _link(root, channel.own(Form.ATOM), "self", Form.ATOM.mimetype)
    _link(root, full_url(channel.page), "alternate", "text/html")
    if hub():
        _link(root, hub(), "hub")
    add(root, "icon", full_url("/static/icons/icon-192.png"))
    for article in channel.articles:
        _add_entry(root, article)
    return bytes(tostring(root, xml_declaration=True, encoding="utf-8"))


def _add_entry(root: _Element, article: Article) -> None:
    address = address_of(article)
    entry = SubElement(root, "entry", {LANG: clean(article.language)})
    add(entry, "id", address)
    add(entry, "title", article.titled(now()))
    _link(entry, address, "alternate", "text/html")
    add(entry, "published", iso(published(article)))
    add(entry, "updated", iso(changed(article)))
    _add_people(entry, article)
    for name in subjects(article):
        SubElement(entry, "category", term=clean(name))
    if article.standfirst:
        add(entry, "summary", article.standfirst)
    add(entry, "content", whole_text(article, address), type="html")
    facts = enclosed(article.lead_picture) if article.lead_picture else None
    if article.lead_picture and facts:
        _link(entry, facts["url"], "enclosure", "image/jpeg", length=facts["length"])
        add_media(entry, article.lead_picture, facts)


def _add_people(entry: _Element, article: Article) -> None:
    for byline in article.bylines:
        person = SubElement(entry, "author")
        add(person, "name", byline.name)
        if byline_url(byline):
            add(person, "uri", byline_url(byline))


def _link(parent: _Element, address: str, rel: str, kind: str = "", **more: str) -> None:
    told = {"href": address, "rel": rel, **({"type": kind} if kind else {}), **more}
    SubElement(parent, "link", told)
