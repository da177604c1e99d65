"""WordPress' footnotes: marks in the body, their text in the body or beside it."""

import dataclasses
import json

import pytest

from blueprints.core.sanitiser import clean_html
from blueprints.news.wordpress.markup.convert import convert
from tests.news.wordpress.bodies import around

BODY = (
    "<!-- wp:paragraph -->\n"
    '<p>One<sup data-fn="a-1" class="fn"><a href="#a-1" id="a-1-link">1</a></sup>'
    ' two<sup data-fn="b-2" class="fn"><a href="#b-2" id="b-2-link">2</a></sup></p>\n<!-- /wp:paragraph -->\n\n'
)
MARKED = (
    '<p>One<sup><a href="#fn-1" id="fnref-1">1</a></sup> two<sup><a href="#fn-2" id="fnref-2">2</a></sup></p>'
    '<ol class="footnotes"><li id="fn-1">See <b>A</b> <a href="#fnref-1">↩\ufe0e</a></li>'
    '<li id="fn-2">B <a href="#fnref-2">↩\ufe0e</a></li></ol>'
)


def test_notes_kept_beside_the_body_come_to_its_end() -> None:
    notes = [{"id": "b-2", "content": "B"}, {"id": "a-1", "content": "See <b>A</b>"}, {"id": "c", "content": "Unused"}]
    export = dataclasses.replace(around(), footnotes=json.dumps(notes))
    made = convert(BODY + "<!-- wp:footnotes /-->", "", export).body
    assert made == MARKED and not export.notes.left
    assert clean_html(made).html.replace(' rel="noopener"', "") == made


def test_a_written_list_is_read_too() -> None:
    written = (
        '<ol class="wp-block-footnotes"><li id="a-1">See <b>A</b> <a href="#a-1-link">↩︎</a></li>'
        '<li id="b-2">B <a href="#b-2-link">↩︎</a></li></ol>'
    )
    assert convert(BODY + written, "", around()).body == MARKED


@pytest.mark.parametrize("kept", ["", "{", "{}", "[1]", "null", '[{"id":null}]'])
def test_lost_notes_leave_their_marks_as_text(kept: str) -> None:
    assert convert(BODY, "", dataclasses.replace(around(), footnotes=kept)).body == "<p>One[^a-1] two[^b-2]</p>"
