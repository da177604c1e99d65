"""What an address leads to, judged by its look alone."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from blueprints.news.embeds import bare_host

VIDEO_HOSTS = re.compile(
    r"(^|\.)(youtube\.com|youtu\.be|youtube-nocookie\.com|vimeo\.com|dailymotion\.com|dai\.ly|wordpress\.tv|ted\.com"
    r"|videopress\.com|tiktok\.com|rumble\.com|twitch\.tv)$"
)
VIDEO_FILES = (".mp4", ".m4v", ".mov", ".webm", ".ogv", ".avi", ".wmv", ".flv", ".mkv")
PICTURE_FILES = (".jpg", ".jpeg", ".png", ".webp", ".gif")
FILE_NAME = re.compile(r"\.(?!html?$|php$|aspx?$)[a-z0-9]{2,4}$", re.IGNORECASE)


def split(address: str) -> SplitResult:
    """The parts of an address; all empty for one that cannot be read, such as a host in half a bracket."""
    try:
        return urlsplit(address.strip())
    except ValueError:
        return SplitResult("", "", "", "", "")


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
