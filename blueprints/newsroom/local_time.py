"""Local times as people write them, turned into moments: each names its zone, and some do not exist."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from blueprints.core.wording import gettext


class TimeRefusedError(ValueError):
    """Why a local time cannot be meant, in words for the person who wrote it."""


def moment_at(day: date, hour: time, zone: str) -> datetime:
    """The moment of a wall-clock time in a zone (PEP 495); of an hour that comes twice, the first one."""
    local = datetime.combine(day, hour, tzinfo=ZoneInfo(zone))
    if not 1 < day.year < 9999:
        raise TimeRefusedError(gettext("That year is out of reach. Choose another day."))
    if local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        skipped = gettext(
            "On that day clocks in %(zone)s skip %(time)s. Choose another time.", zone=zone, time=f"{hour:%H:%M}"
        )
        raise TimeRefusedError(skipped)
    return local.astimezone(UTC)


def moment_to_publish(day: date, hour: time, zone: str, now: datetime) -> datetime:
    """The same for a time that must lie ahead."""
    moment = moment_at(day, hour, zone)
    if moment <= now:
        raise TimeRefusedError(gettext("This time has passed. Choose a later one, or publish now."))
    return moment


def zone_label(zone: str, now: datetime) -> str:
    """`Africa/Lagos, UTC+01:00`: the zone that the desk's times are in."""
    offset = now.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"{zone}, UTC{offset[:3]}:{offset[3:5]}"
