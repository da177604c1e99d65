"""Planning sections: a new one with its address, and what a form changes of one."""

import secrets
from collections.abc import Mapping, Sequence

from slugify import slugify
from sqlalchemy import select

from blueprints.core.database import AnySession
from blueprints.core.languages import offered
from blueprints.core.purging import EVERYTHING, purge
from blueprints.news.editing import LONGEST_SLUG
from blueprints.news.models import Category
from blueprints.news.moving import MoveRefused, move_category
from blueprints.newsroom.forms import SectionForm


def new_section(session: AnySession, name: str) -> Category:
    """A section outside the menu, with an address made from its name; the caller commits."""
    base = slugify(name, max_length=LONGEST_SLUG, word_boundary=True) or secrets.token_hex(4)
    slug, number = base, 2
    while session.scalar(select(Category.id).where(Category.slug == slug)) is not None:
        slug, number = f"{base}-{number}", number + 1
    section = Category(slug=slug, name=name, description="", position=None)
    session.add(section)
    session.flush()
    return section


def write_section(session: AnySession, section: Category, form: SectionForm) -> bool:
    """Take over what a sound form says; False when its address is refused, which the form then says."""
    try:
        move_category(session, section, form.slug.data or form.name.data or "")
    except MoveRefused as refused:
        form.slug.errors = (str(refused),)
        return False
    section.name, section.description = form.name.data or "", form.description.data or ""
    section.position, section.form, section.parent_id = form.position.data, form.form.data, form.parent.data
    section.names = {
        language: entry.data for language, entry in zip(offered()[1:], form.names, strict=False) if entry.data
    }
    purge(session, EVERYTHING)  # its name stands wherever one of its articles does
    return True


def is_loop(section: Category, parent_id: int | None, everything: Sequence[Category]) -> bool:
    """Whether it would stand below itself."""
    parents = {each.id: each.parent_id for each in everything}
    seen = {section.id}
    while parent_id is not None:
        if parent_id in seen:
            return True
        seen.add(parent_id)
        parent_id = parents.get(parent_id)
    return False


def order_menu(session: AnySession, places: Mapping[int, int | None], everything: Sequence[Category]) -> None:
    """Give each of these sections its place; what has none leaves the menu. The caller commits."""
    for section in everything:
        if section.id in places:
            section.position = places[section.id]
    purge(session, "menu", "front")
