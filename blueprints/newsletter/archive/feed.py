"""The archive as a feed: Atom (RFC 4287), an entry for each issue."""

from collections.abc import Sequence

from flask import current_app, render_template
from lxml.etree import Element, SubElement, _Element, tostring

from blueprints.core.languages import current_language, speaking
from blueprints.core.templating import iso
from blueprints.core.wording import gettext
from blueprints.news.addresses import full_url
from blueprints.news.feeds.atom import ATOM, LANG
from blueprints.news.feeds.channel import LONG_AGO
from blueprints.news.feeds.text import add, clean
from blueprints.newsletter.archive.shelf import Contents, issue_address

MIMETYPE = "application/atom+xml"


def issue_feed(page: str, contents: Sequence[Contents]) -> bytes:
    """The feed of these issues; `page` is the path of the archive that it stands for."""
    name = current_app.config["SITE_NAME"]
    own, newest = full_url(f"{page}feed/"), max((each.issue.created_at for each in contents), default=LONG_AGO)
    root = Element("feed", {LANG: current_language(), "xmlns": ATOM})
    add(root, "id", own)
    add(root, "title", gettext("%(site)s: newsletter", site=name))
    add(root, "updated", iso(newest))
    SubElement(root, "link", href=own, rel="self", type=MIMETYPE)
    SubElement(root, "link", href=full_url(page), rel="alternate", type="text/html")
    add(SubElement(root, "author"), "name", name)
    for each in contents:
        with speaking(each.issue.language):
            _add_entry(root, each)
    return bytes(tostring(root, xml_declaration=True, encoding="utf-8"))


def _add_entry(root: _Element, contents: Contents) -> None:
    issue = contents.issue
    address = issue_address(issue)
    entry = SubElement(root, "entry", {LANG: clean(issue.language)})
    add(entry, "id", address)
    add(entry, "title", issue.title or issue.subject)
    SubElement(entry, "link", href=address, rel="alternate", type="text/html")
    add(entry, "published", iso(issue.created_at))
    add(entry, "updated", iso(issue.created_at))
    add(entry, "content", render_template("newsletter/_issue_entry.html", contents=contents), type="html")
