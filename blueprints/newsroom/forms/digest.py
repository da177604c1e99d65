"""The forms of the next digest and of a letter by hand, with a row for each article in them."""

import re

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from blueprints.core.forms import StaffForm, no_nul, one_line, strip_text
from blueprints.core.languages import language_name, offered
from blueprints.core.wording import gettext, lazy_gettext
from blueprints.newsroom.forms.checks import fold_space
from blueprints.newsroom.forms.front import MOST, PartForm
from blueprints.newsroom.forms.text import BodyForm

SLOT = re.compile(r"[0-9a-f]{32}")
WITHIN = NumberRange(1, MOST, lazy_gettext("A number from 1 to %(max)d."))


class PlaceInLetterForm(PartForm):
    """Where an article stands in a letter, or that it stays out."""

    position = IntegerField(
        lazy_gettext("Position"), validators=[InputRequired(lazy_gettext("Give it a number.")), WITHIN]
    )
    out = BooleanField(lazy_gettext("Leave out"))


class ArticlesForm(PartForm):
    """One more article, by its address."""

    add = StringField(
        lazy_gettext("Add an article"), filters=[strip_text], validators=[no_nul, one_line, Length(max=1000)]
    )
    position = IntegerField(lazy_gettext("At position"), validators=[Optional(), WITHIN])


class EnvelopeFields(StaffForm):
    """What readers see before they open it."""

    subject = StringField(lazy_gettext("Subject"), filters=[fold_space], validators=[no_nul, one_line, Length(max=200)])
    preheader = StringField(
        lazy_gettext("Preheader"), filters=[fold_space], validators=[no_nul, one_line, Length(max=300)]
    )


class DigestForm(EnvelopeFields):
    """What an editor decides about a digest, and the state that it was read in."""

    note = TextAreaField(
        lazy_gettext("A note from the editor"), filters=[strip_text], validators=[no_nul, Length(max=2000)]
    )
    version = HiddenField(validators=[no_nul, Length(max=64)])


class LetterForm(BodyForm, EnvelopeFields):
    """A letter by hand; only sending it demands that it is complete."""

    language = SelectField(lazy_gettext("Who gets it"))
    form_key = HiddenField(validators=[Optional(), Regexp(SLOT)])

    def offer(self, own: str = "") -> None:
        """Everybody, or those who are written to in one language, `own` among them."""
        self.language.choices = [("", gettext("Everybody, in the site’s language"))]
        for each in dict.fromkeys([*offered(), *([own] if own else [])]):
            words = gettext("Readers of letters in %(language)s", language=language_name(each))
            self.language.choices.append((each, words))


class SendingForm(StaffForm):
    """When a letter goes out: at once, or at a time by the site's clock."""

    version = HiddenField(validators=[DataRequired(), no_nul, Length(max=64)])
    send_on = DateField(lazy_gettext("Day"), validators=[Optional()])
    send_at = TimeField(lazy_gettext("Time"), validators=[Optional()])
