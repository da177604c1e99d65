"""What the conversion of a body must know of the rest of the export, and what it has to report."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from blueprints.news.embeds import bare_host
from blueprints.news.wordpress.markup import addresses


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the exported site's media library; `address` is where it was served."""

    attachment_id: int
    address: str
    title: str
    alt: str
    caption: str

    @property
    def is_picture(self) -> bool:
        """Whether the file's name says that it is a picture we can take in."""
        return addresses.is_picture_file(self.address)


@dataclass(frozen=True, slots=True)
class PictureHtml:
    """How one of our own pictures is shown."""

    src: str
    width: int
    height: int
    srcset: str = ""
    sizes: str = ""


@dataclass(slots=True)
class Notes:
    """What was changed, what was left behind, and which files are missing, with how often."""

    changed: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    missing_pictures: list[str] = field(default_factory=list)
    missing_files: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The export around a body, as seen by the body; `footnotes` is the JSON that WordPress keeps beside it."""

    site_address: str
    picture: Callable[[int | None, str], PictureHtml | None]
    attachment: Callable[[int], Attachment | None]
    attached: Callable[[], Sequence[int]]
    notes: Notes = field(default_factory=Notes)
    footnotes: str = ""

    def is_own(self, address: str) -> bool:
        """Whether an absolute address lies on the exported site."""
        return bare_host(address) in own_hosts(self.site_address)

    def is_own_file(self, address: str) -> bool:
        """Whether an address is that of a file which the exported site served."""
        return self.is_own(address) and addresses.is_file(address)

    def absolute(self, address: str) -> str:
        """The address as a reader of the exported site followed it."""
        try:
            return urljoin(self.site_address + "/", address.strip())
        except ValueError:
            return address


def own_hosts(site_address: str) -> frozenset[str]:
    """A site's host names, without `www.`; WordPress.com keeps files on a host of their own."""
    host = bare_host(site_address)
    return frozenset((host, host.replace(".wordpress.com", ".files.wordpress.com")))
