"""Filters and checks that the desk's forms share."""

import re

from wtforms import Field, Form, ValidationError
from wtforms.meta import DefaultMeta

from blueprints.core.database import LARGEST_ID
from blueprints.core.forms import StaffForm
from blueprints.core.wording import FormWords, gettext

MOST_TAGS = 20


class PartMeta(DefaultMeta):
    """What a form within a form lacks of Flask-WTF's: the library's own messages in the language in force."""

    def get_translations(self, form: Form) -> FormWords:
        """The words of WTForms."""
        return FormWords()


def fold_space(value: str | None) -> str:
    """A filter: all white space as single blanks, for what is one line however it is typed."""
    return " ".join((value or "").split()) if "\0" not in (value or "") else value or ""


def number_or_none(value: str | int | None) -> int | None:
    """The id that a choice stands for; the empty choice stands for none."""
    return int(value) if value else None


def possible_id(number: int | None) -> int | None:
    """A filter: what no row can have is none, since PostgreSQL cannot be asked about it."""
    return number if number is not None and 0 < number <= LARGEST_ID else None


def few_tags(form: StaffForm, field: Field) -> None:
    """Refuse a wall of tags."""
    names = tag_names(field.data or "")
    if len(names) > MOST_TAGS:
        raise ValidationError(gettext("At most %(most)d tags; these are %(count)d.", most=MOST_TAGS, count=len(names)))
    if any(len(name) > 100 for name in names):
        raise ValidationError(gettext("A tag has at most 100 characters. Put commas between tags."))


def tag_names(typed: str) -> tuple[str, ...]:
    """The names between commas, Arabic ones too."""
    return tuple(name for name in (" ".join(part.split()) for part in re.split(r"[,،፣]", typed)) if name)
