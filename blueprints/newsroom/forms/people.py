"""The forms about people."""

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from blueprints.auth.models import Role
from blueprints.core.forms import StaffForm, no_nul, one_line, strip_text
from blueprints.core.wording import lazy_gettext
from blueprints.newsroom.forms.checks import fold_space
from blueprints.newsroom.names import ROLE_NAMES

STAFF_ROLES = [(role.value, ROLE_NAMES[role]) for role in (Role.AUTHOR, Role.EDITOR, Role.ADMIN)]


class InvitationForm(StaffForm):
    """Somebody new."""

    name = StringField(lazy_gettext("Name"), filters=[fold_space], validators=[no_nul, one_line, Length(max=200)])
    email = StringField(
        lazy_gettext("Email"),
        filters=[strip_text],
        validators=[InputRequired(lazy_gettext("Write an address.")), no_nul, one_line, Length(max=320)],
    )
    role = SelectField(lazy_gettext("Role"), choices=STAFF_ROLES)


class AddressForm(StaffForm):
    """Where a person's page lives."""

    slug = StringField(
        lazy_gettext("Address"),
        filters=[fold_space],
        validators=[DataRequired(lazy_gettext("Write one.")), no_nul, Length(max=200)],
    )


class RoleForm(StaffForm):
    """Another role for somebody."""

    role = SelectField(lazy_gettext("Role"), choices=STAFF_ROLES)
