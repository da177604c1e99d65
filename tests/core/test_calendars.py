"""The second calendar, by dates that almanacs give."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from blueprints.core.calendars import ethiopic, other_date
from blueprints.core.languages import speaking
from blueprints.core.templating import second_date


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2007, 9, 12), (2000, 1, 1)),
        (date(2023, 9, 11), (2015, 13, 6)),
        (date(2023, 9, 12), (2016, 1, 1)),
        (date(2024, 9, 11), (2017, 1, 1)),
        (date(1970, 1, 1), (1962, 4, 23)),
    ],
)
def test_ethiopian_dates(day: date, told: tuple[int, int, int]) -> None:
    assert ethiopic(day) == told


def test_each_language_has_the_calendar_of_its_readers(app: Flask) -> None:
    day = date(2026, 11, 25)
    for language, told in (("am", "16 ኅዳር 2019 ዓ.ም."), ("ar", "15 جمادى الآخرة 1448 هـ"), ("en", ""), ("ha", "")):
        with app.test_request_context(), speaking(language):
            assert other_date(day) == told
            shown = second_date(datetime(2026, 11, 25, 12, tzinfo=UTC))
            assert " " not in shown and shown.replace("\u00a0", " ") == told
    with app.test_request_context(), speaking("ar"):
        assert other_date(date(1800, 1, 1)) == ""
