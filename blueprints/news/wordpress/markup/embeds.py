"""Players, frames, scripts and forms become plain links: no page of ours fetches anything from elsewhere."""

from blueprints.news.embeds import bare_host, embed_figure, embed_of, finish_figures, for_people, video_elsewhere
from blueprints.news.tree import Element, classes, every, make, replace, text_of
from blueprints.news.wordpress.markup import addresses
from blueprints.news.wordpress.markup.surroundings import Surroundings

FRAMES = ("iframe", "embed", "object", "video", "audio")
# Scripts that only dress up a link or quotation which stands beside them.
DRESSING = ("platform.twitter.com", "instagram.com", "platform.instagram.com", "tiktok.com", "connect.facebook.net")
DRAWINGS = ("svg", "math", "canvas", "map", "style", "template", "applet", "dialog")
CONTROLS = ("input", "button", "select", "textarea", "option", "label", "legend")


def link_instead(root: Element, around: Surroundings) -> None:
    """Replace everything that would load or run something by a link to it, where there is one."""
    for element in every(root, *FRAMES):
        if element.getparent() is not None and not _is_inside_frame(element):
            _replace_frame(element, around)
    for element in every(root, "script", "form", *DRAWINGS):
        if element.getparent() is not None:
            _replace_machinery(element, around)
    for element in every(root, *CONTROLS):
        element.drop_tag()
    for element in every(root, "figure"):
        _replace_embed_figure(element, around)


def finish_embeds(root: Element, around: Surroundings) -> None:
    """Turn the marks left by `link_instead`, shortcodes and bare addresses into links."""
    for mark in every(root, "wp-embed"):
        address = around.absolute(mark.get("url", ""))
        is_video = mark.get("kind") == "video" or addresses.is_video(address)
        embed = video_elsewhere(address) if is_video else embed_of(address)
        if around.is_own_file(address):
            around.notes.missing_files.append(address)
        if mark.getparent().tag == "figure":
            replace(mark, make("a", addresses.shown(address), href=address))
        elif embed is not None:
            replace(mark, embed_figure(embed))
        else:
            replace(mark, make("p", make("a", addresses.shown(address), href=address)))
    for figure in every(root, "figure"):
        if is_video_link(figure):
            figure.set("class", "video")
    finish_figures(root)


def is_video_link(figure: Element) -> bool:
    """Whether a figure shows nothing but a link to a video, or to something else that we know."""
    if len(figure) == 0 or figure[0].tag != "a" or len(figure[0]):
        return False
    address = figure[0].get("href", "")
    return addresses.is_video(address) or embed_of(address) is not None


def _is_inside_frame(element: Element) -> bool:
    return any(outer.tag in FRAMES for outer in element.iterancestors())


def _replace_frame(element: Element, around: Surroundings) -> None:
    address = for_people(_source(element))
    if address.startswith(("http://", "https://", "/")):
        around.notes.changed[f"{element.tag} became a link"] += 1
        kind = element.tag if element.tag in ("video", "audio") else ""
        replace(element, make("wp-embed", url=address, kind=kind))
    else:
        around.notes.left[f"{element.tag} without an address"] += 1
        replace(element)


def _source(element: Element) -> str:
    candidates = [element, *element.iter("source", "embed", "param", "a")]
    for candidate in candidates:
        named = candidate.get("value") if candidate.get("name") in ("movie", "src") else None
        address = candidate.get("src") or candidate.get("data-src") or candidate.get("data") or named
        address = address or (candidate.get("href") if candidate.tag == "a" else None)
        if address and address.strip() not in ("about:blank", "#"):
            return str(address.strip())
    return ""


def _replace_machinery(element: Element, around: Surroundings) -> None:
    address = for_people((element.get("src") or element.get("action") or "").strip())
    host = bare_host(address)
    dressing = any(host.endswith(known) for known in DRESSING)
    if address.startswith(("http://", "https://")) and not dressing and not around.is_own(address):
        around.notes.changed[f"{element.tag} became a link"] += 1
        replace(element, make("wp-embed", url=address))
    else:
        around.notes.left[element.tag] += 1
        replace(element)


def _replace_embed_figure(figure: Element, around: Surroundings) -> None:
    """A block editor's embed is a figure around nothing but an address."""
    if not any("wp-block-embed" in name for name in classes(figure)) or next(figure.iter("wp-embed"), None) is not None:
        return
    caption = next(figure.iter("figcaption"), None)
    if caption is not None:
        caption.drop_tree()
    address = text_of(figure)
    linked = next(figure.iter("a"), None)
    if linked is not None:
        address = linked.get("href", address)
    figure.clear(keep_tail=True)
    if not address:
        around.notes.left["embed without an address"] += 1
        replace(figure)
        return
    around.notes.changed["embed became a link"] += 1
    figure.append(make("wp-embed", url=address))
    if caption is not None and text_of(caption):
        figure.append(caption)
    elif not addresses.is_video(address):
        figure.drop_tag()
