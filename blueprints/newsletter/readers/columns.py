"""Columns: what the first line of a table of people calls what we keep, here and in the exports of other programs."""

import re
from collections.abc import Mapping, Sequence

from blueprints.core.wording import gettext
from blueprints.newsletter.readers.tables import NotATable, unguarded

NAMES: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "e mail", "email address", "e mail address", "mail", "adresse e mail", "courriel"),
    "language": ("language", "lang", "locale", "langue"),
    "cadence": ("cadence", "frequency"),
    "hour": ("hour",),
    "weekday": ("weekday",),
    "zone": ("zone", "time zone", "timezone"),
    "form": ("form",),
    "categories": ("categories", "category", "sections"),
    "tags": ("tags",),
    "authors": ("authors",),
    "languages": ("languages",),
    "consent": (
        *("consent", "consented", "consent text", "consent date", "consented at", "asked at", "opt in", "optin"),
        *("confirm time", "optin time", "opt in time", "optin date", "confirmed at"),
    ),
    "left": ("unsub time", "clean time", "unsubscribed at", "deleted at"),
    "status": ("status", "state", "subscription status"),
    "subscribed": ("subscribed to emails", "subscribed"),
}
# By which the exports of Mailchimp and listmonk are known: their tags and categories are not ours.
OF_OTHERS = frozenset({"leid", "euid", "member rating", "attributes", "subscribed to emails"})
NOT_OURS = ("categories", "tags", "authors", "languages")


class Columns:
    """Where in a row each thing stands."""

    def __init__(self, header: Sequence[str]) -> None:
        names = [_plain(name) for name in header]
        foreign = not OF_OTHERS.isdisjoint(names)
        self._places = {
            field: [names.index(name) for name in known if name in names]
            for field, known in NAMES.items()
            if not (foreign and field in NOT_OURS)
        }

    def __contains__(self, field: str) -> bool:
        return bool(self._places.get(field))

    def get(self, cells: Sequence[str], field: str) -> str:
        """The first cell that says something of a field, or nothing."""
        return next(iter(self.all(cells, field)), "")

    def all(self, cells: Sequence[str], field: str) -> list[str]:
        """All cells that say something of a field, the best of its columns first."""
        said = (unguarded(cells[place].strip()) for place in self._places.get(field, ()) if place < len(cells))
        return list(filter(None, said))


def read_header(cells: Sequence[str]) -> tuple[Columns, bool]:
    """The columns, and whether this line was only their names; raises NotATable where no addresses are in it.

    A list of bare addresses needs no names.
    """
    columns = Columns(cells)
    if "email" in columns:
        return columns, True
    bare = ["email" if "@" in cell else "" for cell in cells]
    if any(bare):
        return Columns(bare), False
    raise NotATable(gettext("This file has no column named “email”."))


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.strip().lower())
