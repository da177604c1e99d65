"""Hours in which copies go out, and hours in which nobody is woken: on a clock of some place, whatever it does.

A span is two full hours on that clock, `(5, 23)`, over midnight where the first is the later. All moments are aware.
"""

from datetime import UTC, datetime, timedelta, tzinfo

Span = tuple[int, int]
QUARTER = timedelta(minutes=15)  # every zone of today differs from UTC by whole quarters, and changes at one
LONGEST = 4 * 24 * 2


def is_open(window: Span | None, zone: tzinfo, moment: datetime) -> bool:
    """Whether copies may go out at this moment; two equal hours, as `0-24` is read, mean the whole day."""
    return window is None or window[0] == window[1] or _holds(window, zone, moment)


def quiet_until(hours: Span | None, zone: tzinfo, moment: datetime) -> datetime | None:
    """When a reader's quiet hours end, in UTC; None where it is not quiet. Two equal hours mean no quiet at all,
    because it would never end."""
    if hours is None or hours[0] == hours[1] or not _holds(hours, zone, moment):
        return None
    whole = moment.astimezone(UTC).replace(second=0, microsecond=0)
    quarter = whole - timedelta(minutes=whole.minute % 15)
    for _ in range(LONGEST):  # asking the clock each quarter is right also where an hour is missing or comes twice
        quarter += QUARTER
        if not _holds(hours, zone, quarter):
            break
    return quarter


def _holds(span: Span, zone: tzinfo, moment: datetime) -> bool:
    start, end = span
    hour = moment.astimezone(zone).hour
    return start <= hour < end if start < end else hour >= start or hour < end
