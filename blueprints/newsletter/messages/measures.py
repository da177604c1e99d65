"""How much a letter may say in each form: tried from the first measure on, until the message is small enough."""

from dataclasses import dataclass

from blueprints.newsletter.models import Form

KILO = 1000
LARGEST_HTML = 100 * KILO  # bytes; Gmail shows the rest of a longer one only on request
LARGEST = {Form.TEXT: 8 * KILO, Form.NORMAL: 40 * KILO, Form.FULL: 1000 * KILO}  # bytes of the whole message
FEWER = (12, 9, 7, 5, 3, 2, 1)


@dataclass(frozen=True)
class Measure:
    """Characters of a headline, of a standfirst and of the editor's own words, how many stories, and bytes of whole
    articles."""

    headline: int = 200
    standfirst: int = 300
    prose: int = 90_000
    stories: int = 100
    whole: int = 0


MEASURES = {
    Form.TEXT: (
        Measure(200, 300, 5000),
        Measure(200, 160, 3000),
        Measure(160, 90, 2000),
        Measure(140, 60, 1500),
        Measure(140, 0, 1500),
        Measure(100, 0, 800),
        Measure(70, 0, 400),
        *(Measure(50, 0, 200, stories) for stories in FEWER),
    ),
    Form.NORMAL: (
        Measure(200, 300),
        Measure(200, 200, 20_000),
        Measure(160, 120, 10_000),
        Measure(140, 60, 6000),
        Measure(120, 0, 4000),
        Measure(80, 0, 2000),
        *(Measure(60, 0, 800, stories) for stories in FEWER),
    ),
    Form.FULL: (
        *(Measure(whole=room) for room in range(LARGEST_HTML - 4 * KILO, 0, -6 * KILO)),
        Measure(200, 300, 60_000),
        *(Measure(120, 0, 20_000, stories) for stories in FEWER),
    ),
}
