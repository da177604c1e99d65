"""The forms of subscribers; none needs a token, for their links are secrets or the page is the same for everybody."""

from wtforms import EmailField, HiddenField, IntegerField, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.core.database import LARGEST_ID
from blueprints.core.email_addresses import EmailAddress, EmailRefused, read_email
from blueprints.core.forms import PublicForm, no_nul, one_line, strip_text
from blueprints.core.wording import lazy_gettext
from blueprints.newsletter.models import Cadence

ONLY_LATIN = lazy_gettext(
    "Our mail server reaches only addresses in Latin letters before the @. Please give another one."
)


class SubscribeForm(PublicForm):
    """An address; `website` is for machines only, which cannot help filling it."""

    email = EmailField(
        lazy_gettext("Your email address"),
        filters=[strip_text],
        validators=[DataRequired(lazy_gettext("Please write your email address.")), no_nul, one_line],
    )
    place = HiddenField(default="page", validators=[Optional(), Regexp(r"[a-z-]{1,20}\Z")])
    article = IntegerField(validators=[Optional(), NumberRange(1, LARGEST_ID)])
    website = StringField(lazy_gettext("Leave this empty"))
    address: EmailAddress

    def validate_email(self, field: EmailField) -> None:
        """Read the address as mail servers do."""
        try:
            self.address = read_email(field.data or "")
        except EmailRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        if self.address.ascii is None:
            raise ValidationError(str(ONLY_LATIN))


class PreferencesForm(PublicForm):
    """How often, and about what; nothing ticked means everything."""

    cadence = RadioField(
        lazy_gettext("How often"),
        choices=[
            SelectChoice(Cadence.DAILY.value, lazy_gettext("Every morning")),
            SelectChoice(Cadence.WEEKLY.value, lazy_gettext("Every Saturday")),
        ],
    )
    categories = SelectMultipleField(
        lazy_gettext("Sections"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
