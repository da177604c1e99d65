"""How long no letters should come."""

from datetime import date, timedelta

from wtforms import DateField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from blueprints.core.forms import PublicForm
from blueprints.core.wording import gettext, lazy_gettext

LONGEST = timedelta(days=366)
DAYS = {"week": 7, "fortnight": 14, "month": 30}


class PauseForm(PublicForm):
    """Some weeks, or until a day; a day is the reader's own, and `today` must be set before the form is checked."""

    length = RadioField(
        lazy_gettext("For how long"),
        choices=[
            SelectChoice("week", lazy_gettext("One week")),
            SelectChoice("fortnight", lazy_gettext("Two weeks")),
            SelectChoice("month", lazy_gettext("A month")),
            SelectChoice("until", lazy_gettext("Until this day:")),
        ],
        default="week",
    )
    until = DateField(lazy_gettext("The day on which they come again"), validators=[Optional()])
    today: date = date.min

    def validate_length(self, field: RadioField) -> None:
        """Until a day needs one, and it lies ahead but not beyond a year."""
        if field.data != "until":
            return
        day = self.until.data
        if day is None or not self.today < day <= self.today + LONGEST:
            raise ValidationError(gettext("Choose a day from tomorrow on, within a year."))

    @property
    def first_day(self) -> date:
        """The day on which letters come again."""
        chosen: date | None = self.until.data
        if self.length.data == "until" and chosen is not None:
            return chosen
        return self.today + timedelta(days=DAYS[self.length.data])
