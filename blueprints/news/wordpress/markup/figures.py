"""Captions, galleries and pull quotes, however WordPress wrote them, become one kind of figure."""

import re
from collections.abc import Sequence

from blueprints.news.tree import (
    Element,
    Node,
    classes,
    contents,
    every,
    fill,
    is_blank,
    like,
    make,
    replace,
    text_of,
    unwrap,
)
from blueprints.news.wordpress.markup.surroundings import Surroundings

ALIGNMENTS = ("alignleft", "alignright", "aligncenter")
BACKGROUND = re.compile(r"""background(?:-image)?\s*:[^;]*url\(\s*["']?([^"')]+)["']?\s*\)""")


def alignment(element: Element) -> str:
    """The one alignment class that our pages know, or an empty string."""
    return next((name for name in ALIGNMENTS if name in classes(element)), "")


def gather_figures(root: Element, around: Surroundings) -> None:
    """Bring every caption, gallery, cover and pull quote into the form of a figure."""
    for element in every(root, "wp-caption"):
        replace(element, _captioned(element))
    for element in every(root, "wp-gallery"):
        _replace_gallery(element, around)
    for element in every(root, "wp-playlist"):
        replace(element, *_playlist(element, around))
    for element in every(root, "a", "div", "dl", "figure", "section", "span", "ul"):
        # A gallery inside another, or the button of a file, may have gone with what was replaced before.
        if any(outer is root for outer in element.iterancestors()):
            _gather(element)


def _gather(element: Element) -> None:
    worn = classes(element)
    if worn & {"wp-block-file__button", "wp-block-cover__background"}:
        element.drop_tree()
    elif "wp-caption" in worn:
        replace(element, _captioned(_with_figcaption(element)))
    elif worn & {"wp-block-gallery", "blocks-gallery-grid"} or "tiled-gallery" in " ".join(worn):
        _tidy_gallery(element)
    elif "wp-block-pullquote" in worn:
        _tidy_pull_quote(element)
    else:
        _draw_background(element)


def _captioned(element: Element) -> Element:
    """A picture and its caption, from the picture with whatever text stands after it."""
    nodes = contents(element)
    at = next((index for index, node in enumerate(nodes) if _holds_picture(node)), None)
    picture = nodes[: at + 1] if at is not None else []
    caption = nodes[at + 1 :] if at is not None else nodes
    caption = [part for node in caption for part in _without_figcaption(node)]
    for image in [image for node in picture if not isinstance(node, str) for image in node.iter("img")]:
        if element.get("data-id") and "wp-image-" not in (image.get("class") or ""):
            image.set("data-id", element.get("data-id"))
    figure = make("figure", *picture, class_=alignment(element))
    return figure if is_blank(caption) else fill(figure, [make("figcaption", *caption)])


def _holds_picture(node: Node) -> bool:
    return not isinstance(node, str) and next(node.iter("img", "wp-embed"), None) is not None


def _without_figcaption(node: Node) -> list[Node]:
    return contents(node) if not isinstance(node, str) and node.tag == "figcaption" else [node]


def _with_figcaption(element: Element) -> Element:
    """The captions of old, a definition list or a div with a paragraph, with their parts renamed."""
    for part in every(element, "dt", "dd", "p"):
        if part.tag == "dd" or "wp-caption-text" in classes(part):
            part.tag = "figcaption"
        else:
            part.drop_tag()
    element.set("data-id", re.sub(r"\D", "", element.get("id", "")))
    return element


def _tidy_gallery(gallery: Element) -> None:
    """One figure of the class `gallery` around one figure for each picture."""
    pictures = [
        like(figure, contents(figure)) for figure in every(gallery, "figure") if figure.find(".//figure") is None
    ]
    if not pictures:
        pictures = [make("figure", image) for image in every(gallery, "img")]
    captions = [caption for caption in every(gallery, "figcaption") if "blocks-gallery-caption" in classes(caption)]
    captions += [child for child in gallery if child.tag == "figcaption" and child not in captions]
    replace(
        gallery,
        make("figure", *pictures, *[make("figcaption", *contents(each)) for each in captions], class_="gallery"),
    )


def _replace_gallery(mark: Element, around: Surroundings) -> None:
    chosen = _numbers(mark.get("ids", ""))
    left_out = set(_numbers(mark.get("exclude", "")))
    pictures: list[Element] = []
    for number in chosen or [each for each in around.attached() if each not in left_out]:
        attachment = around.attachment(number)
        if attachment is None:
            around.notes.left["gallery picture that the export does not hold"] += 1
            continue
        image = make("img", src=attachment.address, alt=attachment.alt, data_id=str(number))
        caption = [make("figcaption", attachment.caption)] if attachment.caption else []
        pictures.append(make("figure", image, *caption))
    if pictures:
        replace(mark, make("figure", *pictures, class_="gallery"))
    else:
        around.notes.left["gallery without pictures"] += 1
        replace(mark)


def _playlist(mark: Element, around: Surroundings) -> Sequence[Node]:
    attachments = [around.attachment(number) for number in _numbers(mark.get("ids", ""))]
    links = [make("wp-embed", url=each.address) for each in attachments if each is not None]
    if not links:
        around.notes.left["player without a file"] += 1
    return links


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d{1,18}", text)]


def _tidy_pull_quote(figure: Element) -> None:
    quote = next(figure.iter("blockquote"), None)
    if quote is None:
        unwrap(figure)
        return
    quote.set("class", "pull-quote")
    for caption in every(figure, "figcaption"):
        quote.append(make("cite", text_of(caption)))
    replace(figure, quote)


def _draw_background(element: Element) -> None:
    """A cover's picture may be a background only; readers of ours get it as a picture before the words."""
    match = BACKGROUND.search(element.get("style") or "")
    if match is None:
        return
    numbered = next((name for name in classes(element) if name.startswith("wp-image-")), "")
    image = make("img", src=match[1], alt=element.get("aria-label", ""), class_=numbered)
    fill(element, [make("figure", image), *contents(element)])
