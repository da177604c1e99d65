"""Readings over time: most in the first hours, more by day than by night, summing to what was asked."""

import math
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise

from blueprints.news.models import ViewDay, ViewHour

LONGEST = 14 * 24
HALF_GONE_AFTER = 9.0


def spread_views(article_id: int, views: int, published: datetime, moment: datetime) -> list[ViewHour | ViewDay]:
    """Rows of whole hours (UTC) from publication to now, at most a fortnight of them, and of their days."""
    first = published.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    hours = [first + timedelta(hours=step) for step in range(LONGEST) if first + timedelta(hours=step) <= moment]
    if not hours:
        return []
    weights = [_weight(step, hour) for step, hour in enumerate(hours)]
    whole = sum(weights)
    marks = [0, *(round(views * share / whole) for share in accumulate(weights))]
    counts = [later - earlier for earlier, later in pairwise(marks)]
    days: Counter[datetime] = Counter()
    for hour, count in zip(hours, counts, strict=True):
        days[hour.replace(hour=0)] += count
    by_hour = zip(hours, counts, strict=True)
    return [
        *(ViewHour(hour=hour, article_id=article_id, views=count) for hour, count in by_hour if count),
        *(ViewDay(day=day, article_id=article_id, views=count) for day, count in days.items() if count),
    ]


def _weight(step: int, hour: datetime) -> float:
    awake = 1.0 + 0.6 * math.sin((hour.hour - 8) / 24 * 2 * math.pi)
    return awake / math.pow(1.0 + step / HALF_GONE_AFTER, 1.6)
