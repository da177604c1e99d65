"""The languages that the desk writes in."""

from blueprints.core.languages import language_name
from blueprints.core.templating import direction

LANGUAGES = (
    "en",
    "fr",
    "ar",
    "pt",
    "sw",
    "ha",
    "yo",
    "ig",
    "am",
    "so",
    "om",
    "ti",
    "zu",
    "xh",
    "af",
    "rw",
    "ln",
    "sn",
    "wo",
)


def passage_languages() -> list[tuple[str, str, str]]:
    """What a passage can be marked as: the code, the name and the direction of each language, by name."""
    return sorted(((code, language_name(code), direction(code)) for code in LANGUAGES), key=lambda each: each[1])
