"""When a reader's next digest is due: at their hour, on their clock, whatever the clocks of their country do."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from blueprints.newsletter.models import Cadence

LATE = timedelta(hours=6)  # so late a digest still goes out; later, it waits for its next turn
APART = timedelta(hours=20)  # whatever somebody sets, two digests are never closer
MINUTE = timedelta(minutes=1)


def next_digest(cadence: str, weekday: int, hour: int, zone: tzinfo, after: datetime) -> datetime | None:
    """The first moment later than `after` (aware) when a digest of this cadence is due; None where none ever is.

    `weekday` is ISO's, 1 to 7. There is one turn on each local day.
    """
    if cadence == Cadence.BREAKING:
        return None
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        if cadence == Cadence.DAILY or day.isoweekday() == weekday:
            due = moment_of(day, hour, zone)
            if due is not None and due > after:
                return due
        day += timedelta(days=1)


def slot_of(cadence: str, day: date) -> str:
    """The issue that a local date belongs to: the date, or its ISO week (ISO 8601 §3.1.1.23)."""
    year, week, _ = day.isocalendar()
    return day.isoformat() if cadence == Cadence.DAILY else f"{year}-W{week:02}"


def zone_of(name: str, site_zone: str) -> ZoneInfo:
    """A reader's zone; the site's where none is set, or where the system no longer knows it."""
    try:
        return ZoneInfo(name or site_zone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(site_zone)


def moment_of(day: date, hour: int, zone: tzinfo) -> datetime | None:
    """The instant, in UTC, of an hour on a day; the first coming of an hour that the clocks repeat.

    An hour that they skip is due at the first minute after the gap, or at the last before it where the gap ends on
    another day (America/Nuuk skips 23:00). None on a day that the zone never had.
    """
    wall = datetime.combine(day, time(hour))
    for step in (MINUTE, -MINUTE):
        shown = wall
        while shown.date() == day and not _stands(shown, zone):
            shown += step
        if shown.date() == day:
            return shown.replace(tzinfo=zone).astimezone(UTC)
    return None


def _stands(wall: datetime, zone: tzinfo) -> bool:
    """Whether clocks in the zone ever show this."""
    utc = wall.replace(tzinfo=zone).astimezone(UTC)
    return utc.astimezone(zone).replace(tzinfo=None) == wall
