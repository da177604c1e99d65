"""The names above an article as they are typed: of the staff, or of guests."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from blueprints.auth.models import Account
from blueprints.core.database import AnySession
from blueprints.core.wording import gettext, ngettext
from blueprints.news.models import Article, Byline

MOST_NAMES = 10
LONGEST_NAME = 200
BETWEEN = re.compile(r"[,،፣;፤\r\n]")
WITH_SLUG = re.compile(r"(.+?) ?\(([a-z0-9-]+)\)")

Name = tuple[int | None, str]
"""The id of an account and nothing, or None and the name of a guest."""


class NameRefusedError(ValueError):
    """A name that cannot stand there; the text says why."""


def read_names(typed: str, people: Iterable[Account]) -> tuple[Name, ...]:
    """Each name once, in order; one that somebody of these people has is theirs, any other is a guest's."""
    known = list(people)
    names = [" ".join(part.split()) for part in BETWEEN.split(typed)]
    read = tuple(dict.fromkeys(_read(name, known) for name in names if name))
    if len(read) > MOST_NAMES:
        raise NameRefusedError(
            gettext("At most %(most)d names; these are %(count)d.", most=MOST_NAMES, count=len(read))
        )
    return read


def _read(name: str, people: Sequence[Account]) -> Name:
    if len(name) > LONGEST_NAME:
        raise NameRefusedError(
            gettext("A name has at most %(most)d characters. Put commas between names.", most=LONGEST_NAME)
        )
    named = [person for person in people if person.name.casefold() == name.casefold()]
    marked = WITH_SLUG.fullmatch(name)
    if not named and marked:
        named = [
            person for person in people if person.slug == marked[2] and person.name.casefold() == marked[1].casefold()
        ]
    if len(named) > 1:
        choices = gettext(" or ").join(f"{person.name} ({person.slug})" for person in named)
        raise NameRefusedError(
            ngettext(
                "%(num)d person has this name. Write %(choices)s.",
                "%(num)d people have this name. Write %(choices)s.",
                len(named),
                choices=choices,
            )
        )
    return (named[0].id, "") if named else (None, name)


def shown_names(people: Sequence[Account]) -> dict[int, str]:
    """How each of these people is written so that nobody else is meant."""
    shared = Counter(person.name.casefold() for person in people)
    return {
        person.id: person.name if shared[person.name.casefold()] == 1 else f"{person.name} ({person.slug})"
        for person in people
    }


def names_of(article: Article) -> tuple[Name, ...]:
    """Who stands above the article now; its bylines are loaded."""
    return tuple((byline.account_id, byline.guest) for byline in article.bylines)


def write_bylines(session: AnySession, article: Article, names: Sequence[Name]) -> None:
    """Put these names above the article, its author's when there are none."""
    wanted: Sequence[Name] = names or ((article.author_id, ""),)
    if tuple(wanted) == names_of(article):
        return
    article.bylines = [
        Byline(position=position, account=session.get(Account, number) if number else None, guest=guest)
        for position, (number, guest) in enumerate(wanted)
    ]
