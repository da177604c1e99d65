"""The words of the interface in the language that is in force; what is marked here is found by `make words`."""

from typing import cast

import flask_babel


def gettext(message: str, **variables: object) -> str:
    """The message in the language in force, with `%(name)s` filled in."""
    return str(flask_babel.gettext(message, **variables))


def ngettext(one: str, many: str, num: int, **variables: object) -> str:
    """The form of the message that so many need; `%(num)d` is the number."""
    return str(flask_babel.ngettext(one, many, num, **variables))


def lazy_gettext(message: str, **variables: object) -> str:
    """The message in whatever language is in force when it is shown, as for the labels of forms."""
    return cast(str, flask_babel.lazy_gettext(message, **variables))


class FormWords:
    """What WTForms says by itself, in the language in force: it speaks fewer than we do."""

    KNOWN = (
        lazy_gettext("Not a valid choice."),
        lazy_gettext("Not a valid date value."),
        lazy_gettext("Not a valid time value."),
        lazy_gettext("Not a valid integer value."),
        lazy_gettext("Invalid Choice: could not coerce."),
        lazy_gettext("This field is required."),
        lazy_gettext("Number must be between %(min)s and %(max)s."),
    )

    def gettext(self, string: str) -> str:
        """A message."""
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The form of a message that so many need; WTForms fills it in."""
        return str(flask_babel.get_translations().ngettext(singular, plural, n))
