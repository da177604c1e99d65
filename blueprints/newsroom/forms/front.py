"""The form of the front page: for each place its picks, and one more."""

from wtforms import BooleanField, DateField, Form, HiddenField, IntegerField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from blueprints.core.forms import StaffForm, no_nul, one_line, strip_text

MOST = 99


class PickForm(Form):
    """Where a picked article stands, and how long."""

    position = IntegerField(
        "Position",
        validators=[
            InputRequired("Give it a number."),
            NumberRange(1, MOST, f"A number from 1 to {MOST}."),
        ],
    )
    until_on = DateField("Until, day", validators=[Optional()])
    until_at = TimeField("Until, time", validators=[Optional()])
    remove = BooleanField("Remove")


class PlaceForm(Form):
    """An article that joins a place, by its address."""

    add = StringField("Add an article", filters=[strip_text], validators=[no_nul, one_line, Length(max=1000)])
    position = IntegerField("At position", validators=[Optional(), NumberRange(1, MOST, f"A number from 1 to {MOST}.")])


class FrontForm(StaffForm):
    """The whole: its token, and the state that it was read in."""

    version = HiddenField(validators=[no_nul, Length(max=64)])
