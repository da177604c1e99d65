"""Finds WordPress' [shortcodes] in a text and has each one drawn; a bracket that is only a bracket stays."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape

TAG = re.compile(r"""<[a-zA-Z/!?](?:"[^"]*"|'[^']*'|[^'">])*>""")
# The bound on the attributes keeps a hostile text from being searched again and again to its end.
TOKEN = re.compile(r"""\[(/?)([a-zA-Z][\w-]*)(?=[\s=/\]])((?:"[^"]*"|'[^']*'|[^\[\]"']){0,4000}?)(/?)\]""")
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|'([^']*)'|(\S+)""")
CURLY_QUOTES = "“”″„«»’‘"


@dataclass(frozen=True, slots=True)
class Shortcode:
    """One shortcode: `[name key=value positional]inner[/name]`."""

    name: str
    attributes: Mapping[str, str]
    positional: tuple[str, ...]
    inner: str
    closed: bool
    source: str


Draw = Callable[[Shortcode], str]


@dataclass(slots=True)
class _Frame:
    """An opening shortcode whose end has not been met, and the text since."""

    opening: re.Match[str] | None
    pieces: list[str] = field(default_factory=list)


def replace_shortcodes(text: str, draw: Draw) -> str:
    """The text with every shortcode drawn, the inner ones first."""
    frames = [_Frame(None)]
    position = 0
    tags = [match.span() for match in TAG.finditer(text)]
    for token in _outside(tags, text):
        doubled = text[token.start() - 1 : token.start()] == "[" and text[token.end() : token.end() + 1] == "]"
        frames[-1].pieces.append(text[position : token.start() - doubled])
        position = token.end() + doubled
        if doubled:
            # [[gallery]] is how an author shows a shortcode to readers.
            frames[-1].pieces.append(token[0])
        elif token[1]:
            _close(frames, token, draw)
        elif token[4]:
            frames[-1].pieces.append(draw(_shortcode(token, "", closed=False)))
        else:
            frames.append(_Frame(token))
    frames[-1].pieces.append(text[position:])
    while len(frames) > 1:
        _give_up(frames, draw)
    return "".join(frames[0].pieces)


def _outside(tags: list[tuple[int, int]], text: str) -> list[re.Match[str]]:
    """The tokens that begin outside of every HTML tag."""
    found, at = [], 0
    for token in TOKEN.finditer(text):
        while at < len(tags) and tags[at][1] <= token.start():
            at += 1
        inside = at < len(tags) and tags[at][0] < token.start()
        if not inside:
            found.append(token)
    return found


def _close(frames: list[_Frame], token: re.Match[str], draw: Draw) -> None:
    name = token[2].lower()
    if not any(frame.opening is not None and frame.opening[2].lower() == name for frame in frames):
        frames[-1].pieces.append(token[0])
        return
    while frames[-1].opening is not None and frames[-1].opening[2].lower() != name:
        _give_up(frames, draw)
    frame = frames.pop()
    if frame.opening is not None:
        frames[-1].pieces.append(draw(_shortcode(frame.opening, "".join(frame.pieces), closed=True)))


def _give_up(frames: list[_Frame], draw: Draw) -> None:
    """An opening that never closed stands for itself, and the text after it is only text."""
    frame = frames.pop()
    if frame.opening is not None:
        frames[-1].pieces.append(draw(_shortcode(frame.opening, "", closed=False)))
    frames[-1].pieces.extend(frame.pieces)


def _shortcode(token: re.Match[str], inner: str, *, closed: bool) -> Shortcode:
    attributes: dict[str, str] = {}
    positional: list[str] = []
    for match in ATTRIBUTE.finditer(token[3].lstrip("=")):
        value = unescape(next(group for group in match.groups()[1:] if group is not None)).strip(CURLY_QUOTES)
        if match[1]:
            attributes[match[1].lower()] = value
        else:
            positional.append(value)
    source = f"{token[0]}{inner}[/{token[2]}]" if closed else token[0]
    return Shortcode(token[2].lower(), attributes, tuple(positional), inner, closed, source)
