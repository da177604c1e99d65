"""Counts that a page may show a minute old: made once for all who ask at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

from flask import Flask

from blueprints.core import clock
from blueprints.core.kept_counts import MOST, KeptCounts, forget_count, kept_count

MINUTE = timedelta(minutes=1)


def test_it_is_made_anew_after_a_minute_or_when_it_is_forgotten(app: Flask) -> None:
    numbers = iter(range(9))
    assert kept_count("readers", lambda: next(numbers)) == kept_count("readers", lambda: next(numbers)) == 0
    with clock.at(clock.now() + MINUTE):
        assert kept_count("readers", lambda: next(numbers)) == 1
        forget_count("readers")
        assert kept_count("readers", lambda: next(numbers)) == 2
    assert kept_count("others", lambda: "none") == "none"


def test_many_who_ask_at_once_count_once_and_hold_up_nobody_else() -> None:
    counts, begun, go_on, made = KeptCounts(), Event(), Event(), []

    def slow() -> int:
        begun.set()
        assert go_on.wait(10)
        made.append(1)
        return len(made)

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(counts.get, "slow", slow, MINUTE) for _ in range(3)]
        assert begun.wait(10)
        assert counts.get("other", lambda: 7, MINUTE) == 7
        go_on.set()
        assert [each.result(10) for each in asked] == [1, 1, 1]


def test_what_cannot_be_counted_is_tried_again() -> None:
    counts = KeptCounts()
    for _ in range(2):
        try:
            counts.get("x", lambda: 1 // 0, MINUTE)
        except ZeroDivisionError:
            continue
        raise AssertionError("it was not told")
    assert counts.get("x", lambda: 1, MINUTE) == 1


def test_no_number_of_names_fills_the_memory() -> None:
    counts = KeptCounts()
    for number in range(MOST * 3):
        counts.get(number, lambda: 0, MINUTE)
    assert len(counts._kept) <= MOST and len(counts._locks) <= MOST
