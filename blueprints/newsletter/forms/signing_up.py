"""Forms that take an address: to sign up here or from another site, and to move to another one."""

from wtforms import EmailField, HiddenField, IntegerField, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, NumberRange, Optional, Regexp

from blueprints.core.database import LARGEST_ID
from blueprints.core.email_addresses import EmailAddress, EmailRefused, read_email
from blueprints.core.forms import PublicForm, no_nul, one_line, strip_text
from blueprints.core.wording import lazy_gettext
from blueprints.newsletter.models import Cadence
from blueprints.newsletter.readers.zones import known_zone

ONLY_LATIN = lazy_gettext(
    "Our mail server reaches only addresses in Latin letters before the @. Please give another one."
)
PLACES = ("foot", "article", "band", "page", "qr", "friend", "embed", "again")


class AddressForm(PublicForm):
    """An address, as mail servers read it."""

    email = EmailField(
        lazy_gettext("Your email address"),
        filters=[strip_text],
        validators=[DataRequired(lazy_gettext("Please write your email address.")), no_nul, one_line],
    )
    address: EmailAddress

    def validate_email(self, field: EmailField) -> None:
        """Read the address as mail servers do."""
        try:
            self.address = read_email(field.data or "")
        except EmailRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        if self.address.ascii is None:
            raise ValidationError(str(ONLY_LATIN))


class SubscribeForm(AddressForm):
    """A wish to subscribe; `website` is for machines only, which cannot help filling it. `zone` comes from a script."""

    cadence = RadioField(
        lazy_gettext("How often"),
        choices=[
            SelectChoice(Cadence.DAILY.value, lazy_gettext("Once a day")),
            SelectChoice(Cadence.WEEKLY.value, lazy_gettext("Once a week")),
            SelectChoice(Cadence.BREAKING.value, lazy_gettext("Only when news breaks")),
        ],
        default=Cadence.DAILY.value,
        validators=[Optional()],
    )
    place = HiddenField(default="page", validators=[Optional(), Regexp(r"[a-z-]{1,20}\Z")])
    zone = HiddenField(filters=[strip_text])
    article = IntegerField(validators=[Optional(), NumberRange(1, LARGEST_ID)])
    website = StringField(lazy_gettext("Leave this empty"))

    @property
    def source(self) -> str:
        """Where on the site it was filled in; a place that we do not know is a page."""
        return self.place.data if self.place.data in PLACES else "page"

    @property
    def known_zone(self) -> str:
        """The zone of the browser where it is one, else the site's."""
        return known_zone(self.zone.data or "")


class JoinForm(AddressForm):
    """What the plain form on another site sends: nothing of it can be trusted, and nothing more is read."""

    website = StringField()
