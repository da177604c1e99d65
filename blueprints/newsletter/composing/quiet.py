"""Quiet hours: nobody is woken by news, on their own clock, whatever it does."""

from datetime import UTC, datetime, timedelta, tzinfo

QUARTER = timedelta(minutes=15)  # every zone of today differs from UTC by whole quarters, and changes at one
LONGEST = 4 * 24 * 2


def after_quiet(hours: tuple[int, int] | None, zone: tzinfo, moment: datetime) -> datetime:
    """This moment (aware), or when the quiet hours end in which it lies, in UTC; two equal hours mean none.

    `hours` are two full hours on the reader's clock, `(22, 6)`, over midnight where the first is the later.
    """
    if hours is None or hours[0] == hours[1] or not _is_quiet(hours, zone, moment):
        return moment
    quarter = moment.astimezone(UTC).replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    for _ in range(LONGEST):
        quarter += QUARTER
        if not _is_quiet(hours, zone, quarter):
            break
    return quarter


def _is_quiet(hours: tuple[int, int], zone: tzinfo, moment: datetime) -> bool:
    start, end = hours
    hour = moment.astimezone(zone).hour
    return start <= hour < end if start < end else hour >= start or hour < end
