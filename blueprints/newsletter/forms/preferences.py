"""What a subscriber chooses: how often and when, of what, and in which form."""

from collections.abc import Iterable

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.core.forms import PublicForm, at_most, no_nul, one_line, strip_text
from blueprints.core.wording import gettext, lazy_gettext
from blueprints.newsletter.models import CHOOSABLE, Cadence, Form, Subscriber
from blueprints.newsletter.readers.zones import zones_like

HOURS = [SelectChoice(str(hour), f"{hour:02}:00") for hour in range(24)]
SUGGESTED = 5


def many(label: str) -> SelectMultipleField:
    """Tick boxes."""
    return SelectMultipleField(label, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))


class PreferencesForm(PublicForm):
    """Of each kind that can be narrowed, nothing ticked means everything."""

    cadence = RadioField(
        lazy_gettext("How often"),
        choices=[
            SelectChoice(Cadence.DAILY.value, lazy_gettext("Once a day")),
            SelectChoice(Cadence.WEEKLY.value, lazy_gettext("Once a week")),
            SelectChoice(Cadence.BREAKING.value, lazy_gettext("Only when news breaks")),
        ],
    )
    hour = SelectField(lazy_gettext("At what time"), choices=HOURS)
    weekday = SelectField(lazy_gettext("On which day, if once a week"))
    zone = SelectField(lazy_gettext("By the clocks of"))
    other_zone = StringField(
        lazy_gettext("Or of another city"), filters=[strip_text], validators=[at_most(64), no_nul, one_line]
    )
    form = RadioField(
        lazy_gettext("How much of each story"),
        choices=[
            SelectChoice(Form.TEXT.value, lazy_gettext("Words only: less than 8 KB a letter")),
            SelectChoice(Form.NORMAL.value, lazy_gettext("First lines and a picture: less than 40 KB")),
            SelectChoice(Form.FULL.value, lazy_gettext("Whole stories, to read offline: less than 100 KB")),
        ],
    )
    language = SelectField(lazy_gettext("We write to you in"))
    categories = many(lazy_gettext("Sections"))
    tags = many(lazy_gettext("Subjects"))
    authors = many(lazy_gettext("Authors"))
    languages = many(lazy_gettext("Languages of the stories"))
    find = StringField(
        lazy_gettext("Find a subject or an author"), filters=[strip_text], validators=[at_most(80), no_nul, one_line]
    )

    def validate_other_zone(self, field: StringField) -> None:
        """Take a city by its name; where that names none or several, say which there are."""
        found = zones_like(field.data) if field.data else []
        if field.data and len(found) != 1:
            names = ", ".join(found[:SUGGESTED])
            raise ValidationError(
                gettext("Write one of these: %(names)s.", names=names)
                if found
                else gettext("We know no such place. Write a large city of your time zone, such as Lagos or Paris.")
            )

    @property
    def wanted(self) -> dict[str, Iterable[str]]:
        """What is ticked of each kind."""
        return {kind: self[kind].data or () for kind in CHOOSABLE}

    @property
    def chosen_zone(self) -> str:
        """The zone of the city that was typed, else the one that was picked; empty is the site's."""
        typed = self.other_zone.data
        return zones_like(typed)[0] if typed else self.zone.data

    def store(self, subscriber: Subscriber) -> None:
        """Write what was chosen into the subscriber."""
        subscriber.cadence, subscriber.form, subscriber.language = self.cadence.data, self.form.data, self.language.data
        subscriber.hour, subscriber.weekday = int(self.hour.data), int(self.weekday.data)
        subscriber.zone = self.chosen_zone
        subscriber.choose(self.wanted)
