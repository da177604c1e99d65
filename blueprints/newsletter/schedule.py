"""When a digest is due: daily from 07:00, weekly on Saturday from 08:00, on the site's own clock."""

from datetime import datetime, time

from blueprints.core.templating import local
from blueprints.newsletter.models import Period

DAILY_FROM = time(7)
WEEKLY_FROM = time(8)
SATURDAY = 6


def slot_of(period: Period, moment: datetime) -> str:
    """The local date, or the ISO week (ISO 8601 §3.1.1.23), that a moment falls in."""
    day = local(moment).date()
    year, week, _ = day.isocalendar()
    return day.isoformat() if period is Period.DAILY else f"{year}-W{week:02}"


def is_due(period: Period, moment: datetime) -> bool:
    """Whether the turn of this period's slot has come; a late cron may take a weekly one on Sunday still."""
    here = local(moment)
    if period is Period.DAILY:
        return here.time() >= DAILY_FROM
    weekday = here.isoweekday()
    return weekday > SATURDAY or (weekday == SATURDAY and here.time() >= WEEKLY_FROM)
