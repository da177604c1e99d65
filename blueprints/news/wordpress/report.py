"""The account of an import: what came in, what was changed on the way, what was left, and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from blueprints.news.wordpress.markup.surroundings import Notes

MOST_TITLES = 20


@dataclass(slots=True)
class Report:
    """Counts by kind of thing; reasons are sentences that an editor can act on."""

    came_in: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    changed: Counter[tuple[str, str]] = field(default_factory=Counter)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    states: Counter[tuple[str, str]] = field(default_factory=Counter)
    titles: dict[str, list[str]] = field(default_factory=dict)

    def change(self, kind: str, reason: str, times: int = 1) -> None:
        """Count something that came in otherwise than it was."""
        self.changed[kind, reason] += times

    def leave(self, kind: str, reason: str, times: int = 1) -> None:
        """Count something that did not come in."""
        self.left[kind, reason] += times

    def name(self, reason: str, title: str) -> None:
        """Note the title of something an editor should look at."""
        self.titles.setdefault(reason, []).append(title)

    def add_notes(self, notes: Notes) -> None:
        """Take over what the conversion of one body reported."""
        for reason, times in notes.changed.items():
            self.change("text", reason, times)
        for reason, times in notes.left.items():
            self.leave("text", reason, times)


def lines(report: Report) -> Iterator[str]:
    """The account as lines of a plain table."""
    yield f"{'':<14}{'came in':>9}{'known':>9}{'changed':>9}{'left':>9}"
    for kind in _kinds(report):
        changed = sum(times for (each, _), times in report.changed.items() if each == kind)
        left = sum(times for (each, _), times in report.left.items() if each == kind)
        yield f"{kind:<14}{report.came_in[kind]:>9,}{report.known[kind]:>9,}{changed:>9,}{left:>9,}"
    if report.states:
        yield ""
        yield ", ".join(f"{kind}s {state}: {times:,}" for (kind, state), times in sorted(report.states.items())) + "."
    for heading, counted in (("Changed", report.changed), ("Left", report.left)):
        if counted:
            yield from ("", f"{heading}:")
            yield from (f"{times:>7,}  {kind}: {reason}" for (kind, reason), times in sorted(counted.items()))
    for reason, titles in report.titles.items():
        yield from ("", f"{reason}:")
        yield from (f"         {title}" for title in titles[:MOST_TITLES])
        if len(titles) > MOST_TITLES:
            yield f"         … and {len(titles) - MOST_TITLES:,} more"


def _kinds(report: Report) -> list[str]:
    counted = [
        *report.came_in,
        *report.known,
        *(kind for kind, _ in report.changed),
        *(kind for kind, _ in report.left),
    ]
    return list(dict.fromkeys(counted))
