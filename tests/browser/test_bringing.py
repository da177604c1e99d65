"""htmx comes with the first press that needs it; where it does not come, nothing is lost."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, Site

HTMX = re.compile(r"/htmx\.js$")


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    """A phone with scripts, and nothing kept by a worker."""
    context = browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 740}, service_workers="block", locale="en-GB"
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    context.close()


def asked_paths(page: Page) -> list[str]:
    """The paths that the page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url.split("/", 3)[-1]))
    return asked


def test_reading_needs_no_htmx_and_a_press_brings_it_once(phone: Page) -> None:
    asked = asked_paths(phone)
    phone.goto("/latest/", wait_until="networkidle")
    assert not [path for path in asked if "htmx" in path]
    before = phone.locator("main a[href^='/20']").count()
    phone.get_by_role("link", name="Load more").dblclick()
    expect(phone.locator("main a[href^='/20']").nth(before)).to_be_attached()
    phone.wait_for_load_state("networkidle")
    assert len([path for path in asked if "htmx" in path]) == 1
    assert len([path for path in asked if path.startswith("latest/more/?after=")]) == 1


def test_a_link_whose_script_does_not_come_leads_on(phone: Page) -> None:
    phone.route(HTMX, lambda route: route.abort())
    phone.goto("/latest/")
    phone.get_by_role("link", name="Load more").click()
    expect(phone).to_have_url(re.compile("/latest/.after="))


def test_a_form_whose_script_does_not_come_says_so_and_is_sent_the_next_time(phone: Page) -> None:
    gone = True
    phone.route(HTMX, lambda route: route.abort() if gone else route.continue_())
    phone.goto("/newsletter/")
    form = phone.locator("form.subscribe").first
    form.get_by_label("Your email address").fill("weak-link@example.org")
    form.get_by_role("button", name="Subscribe").click()
    expect(phone.locator("#announcer")).to_contain_text("Nothing that you typed is lost")
    expect(form.get_by_label("Your email address")).to_have_value("weak-link@example.org")
    gone = False
    form.get_by_role("button", name="Subscribe").click()
    expect(phone.get_by_text("Look into your inbox").first).to_be_visible()


def test_a_view_is_counted_and_the_numbers_come(phone: Page) -> None:
    phone.goto("/")
    phone.locator(".front-lead a").first.click()
    with phone.expect_response(re.compile(r"/views/$")) as counted:
        phone.wait_for_load_state()
    assert counted.value.status == 200
    expect(phone.locator("#counters[data-views]")).to_have_count(0)


def test_who_comes_from_a_letter_tells_it_with_the_view_and_passes_on_a_plain_address(phone: Page) -> None:
    phone.goto("/")
    path = phone.locator(".front-lead a").first.get_attribute("href")
    with phone.expect_request(re.compile(r"/views/$")) as counted:
        phone.goto(f"{path}#letter-7")
        expect(phone).to_have_url(re.compile(rf"{path}$"))
    assert counted.value.post_data == "letter=7"
    with phone.expect_request(re.compile(r"/views/$")) as counted:
        phone.goto(f"{path}?again")
    assert counted.value.post_data is None


def test_scripts_speak_the_language_of_the_page(phone: Page) -> None:
    phone.route(HTMX, lambda route: route.abort())
    phone.goto("/fr/newsletter/")
    form = phone.locator("form.subscribe").first
    form.locator("input[type=email]").fill("weak-link@example.org")
    form.get_by_role("button", name="S’abonner").click()
    expect(phone.locator("#announcer")).to_contain_text("Rien de ce que vous avez écrit n’est perdu")
