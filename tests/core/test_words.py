"""Every word of the interface is in every language: none missing, none unused, none that fills in something else."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from blueprints.core.config import ROOT
from blueprints.core.languages import catalog, catalog_path
from blueprints.core.setting_checks import SPOKEN

TRANSLATED = [language for language in SPOKEN if language != "en"]
FILLED_IN = re.compile(r"%\((\w+)\)[sd]")
MARKUP = re.compile(r"</?[a-z]+|href|\{|\}")
Key = str | tuple[str, ...]


@cache
def written() -> frozenset[Key]:
    """What the code and templates say."""
    methods = [("blueprints/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
    options = {pattern: {"trimmed": "true"} for pattern, method in methods if method == "jinja2"}
    keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "mark": None}
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords,
        directory_filter=lambda path: Path(path).name not in {".venv", "tests", "bench"},
    )
    return frozenset(tuple(message) if isinstance(message, tuple) else message for _, _, message, _, _ in found)


@cache
def kept(language: str) -> Catalog:
    """What the catalogue of a language holds."""
    with catalog_path(language).open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    """Its messages, without the head."""
    return [message for message in kept(language) if message.id]


def test_the_interface_says_hundreds_of_things() -> None:
    assert len(written()) > 300


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_missing_and_nothing_unused(language: str) -> None:
    known = {
        tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id for message in messages(language)
    }
    assert known == written(), "run `make words`, then fill in what is new"
    assert not kept(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_is_translated(language: str) -> None:
    bare = [
        message.id
        for message in messages(language)
        if message.fuzzy or not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    assert bare == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_filled_in_and_marked_up_is_the_same(language: str) -> None:
    faults = []
    for message in messages(language):
        ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = {name for each in ids for name in FILLED_IN.findall(each)}
        for string in strings:
            names = set(FILLED_IN.findall(string))
            if names - wanted or (wanted - names - {"num"} and len(strings) == 1):
                faults.append(f"{ids[0]!r}: {sorted(names)} for {sorted(wanted)}")
            if len(strings) == 1 and sorted(MARKUP.findall(string)) != sorted(MARKUP.findall(ids[0])):
                faults.append(f"{ids[0]!r}: other markup in {string!r}")
    assert faults == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_can_be_spoken(language: str, tmp_path: Path) -> None:
    with (tmp_path / "messages.mo").open("wb") as file:
        write_mo(file, kept(language))
    assert catalog(language).gettext("just now") != "just now"
