"""What articles and pages share on their way in: their text, their title and their state."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from blueprints.core.clock import now
from blueprints.core.sanitiser import CleanHtml, clean_html
from blueprints.news.wordpress.graves import Graves
from blueprints.news.wordpress.ledger import Ledger
from blueprints.news.wordpress.library import Library
from blueprints.news.wordpress.markup.convert import convert
from blueprints.news.wordpress.markup.plain import first_words, one_line
from blueprints.news.wordpress.markup.surroundings import Notes, Surroundings
from blueprints.news.wordpress.pictures import Pictures
from blueprints.news.wordpress.records import Item, Site
from blueprints.news.wordpress.report import Report
from blueprints.news.wordpress.terms import Sections

HEADLINE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that an article or page needs to come in."""

    ledger: Ledger
    library: Library
    pictures: Pictures
    sections: Sections
    report: Report
    site: Site
    language: str
    zone: ZoneInfo
    usual_hours: int
    graves: Graves


@dataclass(frozen=True, slots=True)
class Text:
    """An item's text as ours, and what there is to say about it."""

    body: CleanHtml
    standfirst: str
    lead_picture_id: int | None
    missing: int
    notes: Notes

    @property
    def note(self) -> str:
        """What tells later whether somebody changed the text here since, and whether it lacks pictures."""
        return f"{digest(self.body.html)} {self.missing}"


def text_of(desk: Desk, item: Item, ending: str = "") -> Text:
    """An item's text converted and sanitised; what it lacks is put on the list."""
    notes = Notes()
    around = Surroundings(
        desk.site.address,
        desk.pictures.show,
        desk.library.get,
        lambda: desk.library.attached_to(item.post_id),
        notes,
        item.meta_value("footnotes"),
    )
    converted = convert(item.body, item.excerpt, around)
    for address in notes.missing_pictures:
        desk.library.miss(address, "picture")
    for address in notes.missing_files:
        desk.library.miss(address, "file")
    featured = item.meta_value("_thumbnail_id").strip()
    lead = desk.pictures.lead(featured)
    missing = len(notes.missing_pictures) + (featured not in ("", "0", "-1") and lead is None)
    return Text(clean_html(converted.body + ending), converted.standfirst, lead, missing, notes)


def text_with_found_pictures(desk: Desk, item: Item, body: str, note: str, ending: str = "") -> Text | None:
    """The text again, if pictures that it lacked are here now and nobody has changed it since it came in."""
    kept, _, missing = note.partition(" ")
    if not missing.isdigit() or missing == "0":
        return None
    text = text_of(desk, item, ending)
    return text if text.missing < int(missing) and digest(body) == kept else None


def digest(body: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(body.encode()).hexdigest()


def title_of(desk: Desk, item: Item, text: Text, kind: str) -> str:
    """The title as text; an item that has none takes the first words of its text."""
    title = one_line(item.title)
    if title:
        if "<" in item.title and title != item.title:
            desk.report.change(kind, "the markup in its title was taken off")
        return title
    moment = (item.published_at or now()).astimezone(desk.zone)
    title = first_words(one_line(text.body.html), HEADLINE_LENGTH) or f"Untitled, {moment:%d.%m.%Y}"
    desk.report.change(kind, "had no title and took its first words")
    desk.report.name("Without a title", title)
    return title


def publication(desk: Desk, item: Item, title: str, kind: str) -> datetime | None:
    """When it was or will be published; None for what stays a draft."""
    if item.status in ("publish", "future") and not item.password:
        if item.published_at is None:
            desk.report.change(kind, "had no readable date and is published now")
        moment = item.published_at or now()
        desk.report.states[kind, "published" if moment <= now() else "scheduled"] += 1
        return moment
    desk.report.states[kind, "draft"] += 1
    if item.status not in ("draft", "auto-draft") or item.password:
        state = "protected by a password" if item.password else item.status or "of no state"
        desk.report.change(kind, f"{state}: became a draft")
        desk.report.name(f"Drafts now, {state} before", title)
    return None
