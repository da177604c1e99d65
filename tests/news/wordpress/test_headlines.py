"""Titles become fields, and what only looks like one stays as it was."""

import pytest

from blueprints.news.models import Label
from blueprints.news.wordpress.headlines import Headline, headline_of

B, D, L, V, P = Label.BREAKING, Label.DEVELOPING, Label.LIVE, Label.VIDEO, Label.OPINION

TAKEN = [
    ("BREAKING: Moon of the Feast Seen Over Kano", "Moon of the Feast Seen Over Kano", {B}, ""),
    ("BREAKING NEWS: Bridge opens at dawn", "Bridge opens at dawn", {B}, ""),
    ("Breaking News | Bridge opens at dawn", "Bridge opens at dawn", {B}, ""),
    ("JUST IN: Governor signs the budget", "Governor signs the budget", {B}, ""),
    ("[BREAKING] Governor signs the budget", "Governor signs the budget", {B}, ""),
    ("BREAKING – Governor signs the budget", "Governor signs the budget", {B}, ""),
    ("breaking: governor signs the budget", "governor signs the budget", {B}, ""),
    ("BREAKING: (VIDEO) Commission Names the Winners", "Commission Names the Winners", {B, V}, ""),
    ("BREAKING/VIDEO: Commission Names the Winners", "Commission Names the Winners", {B, V}, ""),
    ("(VIDEO) BREAKING: Commission names the winners", "Commission names the winners", {B, V}, ""),
    ("Commission names the winners (VIDEO)", "Commission names the winners", {V}, ""),
    ("Commission names the winners [Watch]", "Commission names the winners", {V}, ""),
    ("VIDEO: Dancers on the bridge", "Dancers on the bridge", {V}, ""),
    ("[WATCH] Dancers on the bridge", "Dancers on the bridge", {V}, ""),
    ("Watch: Dancers on the bridge", "Dancers on the bridge", {V}, ""),
    ("WATCH LIVE: Dancers on the bridge", "Dancers on the bridge", {V, L}, ""),
    ("DEVELOPING: Fire at the port", "Fire at the port", {D}, ""),
    ("Developing Story: Fire at the port", "Fire at the port", {D}, ""),
    ("LIVE UPDATES: Count goes on in Lagos", "Count goes on in Lagos", {L}, ""),
    ("Live: Count goes on in Lagos", "Count goes on in Lagos", {L}, ""),
    ("LIVE | Count goes on in Lagos", "Count goes on in Lagos", {L}, ""),
    ("OPINION: The road we did not build", "The road we did not build", {P}, ""),
    ("OP-ED: The road we did not build", "The road we did not build", {P}, ""),
    ("[Opinion] The road we did not build", "The road we did not build", {P}, ""),
    ("EDITORIAL: The road we did not build", "The road we did not build", {P}, ""),
    ("VIDÉO: Le pont est ouvert", "Le pont est ouvert", {V}, ""),
    ("EN DIRECT : Le pont est ouvert", "Le pont est ouvert", {L}, ""),
    ("ÚLTIMA HORA: A ponte abriu hoje", "A ponte abriu hoje", {B}, ""),
    ("عاجل: افتتاح الجسر الجديد اليوم", "افتتاح الجسر الجديد اليوم", {B}, ""),
    ("Nigeria: Ferry Owner Loses Boat, Finds It", "Ferry Owner Loses Boat, Finds It", set(), "Nigeria"),
    ("NIGERIA: Ferry owner loses boat", "Ferry owner loses boat", set(), "Nigeria"),
    ("Nigeria: (VIDEO) Traders Storm the Council", "Traders Storm the Council", {V}, "Nigeria"),
    ("BREAKING: Nigeria: Traders storm the council", "Traders storm the council", {B}, "Nigeria"),
    ("Nigeria: BREAKING: Traders storm the council", "Traders storm the council", {B}, "Nigeria"),
    ("Côte d'Ivoire: Cocoa price up again", "Cocoa price up again", set(), "Côte d'Ivoire"),
    ("Côte d’Ivoire : le cacao remonte encore", "le cacao remonte encore", set(), "Côte d’Ivoire"),
    ("COTE D'IVOIRE: Cocoa price up again", "Cocoa price up again", set(), "Côte d’Ivoire"),
    ("DR Congo: Ferry sails at night", "Ferry sails at night", set(), "DR Congo"),
    ("DRC: Ferry sails at night", "Ferry sails at night", set(), "DR Congo"),
    ("RDC : le bac repart de nuit", "le bac repart de nuit", set(), "RDC"),
    ("Cap-Vert: les bateaux sont partis", "les bateaux sont partis", set(), "Cap-Vert"),
    ("Moçambique: Ponte abre ao trânsito", "Ponte abre ao trânsito", set(), "Moçambique"),
    ("Misri: Daraja jipya lafunguliwa leo", "Daraja jipya lafunguliwa leo", set(), "Misri"),
    ("مصر: افتتاح الجسر الجديد اليوم", "افتتاح الجسر الجديد اليوم", set(), "مصر"),
    ("West Africa: Rains come early this year", "Rains come early this year", set(), "West Africa"),
    ("South Africa: Why the trains run late", "Why the trains run late", set(), "South Africa"),
]  # fmt: skip

KEPT = [
    "Mali: A history",
    "Mali: The long road",
    "Sudan: What next?",
    "Live music returns",
    "Live music returns: three nights in Dakar",
    "Video games banned in two schools",
    "Breaking bread in Kano",
    "Breaking: bad",
    "Watch makers of Asmara",
    "Nigeria 2 – Ghana 1",
    "Nigeria 2:1 Ghana after extra time",
    "Ghana: 2 Nigeria: 1",
    "Nigeria wins: fans fill the streets",
    "War – what is it good for",
    "COVID-19: Clinics open on Sunday",
    "Super Eagles: Coach names his team",
    "Réunion : le conseil se retrouve demain",
    "Opinion polls open on Sunday",
    "Opinion is divided: what voters say",
    "Developing countries: more loans wanted",
    "Live – and let live",
    "Port reopens – Minister of Transport",
    "We will win – Senator Musa Bello",
    "“We will win” – Dr. Musa Bello",
    "Why are we here? – Dr. Musa Bello",
    "Rains return to Kano – Musa Bello",
    "Traders killed by Boko Haram",
    "Lagos–Ibadan railway reopens",
    "(Photos) Dancers on the bridge",
    "10:30 train to Kaduna is back",
    "",
    ":",
    "BREAKING:",
    "((((VIDEO",
    "🔥: Nigeria: 🔥",
]

SIGNED = [
    ("Questioning the Term of Chiefs of Security – Dr. Musa Bello", (), "Dr. Musa Bello"),
    ("Questioning the Term of Chiefs of Security — Prof Zainab Ọ̀ṣun", (), "Prof Zainab Ọ̀ṣun"),
    ("Questioning the Term of Chiefs - Barr. Musa A. Bello", (), "Barr. Musa A. Bello"),
    ("The river and the road – Musa Bello", ("Opinion",), "Musa Bello"),
    ("The river and the road, By Musa Bello", ("Columns",), "Musa Bello"),
    ("The river and the road | By Musa Bello", ("Op-Ed",), "Musa Bello"),
    ("The river and the road – by Ngozi O'Brien-Eze", ("Editorial",), "Ngozi O'Brien-Eze"),
    ("OPINION: The river and the road – Chief Musa Bello", (), "Chief Musa Bello"),
    ("The river and the road – Musa ibn Bello", ("Opinions",), "Musa ibn Bello"),
]
UNSIGNED = [
    ("Elections – The Way Forward", ("Opinion",)),
    ("The river and the road – Part Two", ("Opinion",)),
    ("The river and the road – Matters Arising", ("Opinion",)),
    ("The river and the road – South Sudan", ("Opinion",)),
    ("Nigeria 2 – Ghana 1", ("Opinion",)),
    ("How a country is killed By Corrupt Leaders", ("Opinion",)),
    ("War – what is it good for", ("Opinion",)),
    ("The river and the road – Musa Bello", ("Reviews",)),
]


@pytest.mark.parametrize(("title", "text", "labels", "country"), TAKEN)
def test_a_mark_becomes_a_field(title: str, text: str, labels: set[Label], country: str) -> None:
    assert headline_of(title) == Headline(text, frozenset(labels), country)


@pytest.mark.parametrize("title", KEPT)
def test_what_only_looks_like_one_stays(title: str) -> None:
    assert headline_of(title) == Headline(title)


@pytest.mark.parametrize(("title", "categories", "guest"), SIGNED)
def test_a_name_behind_a_dash_is_a_guest(title: str, categories: tuple[str, ...], guest: str) -> None:
    headline = headline_of(title, categories)
    assert (headline.guest, Label.OPINION in headline.labels) == (guest, True)
    assert guest not in headline.text and headline.text[-1].isalpha()


@pytest.mark.parametrize(("title", "categories"), UNSIGNED)
def test_other_words_behind_a_dash_are_no_name(title: str, categories: tuple[str, ...]) -> None:
    assert headline_of(title, categories).text == title


def test_the_longest_of_titles_is_read_at_once() -> None:
    for title in ("(" * 50_000, "BREAKING: " * 20_000, "a – " * 50_000, "A " * 100_000, "- " * 50_000):
        headline_of(title)
