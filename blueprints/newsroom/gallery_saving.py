"""The pictures of a gallery as a form sent them: known ones in their order, then the new."""

from blueprints.core.database import db
from blueprints.core.models import Picture
from blueprints.core.storage import PictureRefused, store_picture
from blueprints.core.wording import gettext
from blueprints.newsroom.forms import ArticleForm
from blueprints.newsroom.forms.gallery import MOST_IN_GALLERY
from blueprints.newsroom.manuscript import Gallery, PictureWords


def added_pictures(form: ArticleForm) -> list[Picture]:
    """The files that came, as pictures without rows; a refused one becomes an error, the others are taken."""
    files = [file for file in form.gallery_files.data or [] if file and file.filename]
    room = MOST_IN_GALLERY - len(kept_pictures(form))
    if len(files) > room:
        form.complain(
            "gallery_files",
            gettext(
                "A gallery has at most %(most)d pictures; %(excess)d too many.",
                most=MOST_IN_GALLERY,
                excess=len(files) - room,
            ),
        )
    originals = [(file.filename, file.read()) for file in files[: max(0, room)]]
    if originals:
        db.session.commit()  # encoding takes seconds, in which others must be able to write
    return [picture for name, original in originals if (picture := _stored(form, name, original)) is not None]


def kept_pictures(form: ArticleForm) -> Gallery:
    """Those that were there before and stay, in the order of their places, with what is said about them now."""
    entries = [entry.form for entry in form.gallery if not entry.form.remove.data and entry.form.kept.data]
    entries.sort(key=lambda entry: entry.place.data or 99)
    found = [(db.session.get(Picture, entry.kept.data), entry) for entry in entries]
    return tuple(
        (picture, PictureWords(entry.alt.data, entry.caption.data, entry.credit.data, picture.focal_x, picture.focal_y))
        for picture, entry in found
        if picture is not None
    )


def keep_added(form: ArticleForm, pictures: list[Picture]) -> None:
    """Let a form that must be shown again hold on to the pictures that came with it."""
    db.session.add_all(pictures)
    db.session.flush()
    for picture in pictures:
        form.add_to_gallery(picture)


def shown_gallery(form: ArticleForm) -> list[Picture | None]:
    """The pictures that a form shows, one for each entry."""
    return [db.session.get(Picture, entry.form.kept.data) if entry.form.kept.data else None for entry in form.gallery]


def _stored(form: ArticleForm, name: str, original: bytes) -> Picture | None:
    try:
        return store_picture(original)
    except PictureRefused as refused:
        form.complain("gallery_files", f"{name}: {refused}")
        return None
