"""The whole way of a body: from what WordPress stored to HTML for our sanitiser, with an account of the changes."""

import re
from dataclasses import dataclass

from blueprints.news.footnotes import finish_footnotes
from blueprints.news.tree import Element, contents, fill, make, parse, serialise
from blueprints.news.wordpress.markup.blocks import Segment, segments
from blueprints.news.wordpress.markup.drawing import draw
from blueprints.news.wordpress.markup.embeds import finish_embeds, link_instead
from blueprints.news.wordpress.markup.figures import gather_figures
from blueprints.news.wordpress.markup.footnotes import add_kept_notes, write_as_signs
from blueprints.news.wordpress.markup.paragraphs import make_paragraphs
from blueprints.news.wordpress.markup.pictures import show_pictures
from blueprints.news.wordpress.markup.plain import one_line
from blueprints.news.wordpress.markup.shortcodes import replace_shortcodes
from blueprints.news.wordpress.markup.surroundings import Notes, Surroundings
from blueprints.news.wordpress.markup.tidy import tidy

MORE = re.compile(r"(?:<!--\s+wp:more\b.*?-->\s*)?<!--more.*?-->(?:\s*<!--\s+/wp:more\s+-->)?", re.DOTALL)
NEXT_PAGE = re.compile(r"<!--nextpage-->")
TEASER_LENGTH = 320


@dataclass(frozen=True, slots=True)
class Converted:
    """An article's text as ours: HTML still to be sanitised, and a plain standfirst that may be empty."""

    body: str
    standfirst: str


def convert(body: str, excerpt: str, around: Surroundings) -> Converted:
    """Convert one body; what changed and what was left goes to `around.notes`."""
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    standfirst = one_line(excerpt)
    if not standfirst:
        standfirst, body = _teaser(body, around.notes)
    if pages := len(NEXT_PAGE.findall(body)):
        around.notes.changed["pages of one article were joined"] += pages
    root = make("div")
    for segment in segments(body, around.notes):
        _append(root, segment, around)
    add_kept_notes(root, around.footnotes)
    # These look at the whole body, because what a figure or a heading is depends on what stands around it.
    show_pictures(root, around)
    finish_embeds(root, around)
    tidy(root, around)
    finish_footnotes(root)
    return Converted(serialise(root), standfirst)


def _append(root: Element, segment: Segment, around: Surroundings) -> None:
    if not segment.markup.strip():
        return
    part = parse(replace_shortcodes(segment.markup, lambda shortcode: draw(shortcode, around.notes)))
    write_as_signs(part)
    link_instead(part, around)
    gather_figures(part, around)
    make_paragraphs(part, classic=segment.is_classic)
    fill(root, contents(part))


def _teaser(body: str, notes: Notes) -> tuple[str, str]:
    """The one plain paragraph before the 'more' mark, if there is just that, was written as a standfirst."""
    match = MORE.search(body)
    if match is None:
        return "", body
    before, after = body[: match.start()], body[match.end() :]
    markup = re.sub(r"<!--.*?-->", "", before, flags=re.DOTALL).strip()
    inside = re.sub(r"^<p[^>]*>|</p>$", "", markup)
    if not inside or "<" in inside or "[" in inside or "\n\n" in inside or len(inside) > TEASER_LENGTH:
        return "", body
    if not one_line(MORE.sub("", after)):
        return "", body
    notes.changed["text before the 'more' mark became the standfirst"] += 1
    return one_line(inside), after
