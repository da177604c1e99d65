"""A code to print."""

from flask.testing import FlaskClient
from lxml import etree

from blueprints.newsletter.readers.qr import qr_svg
from tests.visiting import visit


def test_the_page_shows_the_code_and_spells_the_address(client: FlaskClient) -> None:
    page = visit(client, "/newsletter/qr/")
    assert page.one("main img").get("src") == "/newsletter/qr.svg"
    assert "http://localhost/newsletter/" in page.text("main")


def test_the_code_is_a_picture_of_our_own_address(client: FlaskClient) -> None:
    answer = client.get("/newsletter/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.data == qr_svg("http://localhost/newsletter/?from=qr", "AAN TV")
    root = etree.fromstring(answer.data)
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and not root.findall(".//{*}script")
    assert {each.get("stroke") or each.get("fill") for each in root.findall("{*}path")} == {"#000", "#fff"}
    assert client.get("/fr/newsletter/qr.svg").data != answer.data


def test_what_leads_here_by_the_code_says_so(client: FlaskClient) -> None:
    assert visit(client, "/newsletter/?from=qr").one("main input[name=place]").get("value") == "qr"
