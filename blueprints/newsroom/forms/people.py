"""The forms about people."""

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from blueprints.auth.models import Role
from blueprints.core.forms import StaffForm, no_nul, one_line, strip_text
from blueprints.newsroom.forms.checks import fold_space

STAFF_ROLES = [(role.value, role.value) for role in (Role.AUTHOR, Role.EDITOR, Role.ADMIN)]


class InvitationForm(StaffForm):
    """Somebody new."""

    name = StringField("Name", filters=[fold_space], validators=[no_nul, one_line, Length(max=200)])
    email = StringField(
        "Email",
        filters=[strip_text],
        validators=[InputRequired("Write an address."), no_nul, one_line, Length(max=320)],
    )
    role = SelectField("Role", choices=STAFF_ROLES)


class AddressForm(StaffForm):
    """Where a person's page lives."""

    slug = StringField(
        "Address", filters=[fold_space], validators=[DataRequired("Write one."), no_nul, Length(max=200)]
    )


class RoleForm(StaffForm):
    """Another role for somebody."""

    role = SelectField("Role", choices=STAFF_ROLES)
