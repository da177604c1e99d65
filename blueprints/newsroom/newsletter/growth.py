"""Growth: who joined and who left on each day, and how many there were, as numbers and as a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Select, func, literal, select, union_all

from blueprints.core.database import AnySession
from blueprints.core.kept_counts import kept_count
from blueprints.newsletter.models import SubscriberEvent, SubscriberState
from blueprints.newsroom.newsletter import queries

DAYS = 90
JOINED, LEFT = ("confirmed", "imported"), ("left", "suspended", "complained")
WIDTH, HEIGHT, BARS = 720, 150, 60  # units of the drawing: the line above, the bars below
KEPT = timedelta(minutes=5)


@dataclass(frozen=True)
class Day:
    """A day on the site's clocks, who joined and who left, and how many were subscribed when it ended."""

    date: date
    joined: int
    left: int
    active: int


@dataclass(frozen=True)
class Bar:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """The same days as shapes: a line of how many there were, bars up for who joined, bars down for who left."""

    line: str
    joined: Sequence[Bar]
    left: Sequence[Bar]
    axis: float
    lowest: int
    highest: int
    most: int


def growth(session: AnySession, zone: str, moment: datetime) -> Sequence[Day]:
    """The last ninety days, the first first; today so far is the last. At most five minutes old."""
    return kept_count("newsletter-growth", lambda: _days(session, ZoneInfo(zone), moment), KEPT)


def drawing_of(days: Sequence[Day]) -> Drawing:
    """The shapes, within `WIDTH` by `HEIGHT` + `BARS` units."""
    lowest, highest = min(day.active for day in days), max(day.active for day in days)
    most = max(1, *(max(day.joined, day.left) for day in days))
    step, span = WIDTH / len(days), max(1, highest - lowest)
    points = [
        f"{(number + 0.5) * step:.1f},{HEIGHT - 10 - (day.active - lowest) / span * (HEIGHT - 20):.1f}"
        for number, day in enumerate(days)
    ]
    axis, scale = HEIGHT + BARS / 2, BARS / 2 / most
    joined = [Bar(n * step + 1, axis - d.joined * scale, step - 2, d.joined * scale) for n, d in enumerate(days)]
    left = [Bar(n * step + 1, axis, step - 2, d.left * scale) for n, d in enumerate(days)]
    return Drawing(
        " ".join(points),
        [bar for bar in joined if bar.height],
        [bar for bar in left if bar.height],
        axis,
        lowest,
        highest,
        most,
    )


def _days(session: AnySession, zone: ZoneInfo, moment: datetime) -> Sequence[Day]:
    today = moment.astimezone(zone).date()
    dates = [today - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]
    bounds = [datetime.combine(day, time(), zone).astimezone(UTC) for day in [*dates, today + timedelta(days=1)]]
    joined, left = _counts(session, JOINED, bounds), _counts(session, LEFT, bounds)
    active = dict(session.execute(queries.subscriber_states()).all()).get(SubscriberState.ACTIVE, 0)
    days: list[Day] = []
    for number in reversed(range(DAYS)):
        days.append(Day(dates[number], joined[number], left[number], max(0, active)))
        active += left[number] - joined[number]
    return days[::-1]


def _counts(session: AnySession, kinds: Sequence[str], bounds: Sequence[datetime]) -> dict[int, int]:
    """How many of these happened on each day, in one question; each day is a stretch of an index."""
    days = [_on(number, kinds, bounds) for number in range(len(bounds) - 1)]
    return dict(session.execute(union_all(*days)).all())


def _on(number: int, kinds: Sequence[str], bounds: Sequence[datetime]) -> Select[int, int]:
    return select(literal(number, Integer), func.count()).where(
        SubscriberEvent.kind.in_(kinds),
        SubscriberEvent.happened_at >= bounds[number],
        SubscriberEvent.happened_at < bounds[number + 1],
    )
