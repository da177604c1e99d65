"""axe-core on every page type, light and dark, at phone width."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import Site

PAGES = [
    "/",
    "/category/news/",
    "/tag/osunmi/",
    "/author/ada-umeorah/",
    "/about/",
    "/search/?q=osunmi",
    "/newsletter/",
    "/ar/newsletter/",
    "/newsletter/embed/",
    "/newsletter/issues/",
    "/newsletter/qr/",
    "/corrections/",
    "/sign-in/",
    "/forgotten-password/",
    "/nowhere/",
    "/offline/",
    "ARTICLE",
    "/desk/",
    "/desk/articles/new/",
    "/desk/comments/",
    "/desk/people/",
]


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> object:
    """The state of a browser in which the first editor signed in."""
    link = next(
        word for word in site.flask("auth", "sign-in-link", "ada@example.org").split() if word.startswith("http")
    )
    page = browser.new_page()
    page.goto(link)
    page.locator("main form button").first.click()
    page.wait_for_url("**/desk/")
    state = page.context.storage_state()
    page.close()
    return state


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Browser, site: Site, signed_in: object, path: str, colours: str) -> None:
    state = signed_in if path.startswith("/desk/") else None
    context = browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 740}, color_scheme=colours, storage_state=state
    )
    page = context.new_page()
    page.goto("/" if path == "ARTICLE" else path)
    if path == "ARTICLE":
        page.locator("main a[href^='/20']").first.click()
        page.wait_for_url("**/20*/**")
    found = Axe().run(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert found.violations_count == 0, found.generate_report()
    assert wide <= 0, f"{wide} px wider than the phone"
