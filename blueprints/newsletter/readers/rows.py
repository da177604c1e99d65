"""Rows: each line of a table of people, checked by itself: whom we may write to, and what they want."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import BinaryIO
from zoneinfo import ZoneInfo

from flask import current_app

from blueprints.core.email_addresses import EmailAddress, EmailRefused, read_email
from blueprints.core.languages import offered
from blueprints.core.wording import gettext, lazy_gettext
from blueprints.newsletter.models import CHOOSABLE, Cadence, Form, as_choices
from blueprints.newsletter.readers.columns import Columns, read_header
from blueprints.newsletter.readers.tables import NotATable, records
from blueprints.newsletter.readers.wishes import Wishes

LONGEST_SAID = 80
LONGEST_CONSENT = 2000
YES = frozenset({"yes", "y", "true", "1", "oui", "on"})
NO = frozenset({"no", "n", "false", "0", "non", "off"})
WANTING = frozenset({"", "enabled", "active", "subscribed", "confirmed"})
HOUR = re.compile(r"([01]?[0-9]|2[0-3])(?:[:.]00)?")


class Reason(StrEnum):
    """Why a line is not taken."""

    BROKEN = "broken"
    ADDRESS = "address"
    CONSENT = "consent"
    LEFT_THERE = "left there"
    LANGUAGE = "language"
    CADENCE = "cadence"
    HOUR = "hour"
    ZONE = "zone"
    FORM = "form"
    CHOICE = "choice"
    TWICE = "twice"
    SUPPRESSED = "suppressed"
    THERE = "there"
    LEFT = "left"
    COMPLAINED = "complained"
    SUSPENDED = "suspended"
    PENDING = "pending"


WORDS = {
    Reason.BROKEN: lazy_gettext("the line cannot be taken apart; look for a quotation mark that is never closed"),
    Reason.ADDRESS: lazy_gettext("this is no address that we can write to"),
    Reason.CONSENT: lazy_gettext("nothing says that they agreed"),
    Reason.LEFT_THERE: lazy_gettext("they do not want it, by the list that they come from"),
    Reason.LANGUAGE: lazy_gettext("we do not speak this language"),
    Reason.CADENCE: lazy_gettext("it comes daily, weekly or breaking"),
    Reason.HOUR: lazy_gettext("an hour is a number from 0 to 23, a weekday one from 1 to 7"),
    Reason.ZONE: lazy_gettext("there is no such time zone"),
    Reason.FORM: lazy_gettext("it comes as text, normal or full"),
    Reason.CHOICE: lazy_gettext("there is no such category, tag, author or language here"),
    Reason.TWICE: lazy_gettext("the address stands in an earlier line"),
    Reason.SUPPRESSED: lazy_gettext("this address is never written to"),
    Reason.THERE: lazy_gettext("they are subscribed already"),
    Reason.LEFT: lazy_gettext("they left, and are not brought back"),
    Reason.COMPLAINED: lazy_gettext("they complained, and are not brought back"),
    Reason.SUSPENDED: lazy_gettext("their mail came back too often"),
    Reason.PENDING: lazy_gettext("they asked for it and have not confirmed yet"),
}


@dataclass(frozen=True)
class Row:
    """Somebody who may be written to, as far as their line tells."""

    line: int
    email: EmailAddress
    language: str
    cadence: str
    hour: int
    weekday: int
    zone: str
    form: str
    choices: str
    consent: str
    agreed_at: datetime | None


@dataclass(frozen=True)
class Refusal:
    """A line that is not taken; `said` is what was wrong in it, shortened."""

    line: int
    reason: Reason
    said: str = ""

    @property
    def words(self) -> str:
        """The reason as a sentence."""
        return str(WORDS[self.reason])


class _Refused(Exception):
    def __init__(self, reason: Reason, said: str = "") -> None:
        self.reason, self.said = reason, said


def read_rows(stream: BinaryIO, consent: str = "") -> Iterator[Row | Refusal]:
    """Every line of a table, one after the other. `consent` says how and when all of them agreed; without it a column
    must. Raises NotATable at the first line where the whole cannot be used."""
    table = records(stream)
    first, cells = next(table, (0, None))
    if cells is None:
        raise NotATable(gettext("This file is empty, or it is no table."))
    columns, is_header = read_header(cells)
    if not consent and "consent" not in columns:
        raise NotATable(gettext("Nobody may be written to who did not agree: say how and when they did."))
    checking = _Checking(columns, consent)
    if not is_header:
        yield checking.row(first, cells)
    for line, each in table:
        yield checking.row(line, each) if each is not None else Refusal(line, Reason.BROKEN)


class _Checking:
    """What a line is held against."""

    def __init__(self, columns: Columns, consent: str) -> None:
        self._columns, self._consent = columns, consent
        self._languages, self._site_language = offered(), current_app.config["LANGUAGE"]
        self._wishes = Wishes([kind for kind in CHOOSABLE if kind in columns])
        self._zones: dict[str, bool] = {"": True}

    def row(self, line: int, cells: Sequence[str]) -> Row | Refusal:
        """The line, or why not."""
        try:
            return self._row(line, cells)
        except _Refused as refused:
            return Refusal(line, refused.reason, " ".join(refused.said.split())[:LONGEST_SAID])

    def _row(self, line: int, cells: Sequence[str]) -> Row:
        email = self._email(self._columns.get(cells, "email"))
        self._still_wanted(cells)
        consent, agreed_at = self._agreement(self._columns.all(cells, "consent"))
        return Row(
            line,
            email,
            self._language(self._columns.get(cells, "language")),
            self._one_of(cells, "cadence", Cadence, Reason.CADENCE, Cadence.DAILY),
            self._number(cells, "hour", HOUR, 7),
            self._number(cells, "weekday", re.compile("([1-7])"), 6),
            self._zone(self._columns.get(cells, "zone")),
            self._one_of(cells, "form", Form, Reason.FORM, Form.NORMAL),
            self._choices(cells),
            consent,
            agreed_at,
        )

    def _email(self, said: str) -> EmailAddress:
        try:
            email = read_email(said)
        except EmailRefused as refused:
            raise _Refused(Reason.ADDRESS, said) from refused
        if email.ascii is None:
            raise _Refused(Reason.ADDRESS, said)
        return email

    def _still_wanted(self, cells: Sequence[str]) -> None:
        status = self._columns.get(cells, "status").lower()
        gone = self._columns.get(cells, "left")
        if gone or status not in WANTING or self._columns.get(cells, "subscribed").lower() in NO:
            raise _Refused(Reason.LEFT_THERE, gone or status)

    def _agreement(self, cells: Sequence[str]) -> tuple[str, datetime | None]:
        """In which words they agreed, and when, where that is told; a bare yes says neither, and a no is one."""
        telling = [said for said in cells if said.lower() not in YES]
        if (cells and cells[0].lower() in NO) or not (self._consent or telling):
            raise _Refused(Reason.CONSENT, "".join(cells[:1]))
        words = "; ".join(filter(None, (self._consent, *telling[:1])))
        return words[:LONGEST_CONSENT], next(filter(None, map(_moment, telling)), None)

    def _language(self, said: str) -> str:
        primary = re.split("[-_]", said.lower())[0] or self._site_language
        if primary not in self._languages:
            raise _Refused(Reason.LANGUAGE, said)
        return str(primary)

    def _one_of(self, cells: Sequence[str], field: str, known: type[StrEnum], reason: Reason, usual: StrEnum) -> str:
        said = self._columns.get(cells, field)
        try:
            return known(said.lower() or usual).value
        except ValueError as unknown:
            raise _Refused(reason, said) from unknown

    def _number(self, cells: Sequence[str], field: str, form: re.Pattern[str], usual: int) -> int:
        said = self._columns.get(cells, field)
        found = form.fullmatch(said or str(usual))
        if found is None:
            raise _Refused(Reason.HOUR, said)
        return int(found.group(1))

    def _zone(self, said: str) -> str:
        if said not in self._zones:
            if len(self._zones) > 2000:  # more than there are
                raise _Refused(Reason.ZONE, said)
            self._zones[said] = _is_zone(said)
        if not self._zones[said]:
            raise _Refused(Reason.ZONE, said)
        return said

    def _choices(self, cells: Sequence[str]) -> str:
        wanted: dict[str, list[str]] = {}
        for kind in self._wishes.kinds:
            known, unknown = self._wishes.meant(kind, self._columns.get(cells, kind))
            if unknown:
                raise _Refused(Reason.CHOICE, unknown[0])
            wanted[kind] = known
        return as_choices(wanted)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return len(name) <= 64


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
