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
