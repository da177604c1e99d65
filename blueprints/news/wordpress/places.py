"""The countries of Africa by the names that headlines give them, in the languages of its papers."""

import unicodedata
from functools import cache

from babel import Locale

LANGUAGES = ("en", "fr", "pt", "sw", "ar", "ha", "yo", "am")
COUNTRIES = """
AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE
NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW
"""
# What papers write and the Unicode Consortium's lists do not hold.
SHORT = {
    "CAR": "Central African Republic",
    "CABO VERDE": "Cabo Verde",
    "CENTRAFRIQUE": "Centrafrique",
    "CONGO": "Congo",
    "CONGO BRAZZAVILLE": "Congo-Brazzaville",
    "CONGO KINSHASA": "DR Congo",
    "D.R. CONGO": "DR Congo",
    "DR CONGO": "DR Congo",
    "DRC": "DR Congo",
    "IVORY COAST": "Ivory Coast",
    "KONGO": "Kongo",
    "MOROCCO": "Morocco",
    "NAIJA": "Nigeria",
    "RDC": "RDC",
    "REPUBLIC OF CONGO": "Republic of Congo",
    "RSA": "South Africa",
    "SWAZILAND": "Swaziland",
    "THE GAMBIA": "The Gambia",
    "AFRICA": "Africa",
    "CENTRAL AFRICA": "Central Africa",
    "DARFUR": "Darfur",
    "EAST AFRICA": "East Africa",
    "HORN OF AFRICA": "Horn of Africa",
    "NORTH AFRICA": "North Africa",
    "SAHEL": "Sahel",
    "SOMALILAND": "Somaliland",
    "SOUTHERN AFRICA": "Southern Africa",
    "TIGRAY": "Tigray",
    "WEST AFRICA": "West Africa",
    "ZANZIBAR": "Zanzibar",
}
LONGEST = 60


def place_named(words: str) -> str | None:
    """The place that these words name, as written, or by its usual name when all are capitals; None for others."""
    usual = _places().get(fold(words)) if len(words) <= LONGEST else None
    return usual if usual is None or words.isupper() else words


def fold(words: str) -> str:
    """Without case, marks and punctuation: `CÔTE D’IVOIRE` and `Cote d'Ivoire` are one."""
    bare = (letter for letter in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


@cache
def _places() -> dict[str, str]:
    named = {fold(short): usual for short, usual in SHORT.items()}
    for language in LANGUAGES:
        territories = Locale(language).territories
        for code in COUNTRIES.split():
            named.setdefault(fold(territories[code]), territories[code])
    return named
