"""Snippets: the words that were asked, marked where they stand, in whatever spelling; safely."""

import pytest
from flask.testing import FlaskClient

from tests.news.searching import search
from tests.world import World


@pytest.mark.parametrize(
    ("body", "asked", "marked"),
    [
        ("The Ọ̀ṣun rises.", "osun", ["Ọ̀ṣun"]),
        ("De l’eau, toujours.", "eau", ["l’eau"]),
        ("Ma’aikata sun zo.", "maaikata", ["Ma’aikata"]),
        ("قال محَمَّد إن المدرسة مغلقة", "مدرسه محمد", ["محَمَّد", "المدرسة"]),
        ("ሠላም፡ለአዲስ አበባ", "ሰላም", ["ሠላም"]),
        ("The I.N.E.C. said.", "inec", ["I.N.E.C."]),
        ("Floods, and a flood.", "flood ", ["Floods", "flood"]),
        ("Porters of the port.", "port", ["Porters", "port"]),
    ],
)
def test_the_asked_words_are_marked(
    client: FlaskClient, world: World, body: str, asked: str, marked: list[str]
) -> None:
    world.article("Nothing", body=f"<p>{body}</p>")
    page = search(client, asked)
    assert ["".join(each.itertext()) for each in page.all(".card-snippet mark")] == marked
    assert page.text(".card-snippet") == body


def test_markup_of_an_article_stays_text(client: FlaskClient, world: World) -> None:
    world.article("Nothing", standfirst="<b>port</b> & <script>alert(1)</script>")
    page = search(client, "port script alert")
    assert page.text(".card-snippet") == "<b>port</b> & <script>alert(1)</script>"
    assert page.all(".card-snippet b") == page.all(".card-snippet script") == []


def test_a_long_text_is_cut_at_words(client: FlaskClient, world: World) -> None:
    words = [f"w{number}" for number in range(300)]
    world.article("Nothing", body=f"<p>{' '.join([*words[:200], 'cocoa', *words[200:]])}</p>")
    text = search(client, "cocoa").text(".card-snippet")
    assert text.startswith("… w19") and text.endswith(" …") and " cocoa " in text and len(text) < 300
    assert set(text.split()) <= {*words, "cocoa", "…"}
