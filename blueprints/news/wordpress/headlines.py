"""Titles of an old site as fields: marks and places before a headline, and a guest's name behind it."""

import re
from dataclasses import dataclass, replace

from blueprints.news.models import Label
from blueprints.news.wordpress.places import fold, place_named

MARKS = {
    Label.BREAKING: "breaking|breaking news|just in|urgent|urgente|ultima hora|derniere minute|عاجل",
    Label.DEVELOPING: "developing|developing story",
    Label.LIVE: "live|live updates|live blog|liveblog|watch live|en direct|ao vivo|مباشر",
    Label.VIDEO: "video|videos|watch|watch video|watch live|فيديو",
    Label.OPINION: "opinion|opinions|op ed|editorial|tribune|opiniao|رأي",
}
MOST_PARTS = 6
FEWEST_WORDS = 2
FEWEST_AFTER_PLACE = 3
FEWEST_AFTER_ARTICLE = 5

BRACKETED = re.compile(r"[(\[{]\s*([^()\[\]{}]{2,30}?)\s*[)\]}]\s*[:|–—-]?\s*")
BEFORE = re.compile(r"([^:：|]{2,60}?)\s*[:：|]\s*")
BEFORE_DASH = re.compile(r"([^–—-]{2,30}?)\s+[–—-]+\s+")
BRACKETED_LAST = re.compile(r"\s*[(\[{]\s*([^()\[\]{}]{2,30}?)\s*[)\]}]\s*$")
SCORE = re.compile(r"\d+\D*[:–—-]\s*\d+\s*$|\D*\d+\s*[:–—-]\s*\d+")

NAME_LAST = re.compile(
    r"^(.{8,}?)\s*(?:\s[–—-]+\s*|[,|:]\s*(?=[Bb][Yy]\s)|\s[–—-]+(?=[Bb][Yy]\s))(?:[Bb][Yy]:?\s+)?([^–—|:,]+?)\s*$"
)
# Of those who write; a politician's title behind a dash tells whose words the headline quotes.
SCHOLARS = "dr|doctor|prof|professor|barr|barrister"
TITLES = (
    f"{SCHOLARS}|mr|mrs|ms|chief|alhaji|hajia|engr|sen|senator|hon|justice|rev|pastor|bishop|imam|sheikh|sir|amb"
    "|comrade|mallam|malam"
)
SCHOLAR = re.compile(rf"(?:{SCHOLARS})\b\.?\s", re.IGNORECASE)
TITLE = re.compile(rf"(?:(?:{TITLES})\b\.?\s+)+", re.IGNORECASE)
PARTICLES = {"al", "bin", "ibn", "de", "da", "dos", "van", "von", "ben", "el", "ould", "wa", "du", "le", "la"}
OPINIONS = re.compile(
    r"\b(?:opinions?|op eds?|editorials?|columns?|columnists?|comments?|commentary|views?|tribunes?)\b"
)
QUOTED = re.compile(r"[\"“”«»‘]|\b(?:I|we|my|our|me|us)\b|\?", re.IGNORECASE)
NO_NAMES = """
a an and are as at for from how in into is it its matters not of on or our part the their this to under what when where
which who why with your arising lessons forward analysis review report reports prospects challenges politics economy
government democracy crisis future people national party news tv update election elections today one two three first
second last final new old more less africa african nigerian ghanaian kenyan president governor minister police army
court senate house
"""


@dataclass(frozen=True, slots=True)
class Headline:
    """A title in its parts."""

    text: str
    labels: frozenset[Label] = frozenset()
    country: str = ""
    guest: str = ""


def headline_of(title: str, categories: tuple[str, ...] = ()) -> Headline:
    """The parts of a title; what is no mark, place or name for certain stays in the headline."""
    headline = Headline(title)
    for _ in range(MOST_PARTS):
        shorter = _without_first(headline) or _without_last(headline)
        if shorter is None:
            break
        headline = shorter
    return _signed(headline, any(OPINIONS.search(fold(name)) for name in categories))


def _without_first(headline: Headline) -> Headline | None:
    for shape in (BRACKETED, BEFORE, BEFORE_DASH):
        found = shape.match(headline.text)
        if found is None:
            continue
        words, rest = found[1].strip(), headline.text[found.end() :].strip()
        labels = _marked(words)
        if labels and _words(rest) >= FEWEST_WORDS and (shape is not BEFORE_DASH or _is_loud(words)):
            return replace(headline, text=rest, labels=headline.labels | labels)
        place = place_named(words) if shape is BEFORE and not headline.country else None
        if place and _stands_alone(rest):
            return replace(headline, text=rest, country=place)
    return None


def _without_last(headline: Headline) -> Headline | None:
    found = BRACKETED_LAST.search(headline.text)
    labels = _marked(found[1]) if found else frozenset()
    if found is None or not labels or _words(headline.text[: found.start()]) < FEWEST_WORDS:
        return None
    return replace(headline, text=headline.text[: found.start()].strip(), labels=headline.labels | labels)


def _marked(words: str) -> frozenset[Label]:
    """The labels that these words mean; two may stand together, as in `Breaking/Video`."""
    parts = [fold(part) for part in re.split(r"[/&+,]", words)]
    meant = [{label for label, marks in MARKS.items() if part in map(fold, marks.split("|"))} for part in parts]
    return frozenset().union(*meant) if all(meant) else frozenset()


def _is_loud(words: str) -> bool:
    return words.isupper()


def _words(text: str) -> int:
    return sum(any(letter.isalpha() for letter in word) for word in text.split())


def _stands_alone(rest: str) -> bool:
    """Whether it is a headline without the place before it; `Mali: A history` is one title, and `2:1` a score."""
    if SCORE.match(rest):
        return False
    begins_with_article = rest.split(" ", 1)[0].casefold() in ("a", "an", "the")
    return _words(rest) >= (FEWEST_AFTER_ARTICLE if begins_with_article else FEWEST_AFTER_PLACE)


def _signed(headline: Headline, is_opinion: bool) -> Headline:
    """With the guest behind a dash: in a section of opinions, or where it is a scholar's name and nobody is quoted."""
    found = NAME_LAST.match(headline.text)
    if found is None or _words(found[1]) < FEWEST_WORDS:
        return headline
    opinion = is_opinion or Label.OPINION in headline.labels
    if not _is_name(found[2]) or not (opinion or (SCHOLAR.match(found[2]) and not QUOTED.search(found[1]))):
        return headline
    return replace(headline, text=found[1].strip(), guest=found[2], labels=headline.labels | {Label.OPINION})


def _is_name(words: str) -> bool:
    """Two to four words with capitals, or one behind a title; no word that sentences are made of, and no place."""
    title = TITLE.match(words)
    name = (words[title.end() :] if title else words).removesuffix("SAN").rstrip(" ,")
    parts = [part for part in re.split(r"[ -]", name) if part]
    plain = [fold(part) for part in parts if not part.endswith(".")]
    fewest = 1 if title else 2
    return (
        fewest <= len(name.split()) <= 4
        and all(part[0].isupper() or part.casefold() in PARTICLES for part in parts)
        and all(fold(part).replace(" ", "").isalpha() and part.count(".") <= 1 for part in parts)
        and not set(NO_NAMES.split()).intersection(plain)
        and not any(place_named(part) for part in (*parts, name))
    )
