"""What a body holds: pictures that open large, videos that play once tapped, notes, and words of another language."""

import re
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, Site
from tests.browser.test_author import enter
from tests.browser.test_reader import open_article

CITIES = "Five African cities before six in the morning"
PLAYER = "https://www.youtube-nocookie.com/embed/abcdefg?autoplay=1"
TYPED = """It happened[^1] here.

https://youtu.be/abcdefg

https://t.me/aantv/12

[^1]: So says the council."""


@pytest.fixture
def asked(browser: Browser, site: Site, scripted: bool) -> Iterator[tuple[Page, list[str]]]:
    """A phone, and every address of another site that it asks for; none of them is reached."""
    context = browser.new_context(
        base_url=site.url, java_script_enabled=scripted, viewport={"width": 360, "height": 740}, locale="en-GB"
    )
    others: list[str] = []
    context.on("request", lambda request: others.append(request.url) if not request.url.startswith(site.url) else None)
    context.route(
        re.compile(r"^https://"), lambda route: route.fulfill(body="<p>Elsewhere</p>", content_type="text/html")
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    yield opened, others
    context.close()


def publish(page: Page, site: Site, *, scripted: bool) -> None:
    """Write an article whose body holds all that authors type as signs, and open it."""
    enter(page, site)
    page.goto("/desk/articles/new/")
    page.get_by_label("Headline").fill(f"Signs {uuid.uuid4().hex[:6]}")
    if scripted:
        page.locator("[contenteditable=true]").click()
        for line in TYPED.split("\n\n"):
            page.keyboard.type(line)
            page.keyboard.press("Enter")
    else:
        page.get_by_label("Body").fill(TYPED)
    page.get_by_label("Category").select_option(label="News")
    page.get_by_role("button", name="Publish", exact=True).click()
    for _ in range(2):  # saved again, nothing is doubled
        page.get_by_role("button", name="Save changes").click()
        page.wait_for_load_state()
    page.get_by_role("link", name="See it on the site").first.click()


def test_what_was_typed_is_made_once_and_asks_nobody_before_a_tap(
    asked: tuple[Page, list[str]], site: Site, scripted: bool
) -> None:
    page, others = asked
    publish(page, site, scripted=scripted)
    expect(page.locator(".prose .embed")).to_have_count(2)
    expect(page.locator(".footnotes li")).to_have_text([re.compile("So says the council")])
    page.locator("sup a").click()
    expect(page).to_have_url(re.compile("#fn-1$"))
    page.locator(".footnotes a[href='#fnref-1']").click()
    assert others == []
    if not scripted:
        return
    page.get_by_role("link", name=re.compile("Video on YouTube")).click()
    expect(page.locator("iframe[title='Video on YouTube']")).to_be_visible()
    expect(page.frame_locator("iframe").locator("p")).to_have_text("Elsewhere")
    assert others == [PLAYER]
    with page.context.expect_page() as elsewhere:
        page.get_by_role("link", name=re.compile("Post on Telegram")).click()
    assert elsewhere.value.url == "https://t.me/aantv/12"


def test_a_picture_of_a_gallery_opens_large(page: Page, scripted: bool) -> None:
    open_article(page, CITIES)
    if not scripted:
        expect(page.locator(".gallery img").first).to_be_visible()
        return
    second = page.locator(".gallery a").nth(1)
    second.click()
    viewer = page.get_by_role("dialog", name="Pictures")
    place = viewer.get_by_role("status")
    expect(place).to_have_text("2 of 5")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("3 of 5")
    viewer.get_by_role("button", name="Previous").click()
    expect(place).to_have_text("2 of 5")
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(second).to_be_focused()


def test_marking_a_passage_with_its_language(page: Page, site: Site, scripted: bool) -> None:
    if not scripted:
        return
    enter(page, site)
    page.goto("/desk/articles/new/")
    area = page.locator("[contenteditable=true]")
    area.click()
    page.keyboard.type("مرحبا بكم")
    page.get_by_label("Language of this passage").select_option("ar")
    expect(area.locator("p[lang=ar][dir=rtl]")).to_have_text("مرحبا بكم")
    page.get_by_label("Category").select_option(label="News")
    page.get_by_role("button", name="Save draft").click()
    expect(page).to_have_url(re.compile(r"/desk/articles/\d+/"))
    expect(area.locator("p[lang=ar][dir=rtl]")).to_have_text("مرحبا بكم")
    area.locator("p").click()
    expect(page.get_by_label("Language of this passage")).to_have_value("ar")
    page.get_by_label("Language of this passage").select_option("")
    expect(area.locator("[lang]")).to_have_count(0)
