"""Every picture in a body becomes one of ours, or a plain link to where it was, which is listed as missing."""

import re

from blueprints.news.tree import Element, classes, contents, every, is_blank, make, replace, unwrap
from blueprints.news.wordpress.markup import addresses
from blueprints.news.wordpress.markup.figures import alignment
from blueprints.news.wordpress.markup.surroundings import PictureHtml, Surroundings

LAZY_SOURCES = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "src")
COUNTING_PIXELS = re.compile(r"pixel\.wp\.com|stats\.wordpress\.com|feedburner\.com/~r|doubleclick|facebook\.com/tr")


def show_pictures(root: Element, around: Surroundings) -> None:
    """Give every picture its place and its file."""
    for image in every(root, "img"):
        if _is_emoji(image):
            replace(image, image.get("alt", ""))
        elif _counts_readers(image) or not _source(image):
            around.notes.left["picture that only counted readers or had no address"] += 1
            replace(image)
        else:
            _stand_alone(image)
            _show(image, around)
    for figure in every(root, "figure"):
        if is_blank([figure]) and figure.find(".//a") is None:
            figure.drop_tree()


def _show(image: Element, around: Surroundings) -> None:
    address = around.absolute(_source(image))
    picture = around.picture(_number(image), address)
    _free_from_link(image, address, around)
    if picture is None:
        around.notes.missing_pictures.append(address)
        _link_to_missing(image, address)
    else:
        replace(image, _image(image, picture))


def _image(image: Element, picture: PictureHtml) -> Element:
    shown = make(
        "img",
        src=picture.src,
        srcset=picture.srcset,
        sizes=picture.sizes,
        width=str(picture.width),
        height=str(picture.height),
        loading="lazy",
    )
    # A picture without words for it still says so: an absent alt makes a screen reader spell out the file's name.
    shown.set("alt", image.get("alt", ""))
    if _figure(image) is None and alignment(image):
        shown.set("class", alignment(image))
    return shown


def _link_to_missing(image: Element, address: str) -> None:
    words = image.get("alt") or addresses.file_name(address) or address
    figure = _figure(image)
    if figure is not None and not is_in_text(image, figure):
        figure.set("class", "missing-picture")
    inside_link = any(outer.tag == "a" for outer in image.iterancestors())
    replace(image, words if inside_link else make("a", words, href=address))


def is_in_text(image: Element, figure: Element) -> bool:
    """Whether a picture stands in a caption rather than in its figure's place for a picture."""
    return any(outer.tag == "figcaption" for outer in image.iterancestors() if outer is not figure)


def _stand_alone(image: Element) -> None:
    """A picture that is a whole paragraph is a figure."""
    inner = image.getparent()
    outer = inner.getparent() if inner.tag == "a" else inner
    if outer is None or outer.tag != "p" or len(outer) != 1 or not is_blank([outer.text or "", outer[0].tail or ""]):
        return
    if inner.tag == "a" and not (len(inner) == 1 and is_blank([inner.text or "", image.tail or ""])):
        return
    alone = [node for node in contents(outer) if not isinstance(node, str)]
    replace(outer, make("figure", *alone, class_=alignment(image)))


def _free_from_link(image: Element, address: str, around: Surroundings) -> None:
    """WordPress linked pictures to their own file or to a page that showed nothing else; ours need no such link."""
    link = image.getparent()
    if link.tag != "a":
        return
    target = around.absolute(link.get("href", ""))
    own_picture = around.is_own(target) and (
        addresses.is_picture_file(target) or "attachment" in (link.get("rel") or "")
    )
    if own_picture or _stem(target) == _stem(address):
        unwrap(link)


def _stem(address: str) -> str:
    return addresses.file_name(address).partition(".")[0].casefold()


def _figure(image: Element) -> Element | None:
    """The figure made for this one picture, if any."""
    figure = next((outer for outer in image.iterancestors("figure")), None)
    return None if figure is None or "gallery" in classes(figure) else figure


def _source(image: Element) -> str:
    candidates = (image.get(name, "").strip() for name in LAZY_SOURCES)
    return next((each for each in candidates if each and not each.startswith("data:")), "")


def _number(image: Element) -> int | None:
    named = next((name[9:] for name in classes(image) if name.startswith("wp-image-")), "") or image.get("data-id", "")
    return int(named) if named.isascii() and named.isdigit() and len(named) < 19 else None


def _is_emoji(image: Element) -> bool:
    return bool(classes(image) & {"wp-smiley", "emoji"}) or "s.w.org/images/core/emoji" in _source(image)


def _counts_readers(image: Element) -> bool:
    tiny = {image.get("width"), image.get("height")} <= {"0", "1"}
    return tiny or bool(COUNTING_PIXELS.search(_source(image)))
