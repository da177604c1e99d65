"""A small export around a body under test: two pictures that we hold, one that we do not, and a sound file."""

from blueprints.news.wordpress.markup.convert import Converted, convert
from blueprints.news.wordpress.markup.surroundings import Attachment, Notes, PictureHtml, Surroundings

UPLOADS = "https://old.example/wp-content/uploads/2020/01"
ATTACHMENTS = {
    1: Attachment(1, f"{UPLOADS}/boat.jpg", "boat", "A boat", "On the lake"),
    2: Attachment(2, f"{UPLOADS}/mast.png", "mast", "", ""),
    3: Attachment(3, f"{UPLOADS}/lost.jpg", "lost", "A lost thing", "Gone"),
    4: Attachment(4, f"{UPLOADS}/horn.mp3", "horn", "", ""),
}
OURS = {1: PictureHtml("/media/boat.jpg", 640, 480), 2: PictureHtml("/media/mast.png", 320, 200)}


def around(notes: Notes | None = None) -> Surroundings:
    """The surroundings of a body on https://old.example, with pictures 1 and 2 attached to it."""

    def picture(number: int | None, address: str) -> PictureHtml | None:
        by_name = next((key for key, each in ATTACHMENTS.items() if each.address == address), 0)
        return OURS.get(number or by_name)

    return Surroundings("https://old.example", picture, ATTACHMENTS.get, lambda: [1, 2], notes or Notes())


def converted(body: str, excerpt: str = "") -> Converted:
    """A body on its whole way."""
    return convert(body, excerpt, around())


def html(body: str) -> str:
    """The HTML that a body becomes."""
    return converted(body).body


def notes(body: str) -> Notes:
    """What the conversion of a body reports."""
    account = Notes()
    convert(body, "", around(account))
    return account


def embed(address: str, name: str, host: str, caption: str = "") -> str:
    """The figure that a video or post of another site becomes."""
    worn = "embed video" if name.startswith("Video") else "embed"
    words = f"<strong>{name}</strong> <small>Opens {host}, and uses its data.</small>"
    return f'<figure class="{worn}"><a href="{address}" lang="en" dir="ltr">{words}</a>{caption}</figure>'
