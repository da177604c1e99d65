"""What a reader can choose from: the sections, and of subjects and authors the busiest, their own and those found."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select
from wtforms.fields.choices import SelectChoice

from blueprints.core.database import LARGEST_ID, AnySession
from blueprints.newsletter.queries import choosable_categories
from blueprints.newsletter.readers.queries import (
    authors_like,
    authors_numbered,
    busiest_authors,
    busiest_tags,
    tags_like,
    tags_numbered,
)

OFFERED, FOUND, MOST_CHOSEN = 12, 12, 200


def sections(session: AnySession) -> list[SelectChoice]:
    """The top sections, as readers know them."""
    found = [each for each in session.scalars(choosable_categories()) if not each.is_filler]
    return [SelectChoice(str(each.id), each.title) for each in found]


def tags_for(session: AnySession, chosen: Iterable[str], find: str, moment: datetime) -> list[SelectChoice]:
    """The chosen subjects, those with these words, and the busiest of late."""
    questions = [tags_numbered(_ids(chosen)), busiest_tags(moment, OFFERED)]
    if find:
        questions.insert(1, tags_like(find, FOUND))
    return [SelectChoice(number, name) for number, name in _named(session, questions)]


def authors_for(session: AnySession, chosen: Iterable[str], find: str, moment: datetime) -> list[SelectChoice]:
    """The chosen authors, those with these words in their name, and the busiest of late."""
    questions = [authors_numbered(_ids(chosen)), busiest_authors(moment, OFFERED)]
    if find:
        questions.insert(1, authors_like(find, moment, FOUND))
    return [SelectChoice(number, name) for number, name in _named(session, questions)]


def _named(session: AnySession, questions: Iterable[Select[int, str]]) -> Iterable[tuple[str, str]]:
    rows = [row for question in questions for row in session.execute(question)]
    return {str(number): str(name) for number, name in rows}.items()


def _ids(chosen: Iterable[str]) -> list[int]:
    """The numbers among what a form says; what is none is refused by the form itself."""
    numbers = [int(each) for each in chosen if each.isascii() and each.isdigit() and len(each) < 11]
    return [number for number in numbers if number <= LARGEST_ID][:MOST_CHOSEN]
