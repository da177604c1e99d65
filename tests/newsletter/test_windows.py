"""Hours in which copies go out, and quiet hours, on clocks that jump."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from blueprints.newsletter.sending.windows import is_open, quiet_until

LAGOS, LISBON, NEWFOUNDLAND = ZoneInfo("Africa/Lagos"), ZoneInfo("Europe/Lisbon"), ZoneInfo("America/St_Johns")
CASABLANCA = ZoneInfo("Africa/Casablanca")


def at(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("window", "hour", "is_in"),
    [((5, 23), 4, False), ((5, 23), 5, True), ((5, 23), 22, True), ((5, 23), 23, False), ((22, 6), 23, True),
     ((22, 6), 0, True), ((22, 6), 5, True), ((22, 6), 6, False), ((22, 6), 21, False), ((0, 0), 3, True),
     (None, 3, True)],
)  # fmt: skip
def test_copies_go_in_the_window(window: tuple[int, int] | None, hour: int, is_in: bool) -> None:
    assert is_open(window, LAGOS, at(f"2026-03-02 {hour:02}:30", LAGOS)) is is_in


def test_quiet_hours_end_in_the_morning_of_the_reader() -> None:
    assert quiet_until((22, 6), NEWFOUNDLAND, at("2026-03-02 23:30", NEWFOUNDLAND)) == at(
        "2026-03-03 06:00", NEWFOUNDLAND
    )
    assert quiet_until((22, 6), NEWFOUNDLAND, at("2026-03-02 06:00", NEWFOUNDLAND)) is None


def test_no_quiet_hours_are_never_quiet() -> None:
    assert quiet_until(None, LAGOS, at("2026-03-02 03:00", LAGOS)) is None
    assert quiet_until((22, 22), LAGOS, at("2026-03-02 22:30", LAGOS)) is None


@pytest.mark.parametrize(
    ("zone", "night", "hours_of_sleep"),
    [(LISBON, "2026-03-28", 7), (LISBON, "2026-10-24", 9), (NEWFOUNDLAND, "2026-03-07", 7),
     (NEWFOUNDLAND, "2026-10-31", 9), (CASABLANCA, "2026-02-14", 9), (CASABLANCA, "2026-03-21", 7)],
)  # fmt: skip
def test_a_night_with_a_clock_change_ends_at_six_all_the_same(zone: ZoneInfo, night: str, hours_of_sleep: int) -> None:
    began = at(f"{night} 22:00", zone)
    ended = quiet_until((22, 6), zone, began)
    assert ended is not None
    assert ended.astimezone(zone).strftime("%H:%M") == "06:00"
    assert (ended - began).total_seconds() / 3600 == hours_of_sleep
