"""The whole text of an article as HTML that stands by itself, since a reader shows it elsewhere."""

import re
from typing import Any

from lxml import html as lxml_html
from lxml.builder import ElementMaker
from lxml.etree import SubElement, _Element

from blueprints.core.languages import speaking
from blueprints.core.models import Picture
from blueprints.core.renditions import media_folder
from blueprints.core.storage import best_width, picture_url
from blueprints.core.templating import direction, short_date
from blueprints.core.wording import gettext
from blueprints.news.addresses import full_url
from blueprints.news.models import Article

PICTURE_WIDTH = 1280
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HTML = ElementMaker(makeelement=lxml_html.html_parser.makeelement)


def clean(text: str) -> str:
    """What XML 1.0 cannot hold is left out."""
    return NOT_XML.sub("", text)


def add(parent: _Element, name: str, text: str, **attributes: str) -> _Element:
    """An element with text."""
    element: _Element = SubElement(parent, name, {key: clean(value) for key, value in attributes.items()})
    element.text = clean(text)
    return element


def whole_text(article: Article, address: str) -> str:
    """The lead picture, the sanitised body in its own language, the gallery and the corrections."""
    tree = lxml_html.fragment_fromstring(clean(article.body), create_parent="div")
    for element in list(tree.iter("source")):
        element.drop_tree()
    for image in tree.iter("img"):
        image.attrib.pop("srcset", None)
        image.attrib.pop("sizes", None)
    if article.lead_picture:
        _put_first(tree, _figure(article.lead_picture))
    tree.extend([_figure(each.picture) for each in article.gallery])
    with speaking(article.language):
        for each in article.corrections:
            dated = gettext("Correction, %(date)s:", date=short_date(each.corrected_at))
            tree.append(HTML.p(HTML.strong(dated), f" {clean(each.text)}"))
    tree.make_links_absolute(address, handle_failures="discard")  # one bad link must not end the feed
    tree.set("lang", clean(article.language))
    tree.set("dir", direction(article.language))
    return str(lxml_html.tostring(tree, encoding="unicode"))


def _put_first(tree: Any, element: _Element) -> None:
    element.tail, tree.text = tree.text, None
    tree.insert(0, element)


def _figure(picture: Picture) -> _Element:
    width = best_width(picture, PICTURE_WIDTH)
    size = {"width": str(width), "height": str(picture.height_at(width))}
    figure: _Element = HTML.figure(HTML.img(src=picture_url(picture, width), alt=clean(picture.alt), **size))
    words = " ".join(clean(part) for part in (picture.caption, picture.credit) if part)
    if words:
        figure.append(HTML.figcaption(words))
    return figure


def enclosed(picture: Picture) -> dict[str, str] | None:
    """Address, width, height and true length in bytes of a picture's JPEG; None if its file is missing."""
    width = best_width(picture, PICTURE_WIDTH)
    file = media_folder() / picture.path(width, "jpg")
    if not file.is_file():
        return None
    return {
        "url": full_url(picture_url(picture, width)),
        "width": str(width),
        "height": str(picture.height_at(width)),
        "length": str(file.stat().st_size),
    }
