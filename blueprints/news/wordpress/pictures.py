"""Attachments become pictures of ours, once each; what cannot be had is listed."""

from dataclasses import dataclass

from blueprints.core.models import Picture
from blueprints.core.storage import PictureRefused, best_width, picture_url, store_picture
from blueprints.news.embeds import bare_host
from blueprints.news.models import Target
from blueprints.news.wordpress.ledger import Ledger
from blueprints.news.wordpress.library import Library, key_of, original_key
from blueprints.news.wordpress.markup.surroundings import Attachment, PictureHtml
from blueprints.news.wordpress.redirects import redirect
from blueprints.news.wordpress.report import Report
from blueprints.news.wordpress.sources import Source

SHOWN_WIDTH = 960
SIZES = "(min-width: 48rem) 44rem, 100vw"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Finds and takes in the pictures of an export."""

    ledger: Ledger
    library: Library
    report: Report
    source: Source
    hosts: frozenset[str]

    def take_attachment(self, number: int) -> None:
        """Take one attachment in, and commit, for the work on a large picture must not hold the database."""
        attachment = self.library.get(number)
        if attachment is None:
            return
        if not attachment.is_picture:
            self.library.miss(attachment.address, "file")
            self.report.leave("picture", "no picture but another file: see the list")
        elif self.ledger.local_id("attachment", number) is not None:
            self.report.known["picture"] += 1
        elif self._take("attachment", number, attachment) is None:
            self.library.miss(attachment.address, "picture")
        self.ledger.session.commit()
        self.ledger.session.expunge_all()

    def show(self, number: int | None, address: str) -> PictureHtml | None:
        """How a picture in a text is shown, if we have it."""
        local_id = self._at(address) or self._numbered(number, address)
        picture = None if local_id is None else self.ledger.session.get(Picture, local_id)
        if picture is None:
            return None
        width = best_width(picture, SHOWN_WIDTH)
        sizes = [f"{picture_url(picture, each)} {each}w" for each in picture.widths]
        return PictureHtml(
            picture_url(picture, width), width, picture.height_at(width), ", ".join(sizes) if sizes[1:] else "", SIZES
        )

    def lead(self, number: str) -> int | None:
        """Our picture for an article's featured image."""
        attachment = self.library.get(int(number)) if number.isascii() and number.isdigit() else None
        if attachment is None:
            return None
        local_id = self.ledger.local_id("attachment", attachment.attachment_id)
        if local_id is None:
            self.library.miss(attachment.address, "picture")
        return local_id

    def _at(self, address: str) -> int | None:
        if bare_host(address) not in self.hosts:
            return None
        attachment = self.library.at(address)
        if attachment is not None:
            return self.ledger.local_id("attachment", attachment.attachment_id)
        known = self.ledger.local_id("file", key_of(address))
        return known if known is not None else self._take("file", key_of(address), Attachment(0, address, "", "", ""))

    def _numbered(self, number: int | None, address: str) -> int | None:
        """By its number, when a picture was served by another host; the name must agree, for numbers get mixed up."""
        attachment = None if number is None else self.library.get(number)
        same = attachment is not None and _name(attachment.address) == _name(address)
        return self.ledger.local_id("attachment", number) if same else None

    def _take(self, kind: str, foreign_id: object, attachment: Attachment) -> int | None:
        content = self.source(attachment.address, self.library.file_of(attachment.attachment_id))
        if content is None:
            self.report.leave("picture", "its file was not found: see the list")
            return None
        try:
            picture = store_picture(content, alt=attachment.alt, caption=attachment.caption)
        except PictureRefused as refused:
            self.report.leave("picture", str(refused))
            return None
        self.ledger.session.add(picture)
        self.ledger.session.flush()
        self.ledger.remember(kind, foreign_id, picture.id)
        redirect(self.ledger.session, [attachment.address], Target.PICTURE, picture)
        self.report.came_in["picture"] += 1
        return picture.id


def _name(address: str) -> str:
    return original_key(address).rpartition("/")[2]
