"""The form of an alias: a name written two ways."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from blueprints.core.forms import StaffForm, no_nul
from blueprints.core.wording import lazy_gettext
from blueprints.newsroom.forms.checks import fold_space

WAY = [DataRequired(lazy_gettext("Write both ways.")), no_nul, Length(max=100)]


class AliasForm(StaffForm):
    """Two ways of writing one name."""

    one = StringField(lazy_gettext("One way"), filters=[fold_space], validators=WAY)
    other = StringField(lazy_gettext("The other way"), filters=[fold_space], validators=WAY)
