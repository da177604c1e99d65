"""Joined stylesheets and scripts, named by content."""

import re

import pytest
from flask.testing import FlaskClient

from blueprints.core.assets import BUNDLES, LAYERS, STATIC, bundle, bundle_path


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_is_kept_for_a_year_and_compressed(client: FlaskClient, name: str) -> None:
    answer = client.get(bundle_path(name), headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "br"
    assert len(bundle(name)[0]) > 500


def test_a_script_names_what_it_brings_later(client: FlaskClient) -> None:
    script = bundle("site.js")[0].decode()
    assert bundle_path("htmx.js") in script and bundle_path("tapped.css") in script and "/today/" not in script


def test_an_old_name_leads_to_today(client: FlaskClient) -> None:
    answer = client.get("/assets/000000000000/site.css")
    assert answer.headers["Location"] == bundle_path("site.css")
    assert client.get("/assets/000000000000/other.css").status_code == 404


def test_a_stylesheet_is_one_layer() -> None:
    for path in STATIC.glob("css/**/*.css"):
        if path.name != "tokens.css":
            opened = re.findall(r"^(\S.*)$", path.read_text(encoding="utf-8").split("*/", 1)[1], re.MULTILINE)
            assert len(opened) == 2 and opened[0] in {f"@layer {layer} {{" for layer in LAYERS}, path.name


@pytest.mark.parametrize("name", ["site.css", "lists.css"])
def test_what_a_page_begins_with_opens_each_layer_once_and_in_order(name: str) -> None:
    assert re.findall(r"@layer (\w+)\{", bundle(name)[0].decode()) == list(LAYERS)
