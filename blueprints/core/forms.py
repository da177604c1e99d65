"""The two kinds of form: for the public, without a token, and for people who signed in, with one."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from wtforms import Field, ValidationError
from wtforms.validators import Length, StopValidation

from blueprints.core.wording import FormWords, gettext, lazy_gettext

UNKEEPABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class HouseForm(FlaskForm):
    """Flask-WTF's form with types; passing None as the first argument makes an empty one whatever the request."""

    class Meta(FlaskForm.Meta):
        """The library's own messages in the language in force."""

        def get_translations(self, form: Any) -> FormWords:
            """The words of WTForms."""
            return FormWords()

    def __init__(self, *args: object, **kwargs: object) -> None:
        FlaskForm.__init__(self, *args, **kwargs)

    def validate(self, extra_validators: dict[str, Any] | None = None) -> bool:
        """Whether every field is right; the errors stand in the form."""
        return bool(FlaskForm.validate(self, extra_validators))


class PublicForm(HouseForm):
    """A form on a page that is the same for everybody; the origin check guards it."""

    class Meta(HouseForm.Meta):
        """No token: it would need a cookie and differ for each reader."""

        csrf = False


class StaffForm(HouseForm):
    """A form behind sign-in; it carries a token besides the origin check."""


def strip_text(value: str | None) -> str:
    """A filter: outer white space away, line ends as LF."""
    return (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def at_most(letters: int) -> Length:
    """A validator: no more letters than this."""
    return Length(max=letters, message=lazy_gettext("Please keep it to %(most)s letters.", most=f"{letters:,}"))


def no_nul(form: FlaskForm, field: Field) -> None:
    """PostgreSQL cannot keep NUL, feeds are XML and take no control character, and lone surrogates are no text."""
    value = field.data
    if isinstance(value, str) and UNKEEPABLE.search(value):
        field.data = UNKEEPABLE.sub("", value)  # the form is shown again, and a page must not hold it either
        raise StopValidation(gettext("This holds a character that cannot be kept. Please type it again."))


def one_line(form: FlaskForm, field: Field) -> None:
    """Refuse line breaks and control characters where one line is meant."""
    if any(ord(character) < 32 or ord(character) == 127 for character in field.data or ""):
        raise ValidationError(gettext("Please write this on one line."))


def https_address(form: FlaskForm, field: Field) -> None:
    """Refuse anything that is not a whole https address."""
    try:
        parts = urlsplit(field.data or "")
    except ValueError as error:  # a bracket that does not close
        raise ValidationError(gettext("This is no address. Copy it once more from where it opens.")) from error
    if field.data and (parts.scheme != "https" or "." not in (parts.hostname or "") or " " in field.data):
        raise ValidationError(gettext("Write the whole address, beginning with https://"))
