"""The form of the front page: for each place its picks, and one more."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Form, HiddenField, IntegerField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from blueprints.core.forms import StaffForm, no_nul, one_line, strip_text
from blueprints.core.wording import lazy_gettext
from blueprints.newsroom.forms.checks import PartMeta

MOST = 99


class PartForm(Form):
    """A part of a larger form, which carries the token; with types, which the library lacks."""

    Meta = PartMeta

    def __init__(self, sent: MultiDict[str, str] | None = None, *, prefix: str, **values: object) -> None:
        Form.__init__(self, sent, prefix=prefix, **values)

    def validate(self, extra_validators: dict[str, Any] | None = None) -> bool:
        """Whether every field is right; the errors stand in the form."""
        return bool(Form.validate(self, extra_validators))


class PickForm(PartForm):
    """Where a picked article stands, and how long."""

    position = IntegerField(
        lazy_gettext("Position"),
        validators=[
            InputRequired(lazy_gettext("Give it a number.")),
            NumberRange(1, MOST, lazy_gettext("A number from 1 to %(max)d.")),
        ],
    )
    until_on = DateField(lazy_gettext("Until, day"), validators=[Optional()])
    until_at = TimeField(lazy_gettext("Until, time"), validators=[Optional()])
    remove = BooleanField(lazy_gettext("Remove"))


class PlaceForm(PartForm):
    """An article that joins a place, by its address."""

    add = StringField(
        lazy_gettext("Add an article"), filters=[strip_text], validators=[no_nul, one_line, Length(max=1000)]
    )
    position = IntegerField(
        lazy_gettext("At position"),
        validators=[Optional(), NumberRange(1, MOST, lazy_gettext("A number from 1 to %(max)d."))],
    )


class FrontForm(StaffForm):
    """The whole: its token, and the state that it was read in."""

    version = HiddenField(validators=[no_nul, Length(max=64)])
