"""WordPress' own footnotes, in the body or kept as JSON beside it, written as the signs that our desk knows."""

import json

from blueprints.news.tree import Element, classes, contents, every, fill, make, parse, replace, text_of


def write_as_signs(root: Element) -> None:
    """`<sup data-fn>` becomes a mark, and each entry of a written list the paragraph of its note."""
    for mark in every(root, "sup"):
        if key := mark.get("data-fn"):
            replace(mark, f"[^{key}]")
    for listed in every(root, "ol"):
        if "wp-block-footnotes" in classes(listed):
            replace(listed, *[_note(item.get("id") or "", item) for item in every(listed, "li")])


def add_kept_notes(root: Element, kept: str) -> None:
    """The notes that stand in the export beside the body, at the body's end, if the body mentions them."""
    text = text_of(root)
    for key, words in _kept(kept):
        if f"[^{key}]" in text and f"[^{key}]:" not in text:
            fill(root, [_note(key, parse(words))])


def _kept(kept: str) -> list[tuple[str, str]]:
    try:
        notes = json.loads(kept) if kept else []
    except ValueError:
        return []
    if not isinstance(notes, list):
        return []
    return [
        (str(note["id"]), str(note.get("content") or "")) for note in notes if isinstance(note, dict) and "id" in note
    ]


def _note(key: str, item: Element) -> Element:
    for link in every(item, "a"):
        if (link.get("href") or "").startswith("#"):
            link.drop_tree()
    return make("p", f"[^{key}]: ", *contents(item))
