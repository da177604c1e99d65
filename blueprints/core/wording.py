"""The words of the interface in the language that is in force; what is marked here is found by `make words`."""

import json
from collections.abc import Sequence
from typing import cast

import flask_babel
from markupsafe import Markup


def gettext(message: str, **variables: object) -> str:
    """The message in the language in force, with `%(name)s` filled in."""
    return str(flask_babel.gettext(message, **variables))


def ngettext(one: str, many: str, num: int, **variables: object) -> str:
    """The form of the message that so many need; `%(num)d` is the number."""
    return str(flask_babel.ngettext(one, many, num, **variables))


def lazy_gettext(message: str, **variables: object) -> str:
    """The message in whatever language is in force when it is shown, as for the labels of forms."""
    return cast(str, flask_babel.lazy_gettext(message, **variables))


def mark(message: str) -> str:
    """A message that is spoken elsewhere, as by a script."""
    return message


READERS_SCRIPTS = (
    mark("Copied"),
    mark("Copy link"),
    mark("The link is copied."),
    mark("The network did not answer. Nothing that you typed is lost; please try again."),
    mark("Pictures"),
    mark("%(place)s of %(count)s"),
    mark("Previous"),
    mark("Next"),
    mark("Close"),
)
DESK_SCRIPTS = (
    mark("Copy"),
    mark("The message is copied."),
    mark("1 word"),
    mark("%(count)s words"),
    mark("This picture has %(size)s MB, and 12 MB can be sent. Choose a smaller one."),
    mark("Not saved in the newsroom yet. A copy is kept in this browser, %(time)s."),
    mark("Not saved in the newsroom yet, and this browser keeps no copy. Save often."),
    mark("Saving…"),
    mark("This text holds parts that the editor would lose, so it is shown as HTML."),
)


WORKERS_SCRIPT = (
    mark("You are offline."),
    mark("The network is slow."),
    mark("This page was kept at %(time)s."),
    mark("This page was kept on %(date)s at %(time)s."),
    mark("Front page"),
)


def script_words(more: Sequence[str] = ()) -> Markup:
    """The attribute that tells scripts what they say in the language in force; nothing where that is English."""
    said = said_by_script((*READERS_SCRIPTS, *more))
    return Markup(' data-words="{}"').format(json.dumps(said, ensure_ascii=False)) if said else Markup()


def said_by_script(messages: Sequence[str]) -> dict[str, str]:
    """What a script says instead of these messages in the language in force; English stands in the script."""
    said = {message: gettext(message) for message in messages}
    return {message: words for message, words in said.items() if words != message}


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
