"""Time zones that readers live by: a short list to choose from, and any other by its name or city."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import format_date, get_timezone_location
from flask import current_app

from blueprints.core.languages import current_locale
from blueprints.newsletter.composing.schedule import zone_of

OFTEN = (
    *("Africa/Abidjan", "Africa/Accra", "Africa/Addis_Ababa", "Africa/Algiers", "Africa/Cairo", "Africa/Casablanca"),
    *("Africa/Dakar", "Africa/Dar_es_Salaam", "Africa/Harare", "Africa/Johannesburg", "Africa/Kampala"),
    *("Africa/Khartoum", "Africa/Kigali", "Africa/Kinshasa", "Africa/Lagos", "Africa/Luanda", "Africa/Lusaka"),
    *("Africa/Maputo", "Africa/Nairobi", "Africa/Tripoli", "Africa/Tunis", "Africa/Windhoek", "Indian/Antananarivo"),
    *("Indian/Mauritius", "Atlantic/Cape_Verde", "Europe/London", "Europe/Lisbon", "Europe/Paris", "Europe/Berlin"),
    *("Europe/Istanbul", "Asia/Riyadh", "Asia/Dubai", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo"),
    *("Australia/Sydney", "America/Sao_Paulo", "America/New_York", "America/Toronto", "America/Chicago"),
    "America/Los_Angeles",
)


@cache
def zones() -> frozenset[str]:
    """Every zone that this system knows, by its area and city."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "System")))


def known_zone(name: str) -> str:
    """The name if it is a zone's, else nothing, which means the site's."""
    return name if name in zones() else ""


def zones_like(typed: str) -> list[str]:
    """The zones that somebody may mean by a name or a city in any case; if none is it, all whose city begins so."""
    wanted = "_".join(typed.split()).casefold()
    whole = [name for name in zones() if name.casefold() == wanted]
    exact = [name for name in zones() if _city(name) == wanted]
    begun = [name for name in zones() if wanted and _city(name).startswith(wanted)]
    return whole or sorted(exact) or sorted(begun)


def choices(site_zone: str, more: Iterable[str], moment: datetime) -> list[tuple[str, str]]:
    """Zones to choose from with their names in the language in force: the site's, then by the clock."""
    offered = sorted({*OFTEN, *more} & zones(), key=lambda name: (_offset(name, moment), name))
    return [("", zone_label(site_zone, moment)), *((name, zone_label(name, moment)) for name in offered)]


def zone_label(name: str, moment: datetime) -> str:
    """`Lagos (14:05)`: the city and what its clocks show now."""
    city = get_timezone_location(ZoneInfo(name), locale=current_locale(), return_city=True)
    return f"{city} ({moment.astimezone(ZoneInfo(name)):%H:%M})"


def told_time(moment: datetime | None, name: str) -> str:
    """`Tuesday, 14 October 2025, 07:00` on the clocks of a reader's zone, the site's where none is set."""
    if moment is None:
        return ""
    there = moment.astimezone(zone_of(name, current_app.config["TIMEZONE"]))
    return f"{format_date(there.date(), 'full', locale=current_locale())}, {there:%H:%M}"


def _city(name: str) -> str:
    return name.rpartition("/")[2].casefold()


def _offset(name: str, moment: datetime) -> float:
    offset = moment.astimezone(ZoneInfo(name)).utcoffset()
    return offset.total_seconds() if offset else 0.0
