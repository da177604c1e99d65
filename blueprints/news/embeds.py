"""Videos and posts of other sites: recognised by their address alone, and shown as a link that says what it opens."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from blueprints.news.tree import Element, Node, classes, contents, every, make, replace, unwrap

# How the address begins behind `https://www.`; a channel or a profile stays a plain link.
SERVICES = (
    ("YouTube", "Video", r"(m\.)?youtube\.com/(watch\?(.*&)?v=|shorts/|live/)[\w-]+|youtu\.be/[\w-]+"),
    ("Vimeo", "Video", r"vimeo\.com/([\w/]+/)?\d+"),
    ("Dailymotion", "Video", r"dailymotion\.com/video/\w+|dai\.ly/\w+"),
    ("X", "Post", r"((mobile\.)?twitter|x)\.com/\w+/status(es)?/\d+"),
    ("Facebook", "Video", r"fb\.watch/[\w-]+|(m\.|web\.)?facebook\.com/(watch/?\?v=\d+|reel/\d+|[^?#]+/videos/\d+)"),
    (
        "Facebook",
        "Post",
        r"(m\.|web\.)?facebook\.com/((permalink|story|photo)\.php\?\w|[^?#]+/posts/\w)",
    ),
    ("Instagram", "Post", r"instagram\.com/([\w.]+/)?(p|reel|tv)/[\w-]+"),
    ("TikTok", "Video", r"(m\.)?tiktok\.com/@[\w.-]+/video/\d+|v[mt]\.tiktok\.com/\w+"),
    ("SoundCloud", "Sound", r"(m\.)?soundcloud\.com/[\w-]+/[\w-]+|on\.soundcloud\.com/\w+"),
    ("Spotify", "Sound", r"open\.spotify\.com/(intl-\w+/)?(track|episode|show|album|playlist)/\w+"),
    ("Telegram", "Post", r"t\.me/(s/)?\w{4,}/\d+"),
)
KNOWN = tuple((name, kind, re.compile(pattern, re.ASCII)) for name, kind, pattern in SERVICES)
# The address of a player, and that of the page which a person can open.
PLAYERS = (
    (r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,})", "https://www.youtube.com/watch?v={}"),
    (r"https?://player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{}"),
    (r"https?://(?:www\.)?dailymotion\.com/embed/video/(\w+)", "https://www.dailymotion.com/video/{}"),
    (r"https?://geo\.dailymotion\.com/player[\w/]*\.html\?video=(\w+)", "https://www.dailymotion.com/video/{}"),
    (r"https?://gist\.github\.com/([\w/-]+)\.js", "https://gist.github.com/{}"),
    (r"https?://open\.spotify\.com/embed/([\w/]+)", "https://open.spotify.com/{}"),
)
LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Embed:
    """Something on another site; `site` may be empty where its name is not known."""

    kind: str
    site: str
    address: str

    @property
    def name(self) -> str:
        """What it is: `Video on YouTube`."""
        return f"{self.kind} on {self.site}" if self.site else self.kind

    @property
    def host(self) -> str:
        """The site that its link opens, or an empty string."""
        return bare_host(self.address)


def bare_host(address: str) -> str:
    """The host name of an address without `www.`, or an empty string."""
    try:
        return (urlsplit(address.strip()).hostname or "").removeprefix("www.")
    except ValueError:  # a bracket that does not close
        return ""


def for_people(address: str) -> str:
    """The page for people behind the address of a player."""
    address = f"https:{address}" if address.startswith("//") else address
    for pattern, page in PLAYERS:
        if match := re.match(pattern, address):
            return page.format(match[1])
    return address


def embed_of(address: str) -> Embed | None:
    """What a whole address leads to, if it is a video, sound or post of a site that we know."""
    address = for_people(address.strip())
    if len(address) > LONGEST_ADDRESS or re.search(r"\s", address):
        return None
    place = re.sub(r"^https?://(www\.)?", "", address)
    if place == address:
        return None
    return next((Embed(kind, name, address) for name, kind, known in KNOWN if known.match(place)), None)


def video_elsewhere(address: str) -> Embed:
    """A video on any site."""
    return embed_of(address) or Embed("Video", bare_host(address), address)


def embed_figure(embed: Embed, picture: Element | None = None, caption: Element | None = None) -> Element:
    """The one form of an embed: nothing of the other site is asked for before somebody opens the link."""
    opens = f"Opens {embed.host}, and uses its data." if embed.host else "Opens another site, and uses its data."
    words: list[Node] = [make("strong", embed.name), " ", make("small", opens)]
    link = make("a", *([picture] if picture is not None else []), *words, href=embed.address, lang="en", dir="ltr")
    worn = "embed video" if embed.kind == "Video" else "embed"
    return make("figure", link, *([caption] if caption is not None else []), class_=worn)


def finish_figures(root: Element) -> None:
    """Bring every figure that is an embed, or a picture linked to one, into its one form; twice changes nothing."""
    for figure in every(root, "figure"):
        worn = classes(figure)
        link = next((each for each in figure.iter("a") if each.get("href") and not _is_in_caption(each)), None)
        if link is None:
            if "embed" in worn:
                unwrap(figure)
            continue
        address = link.get("href", "").strip()
        known = embed_of(address)
        if worn & {"embed", "video"}:
            known = known or video_elsewhere(address)
        elif "gallery" in worn or link.find(".//img") is None:
            continue
        if known is not None:
            _replace(figure, known)


def _replace(figure: Element, embed: Embed) -> None:
    picture = next((each for each in figure.iter("img") if not _is_in_caption(each)), None)
    caption = next((make("figcaption", *contents(each)) for each in figure.iter("figcaption")), None)
    if picture is not None:
        alt = picture.get("alt", "")
        picture = make("img", **picture.attrib)
        picture.set("alt", alt)  # an empty one says something too
    replace(figure, embed_figure(embed, picture, caption))


def _is_in_caption(element: Element) -> bool:
    return next(element.iterancestors("figcaption"), None) is not None
