"""The languages of the interface: which are offered, which one an address asks for, and the words of each.

An address says its language in its first part (`/fr/search/`); the site's own language has none. The part is taken off
before Flask looks for a view and becomes its script root, so that `url_for` keeps a reader in the language he is in;
addresses that are written out say `here("/search/")`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale, refresh
from markupsafe import Markup
from werkzeug.local import LocalProxy

from blueprints.core.config import ROOT
from blueprints.core.setting_checks import SPOKEN
from blueprints.core.wording import DESK_SCRIPTS, script_words

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TRANSLATIONS = ROOT / "translations"
WRITTEN = {"en": "en_GB", "pt": "pt_AO"}  # whose dates and numbers are meant where a language names no country
ASKED = "newsroom.language"
_spoken: ContextVar[str] = ContextVar("spoken", default="")


class Catalogs(Domain):
    """The words of each language, read from its .po file when first asked for: nothing is compiled beforehand."""

    def __init__(self) -> None:
        Domain.__init__(self)

    def get_translations(self) -> NullTranslations:
        """The catalogue of the language in force."""
        locale = get_locale()
        return catalog(locale.language) if locale is not None else NullTranslations()


@cache
def catalog(language: str) -> NullTranslations:
    """All words of a language; English stands in the code."""
    path = catalog_path(language)
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def catalog_path(language: str) -> Path:
    """Where the words of a language are kept."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


class LanguageRoots:
    """A WSGI layer that takes the language off an address, and tells it to what is inside."""

    def __init__(self, app: "WSGIApplication", roots: Iterable[str]) -> None:
        self._app, self._roots = app, frozenset(roots)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer `/fr/latest/` as `/latest/` in French."""
        first, slash, rest = environ.get("PATH_INFO", "")[1:].partition("/")
        if slash and first in self._roots:
            environ.update({"PATH_INFO": f"/{rest}", "SCRIPT_NAME": f"/{first}", ASKED: first})
        return self._app(environ, start_response)


def init_languages(app: Flask) -> None:
    """Bind Flask-Babel to our catalogues, and tell templates and answers the language."""
    babel = Babel(app, default_locale="en", locale_selector=lambda: _locale(current_language()))
    babel.domain_instance = Catalogs()
    app.jinja_env.globals.update(here=here, editions=editions, page_language=LocalProxy(current_language))
    app.jinja_env.globals.update(own_words=own_words, script_words=script_words, DESK_SCRIPTS=DESK_SCRIPTS)
    app.after_request(_tell_language)


def _tell_language(answer: Response) -> Response:
    if answer.mimetype == "text/html":
        answer.headers.setdefault("Content-Language", current_language())
    return answer


def offered() -> tuple[str, ...]:
    """The languages of the interface, the site's own first."""
    config = current_app.config
    return (config["LANGUAGE"], *(each for each in config["LANGUAGES"] if each != config["LANGUAGE"]))


def current_language() -> str:
    """The language that the address asks for, or that was put in force; else the site's own."""
    return _spoken.get() or asked_language() or str(current_app.config["LANGUAGE"])


def current_locale() -> str:
    """What dates and numbers are written by."""
    return _locale(current_language())


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while, as in a mail; one without words of its own is spoken in English."""
    before = _spoken.set(language)
    refresh()
    try:
        yield
    finally:
        _spoken.reset(before)
        refresh()


def asked_language() -> str:
    """The language that lists keep to: the one in the address, and none where that names none."""
    return str(request.environ.get(ASKED, "")) if has_request_context() else ""


def root_of(language: str) -> str:
    """What an address of this language begins with: nothing for the site's own, or for one that is not offered."""
    primary = language.partition("-")[0]
    return f"/{primary}" if primary in offered()[1:] else ""


@dataclass(frozen=True)
class Edition:
    """A page in one of the languages of the interface: its tag, its name for itself, and where the page is in it."""

    language: str
    name: str
    path: str
    is_current: bool


def editions() -> list[Edition]:
    """The page that is shown, in each language of the interface; a page that is none has the front page instead.

    A view that knows better addresses puts them into `g.editions`, by their languages.
    """
    known = request.url_rule is not None and request.method in ("GET", "HEAD")
    path, better = request.path if known else "/", g.get("editions", {})
    return [
        Edition(each, language_name(each), better.get(each) or root_of(each) + path, each == current_language())
        for each in offered()
    ]


def own_words() -> Markup:
    """The attribute of what is only written in the site's own language; nothing where that is in force."""
    own = str(current_app.config["LANGUAGE"])
    return (
        Markup()
        if own == current_language()
        else Markup(' lang="{}" dir="{}"').format(own, Locale.parse(own, sep="-").text_direction)
    )


def language_name(language: str) -> str:
    """What a language calls itself, or its tag."""
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, LookupError):
        return language
    name = locale.get_display_name(locale) or language
    return name[0].upper() + name[1:]


def without_root(path: str) -> str:
    """The path that a view sees: without the language in front."""
    first, slash, rest = path[1:].partition("/")
    return f"/{rest}" if slash and first in offered()[1:] else path


def meant_root(path: str) -> str | None:
    """Where a path leads whose language is spelled without its slash, or is the site's own, which has none in front.

    It never begins with what a browser would read as the name of another site.
    """
    first, slash, rest = path[1:].partition("/")
    if first == offered()[0]:
        return "/" + quote(rest.lstrip("/\\"))
    return f"/{first}/" if not slash and first in offered()[1:] else None


def here(path: str) -> str:
    """The path in the language that is in force."""
    return root_of(current_language()) + path


def _locale(language: str) -> str:
    primary = language.partition("-")[0]
    return WRITTEN.get(language, language.replace("-", "_")) if primary in SPOKEN else WRITTEN["en"]
