"""One picture of a gallery, as the article's form holds it."""

from wtforms import BooleanField, Form, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from blueprints.core.forms import no_nul, one_line
from blueprints.core.wording import lazy_gettext
from blueprints.newsroom.forms.checks import PartMeta, fold_space, possible_id

MOST_IN_GALLERY = 20


def percent(label: str) -> IntegerField:
    """A whole number from 0 to 100; empty means the middle."""
    checks = [Optional(), NumberRange(0, 100, lazy_gettext("Give a number from 0 to 100."))]
    return IntegerField(label, validators=checks, default=50, render_kw={"min": 0, "max": 100})


class GalleryPictureForm(Form):
    """What is said about it, and where it stands."""

    Meta = PartMeta

    kept = IntegerField(widget=HiddenInput(), validators=[Optional()], filters=[possible_id])
    alt = TextAreaField(
        lazy_gettext("What it shows, for those who do not see it"),
        filters=[fold_space],
        validators=[no_nul, Length(max=1000)],
    )
    caption = TextAreaField(lazy_gettext("Caption"), filters=[fold_space], validators=[no_nul, Length(max=1000)])
    credit = StringField(lazy_gettext("Credit"), filters=[fold_space], validators=[no_nul, one_line, Length(max=300)])
    place = IntegerField(
        lazy_gettext("Place in the gallery"), validators=[Optional(), NumberRange(1, 99, lazy_gettext("From 1 to 99."))]
    )
    remove = BooleanField(lazy_gettext("Remove it"))
