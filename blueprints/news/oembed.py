"""oEmbed (oembed.com): an article as a quotation with its link, which other sites can show without any script."""

from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from lxml.builder import E
from lxml.etree import tostring
from markupsafe import Markup

from blueprints.core.clock import now
from blueprints.core.models import Picture
from blueprints.core.storage import picture_url
from blueprints.core.templating import direction
from blueprints.news.addresses import full_url, url_of
from blueprints.news.feeds.text import clean
from blueprints.news.models import Article

WIDTH, HEIGHT, THUMBNAIL = 600, 220, 640  # pixels
KEPT_FOR = 3600  # seconds
Facts = dict[str, Any]


def own_path(address: str) -> str | None:
    """The path of an address of ours, whichever its scheme; None for a foreign one and for what is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    ours = urlsplit(current_app.config["SITE_URL"]).netloc
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != ours.lower() or "\0" in unquote(address):
        return None
    return unquote(parts.path)


def embedded(article: Article, width: int | None, height: int | None) -> Facts:
    """What other sites show of the article, within so many pixels; its bylines and their accounts are loaded."""
    names = [byline.name for byline in article.bylines]
    homes = [full_url(url_of(byline.account)) for byline in article.bylines if byline.account is not None]
    return {
        "type": "rich",
        "version": "1.0",
        "title": article.titled(now()),
        "author_name": ", ".join(names),
        **({"author_url": homes[0]} if homes else {}),
        "provider_name": current_app.config["SITE_NAME"],
        "provider_url": full_url("/"),
        "cache_age": KEPT_FOR,
        "html": str(_quotation(article, ", ".join(names))),
        "width": min(WIDTH, width or WIDTH),
        "height": min(HEIGHT, height or HEIGHT),
        **_thumbnail(article.lead_picture, width, height),
    }


def as_xml(facts: Facts) -> bytes:
    """The same facts as XML."""
    told = (E(name, clean(str(fact))) for name, fact in facts.items())
    return bytes(tostring(E.oembed(*told), xml_declaration=True, encoding="utf-8", standalone=True))


def _quotation(article: Article, names: str) -> Markup:
    address = full_url(url_of(article))
    standfirst = Markup("<p>{}</p>").format(article.standfirst) if article.standfirst else ""
    return Markup(
        '<blockquote cite="{0}" lang="{1}" dir="{2}"><p><a href="{0}">{3}</a></p>{4}'
        "<footer>{5}, {6}</footer></blockquote>"
    ).format(
        address,
        article.language,
        direction(article.language),
        article.titled(now()),
        standfirst,
        names,
        current_app.config["SITE_NAME"],
    )


def _thumbnail(picture: Picture | None, width: int | None, height: int | None) -> Facts:
    """The largest rendition that the asking site has room for."""
    most, tallest = min(THUMBNAIL, width or THUMBNAIL), height or 10**6
    if picture is None:
        return {}
    fitting = [each for each in picture.widths if each <= most and picture.height_at(each) <= tallest]
    if not fitting:
        return {}
    size = {"thumbnail_width": max(fitting), "thumbnail_height": picture.height_at(max(fitting))}
    return {"thumbnail_url": full_url(picture_url(picture, max(fitting))), **size}
