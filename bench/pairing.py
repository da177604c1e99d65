"""Two measures in turn, A B A B …, and the ratio pair by pair."""

import statistics
from collections.abc import Callable


def pair(
    name: str, first: tuple[str, Callable[[], float]], second: tuple[str, Callable[[], float]], runs: int = 5
) -> None:
    """Print the median of each and of their ratios; both functions return a rate per second."""
    first[1]()
    second[1]()
    rates = [(first[1](), second[1]()) for _ in range(runs)]
    ratios = sorted(a / b for a, b in rates)
    left, right = (statistics.median(column) for column in zip(*rates, strict=True))
    print(f"{name}: {first[0]} {left:,.0f}/s, {second[0]} {right:,.0f}/s, ", end="")
    print(f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f}, {runs} pairs)")
