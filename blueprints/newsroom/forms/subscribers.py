"""The forms about subscribers: one more by hand, a table of many, an address that is never written to."""

from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, SelectField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from blueprints.core.email_addresses import EmailAddress, EmailRefused, read_email
from blueprints.core.forms import StaffForm, no_nul, one_line, strip_text
from blueprints.core.languages import language_name, offered
from blueprints.core.wording import gettext, lazy_gettext
from blueprints.newsletter.models import Cadence

CADENCES = (
    SelectChoice(Cadence.DAILY.value, lazy_gettext("Once a day")),
    SelectChoice(Cadence.WEEKLY.value, lazy_gettext("Once a week")),
    SelectChoice(Cadence.BREAKING.value, lazy_gettext("Only when news breaks")),
)


class EmailForm(StaffForm):
    """An address, as mail servers read it."""

    email = EmailField(
        lazy_gettext("Email address"),
        filters=[strip_text],
        validators=[DataRequired(lazy_gettext("Write an address.")), no_nul, one_line],
    )
    address: EmailAddress

    def validate_email(self, field: EmailField) -> None:
        """Read it; our mail server reaches no others."""
        try:
            self.address = read_email(field.data or "")
        except EmailRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        if self.address.ascii is None:
            raise ValidationError(gettext("Our mail server reaches only addresses in Latin letters before the @."))


class NewSubscriberForm(EmailForm):
    """Somebody by hand: asked to confirm, or, where they agreed already, subscribed at once."""

    language = SelectField(lazy_gettext("Language"))
    cadence = SelectField(lazy_gettext("How often"), choices=CADENCES)
    agreed = BooleanField(lazy_gettext("They agreed already, as written above: subscribe them at once"))
    consent = TextAreaField(
        lazy_gettext("How and when they agreed"), filters=[strip_text], validators=[no_nul, Length(max=2000)]
    )

    def offer(self) -> None:
        """Let them be written to in any language that we speak."""
        self.language.choices = [(each, language_name(each)) for each in offered()]

    def validate_consent(self, field: TextAreaField) -> None:
        """Nobody is subscribed of whom nothing says that they agreed."""
        if self.agreed.data and not field.data:
            raise ValidationError(gettext("Say how and when they agreed; it is kept with their address."))


class ImportForm(StaffForm):
    """A table of people who agreed elsewhere."""

    table = FileField(lazy_gettext("A table (CSV)"), validators=[InputRequired(lazy_gettext("Choose a file."))])
    consent = TextAreaField(
        lazy_gettext("How and when they all agreed"), filters=[strip_text], validators=[no_nul, Length(max=2000)]
    )
