"""Plain text from HTML: for headlines, standfirsts and comments, which hold no markup with us."""

import re

from blueprints.news.tree import Element, every, parse, replace

BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
PARAGRAPHS = ("p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "dl", "address")
LINES = ("li", "tr", "dt", "dd")


def one_line(markup: str) -> str:
    """The words of a piece of HTML on one line."""
    if not markup.strip():
        return ""
    root = parse(markup)
    for element in every(root, "script", "style"):
        element.drop_tree()
    for element in every(root, "br", *PARAGRAPHS, *LINES):
        element.tail = " " + (element.tail or "")
    return " ".join(root.text_content().split())


def comment_text(markup: str) -> str:
    """A comment as text with its line breaks; links keep their address in brackets."""
    if not markup.strip():
        return ""
    root = parse(markup.replace("\r\n", "\n"))
    for element in every(root, "script", "style"):
        element.drop_tree()
    for element in every(root, "img"):
        replace(element, element.get("alt") or element.get("src") or "")
    for element in every(root, "a"):
        _spell_out_link(element)
    for element in every(root, "br"):
        element.tail = "\n" + (element.tail or "").lstrip("\n")
    for element in every(root, *PARAGRAPHS, *LINES):
        _set_apart(element)
    text = "\n".join(line.rstrip() for line in root.text_content().replace("\xa0", " ").split("\n"))
    return BLANK_LINES.sub("\n\n", text).strip()


def first_words(text: str, limit: int) -> str:
    """The beginning of a text up to `limit` characters, cut between two words."""
    if len(text) <= limit:
        return text
    whole = text[:limit].rpartition(" ")[0] or text[: limit - 1]
    return whole.rstrip(" ,;:.–—-") + "…"


def _spell_out_link(link: Element) -> None:
    address, words = (link.get("href") or "").strip(), link.text_content().strip()
    if address.startswith(("http://", "https://")) and address.rstrip("/") != words.rstrip("/"):
        link.append(link.makeelement("span"))
        link[-1].text = f" ({address})" if words else address


def _set_apart(element: Element) -> None:
    distance = "\n" if element.tag in LINES else "\n\n"
    mark = "• " if element.tag == "li" else ""
    element.text = distance + mark + (element.text or "").lstrip()
    element.tail = distance + (element.tail or "").lstrip(" ")
