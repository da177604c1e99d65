"""What an address leads to, judged by its look alone."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

VIDEO_HOSTS = re.compile(
    r"(^|\.)(youtube\.com|youtu\.be|youtube-nocookie\.com|vimeo\.com|dailymotion\.com|dai\.ly|wordpress\.tv|ted\.com"
    r"|videopress\.com|tiktok\.com|rumble\.com|twitch\.tv)$"
)
VIDEO_FILES = (".mp4", ".m4v", ".mov", ".webm", ".ogv", ".avi", ".wmv", ".flv", ".mkv")
PICTURE_FILES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
FILE_NAME = re.compile(r"\.(?!html?$|php$|aspx?$)[a-z0-9]{2,4}$", re.IGNORECASE)
# The address of a player, and that of the page which a person can open.
PLAYERS = (
    (r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,})", "https://www.youtube.com/watch?v={}"),
    (r"https?://player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{}"),
    (r"https?://(?:www\.)?dailymotion\.com/embed/video/(\w+)", "https://www.dailymotion.com/video/{}"),
    (r"https?://gist\.github\.com/([\w/-]+)\.js", "https://gist.github.com/{}"),
    (r"https?://open\.spotify\.com/embed/([\w/]+)", "https://open.spotify.com/{}"),
)


def split(address: str) -> SplitResult:
    """The parts of an address; all empty for one that cannot be read, such as a host in half a bracket."""
    try:
        return urlsplit(address.strip())
    except ValueError:
        return SplitResult("", "", "", "", "")


def bare_host(address: str) -> str:
    """The host name of an address without `www.`, or an empty string."""
    try:
        return (split(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_picture_file(address: str) -> bool:
    """Whether the name is that of a picture we can take in."""
    return split(address).path.lower().endswith(PICTURE_FILES)


def is_video(address: str) -> bool:
    """Whether an address is known to lead to a moving picture."""
    host, path = bare_host(address), split(address).path.lower()
    return (
        bool(VIDEO_HOSTS.search(host)) or path.endswith(VIDEO_FILES) or ("facebook.com" in host and "/videos/" in path)
    )


def is_file(address: str) -> bool:
    """Whether an address ends in the name of a file rather than of a page."""
    return bool(FILE_NAME.search(split(address).path))


def file_name(address: str) -> str:
    """The last part of the path, or an empty string."""
    return unquote(split(address).path.rstrip("/").rpartition("/")[2])


def shown(address: str) -> str:
    """An address as a person reads it: a file's name, otherwise host and path."""
    if is_file(address):
        return file_name(address)
    parts = split(address)
    query = f"?{parts.query}" if parts.query.startswith(("v=", "p=", "id=")) else ""
    return f"{bare_host(address)}{unquote(parts.path).rstrip('/')}{query}" or address


def for_people(address: str) -> str:
    """The page for people behind the address of a player."""
    address = f"https:{address}" if address.startswith("//") else address
    for pattern, page in PLAYERS:
        if match := re.match(pattern, address):
            return page.format(match[1])
    return address
