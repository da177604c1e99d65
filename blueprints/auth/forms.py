"""The forms of signing in, of passwords and of one's own account."""

from wtforms import Field, HiddenField, PasswordField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from blueprints.auth import passwords
from blueprints.core.email_addresses import EmailRefused, read_email
from blueprints.core.forms import PublicForm, StaffForm, at_most, https_address, no_nul, one_line, strip_text
from blueprints.core.wording import lazy_gettext

NAME_RULES = [DataRequired(lazy_gettext("Write the name that readers will see.")), no_nul, one_line, at_most(200)]


def strong(form: PublicForm, field: Field) -> None:
    """Say what is wrong with a new password; a form may know words that are too easy to guess."""
    chosen = [other.data for other in form if other.short_name == "name"]
    fault = passwords.fault_of(field.data or "", *chosen, *getattr(form, "guessable", ()))
    if fault:
        raise ValidationError(fault)


class SignInForm(PublicForm):
    """An address and a password, and where to go then."""

    email = StringField(
        lazy_gettext("Email address"),
        [InputRequired(lazy_gettext("Write your email address.")), no_nul],
        id="sign-in-email",
    )
    password = PasswordField(
        lazy_gettext("Password"), [InputRequired(lazy_gettext("Write your password."))], id="sign-in-password"
    )
    next = HiddenField(id="sign-in-next")


class ForgottenPasswordForm(PublicForm):
    """Which address the link goes to."""

    email = StringField(
        lazy_gettext("Email address"),
        [InputRequired(lazy_gettext("Write your email address.")), no_nul],
        id="forgotten-email",
    )

    def validate_email(self, field: Field) -> None:
        """Refuse only what cannot be an address at all."""
        try:
            read_email(field.data or "")
        except EmailRefused as error:
            raise ValidationError(str(error)) from error


class NewPasswordForm(PublicForm):
    """A new password; `guessable` is what anybody knows of the person."""

    guessable: tuple[str, ...] = ()
    password = PasswordField(lazy_gettext("New password"), [no_nul, strong], id="new-password")


class InvitationForm(PublicForm):
    """The name to write under, and a password."""

    guessable: tuple[str, ...] = ()
    name = StringField(lazy_gettext("Your name"), NAME_RULES, filters=[strip_text], id="invitation-name")
    password = PasswordField(lazy_gettext("Password"), [no_nul, strong], id="new-password")


class OneButtonForm(StaffForm):
    """Nothing but its token: a button that does what its page says."""


class AccountForm(StaffForm):
    """What readers see of a person."""

    name = StringField(lazy_gettext("Name"), NAME_RULES, filters=[strip_text], id="account-name")
    job_title = StringField(
        lazy_gettext("Job title"), [no_nul, one_line, at_most(120)], filters=[strip_text], id="account-job-title"
    )
    bio = TextAreaField(lazy_gettext("About you"), [no_nul, at_most(2000)], filters=[strip_text], id="account-bio")
    contact_email = StringField(
        lazy_gettext("Public email address"), [no_nul, one_line], filters=[strip_text], id="account-contact-email"
    )
    contact_url = StringField(
        lazy_gettext("Public page"),
        [no_nul, one_line, https_address, at_most(400)],
        filters=[strip_text],
        id="account-contact-url",
    )

    def validate_contact_email(self, field: Field) -> None:
        """It may stay empty."""
        try:
            field.data = read_email(field.data).written if field.data else ""
        except EmailRefused as error:
            raise ValidationError(str(error)) from error


class ChangePasswordForm(StaffForm):
    """The present password, unless none is set, and the one to come."""

    guessable: tuple[str, ...] = ()
    present = PasswordField(lazy_gettext("Present password"), id="account-present-password")
    password = PasswordField(lazy_gettext("New password"), [no_nul, strong], id="account-new-password")
