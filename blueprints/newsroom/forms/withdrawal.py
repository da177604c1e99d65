"""The form that takes an article off the site."""

from wtforms import TextAreaField
from wtforms.validators import Length

from blueprints.core.forms import StaffForm, no_nul
from blueprints.core.wording import lazy_gettext
from blueprints.newsroom.forms.checks import fold_space


class WithdrawalForm(StaffForm):
    """Why an article goes."""

    reason = TextAreaField(
        lazy_gettext("Reason for readers"), filters=[fold_space], validators=[no_nul, Length(max=600)]
    )
