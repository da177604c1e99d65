"""Why somebody left, and what they would rather have."""

from enum import StrEnum

from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Optional

from blueprints.core.forms import PublicForm
from blueprints.core.wording import lazy_gettext


class Why(StrEnum):
    """The answers to the one question; nothing else is asked."""

    TOO_MUCH = "too-much"
    NOT_FOR_ME = "not-for-me"
    NEVER_ASKED = "never-asked"
    ELSEWHERE = "elsewhere"
    OTHER = "other"


class LeavingForm(PublicForm):
    """One question that may stay unanswered."""

    why = RadioField(
        lazy_gettext("Why do you leave?"),
        choices=[
            SelectChoice(Why.TOO_MUCH.value, lazy_gettext("Too many letters")),
            SelectChoice(Why.NOT_FOR_ME.value, lazy_gettext("The stories are not for me")),
            SelectChoice(Why.NEVER_ASKED.value, lazy_gettext("I never asked for them")),
            SelectChoice(Why.ELSEWHERE.value, lazy_gettext("I read the news elsewhere")),
            SelectChoice(Why.OTHER.value, lazy_gettext("Something else")),
        ],
        validators=[Optional()],
    )


class ReturnForm(PublicForm):
    """Coming back, or staying, perhaps with fewer letters."""

    less = HiddenField(validators=[Optional(), AnyOf(["weekly", "pause"])])
