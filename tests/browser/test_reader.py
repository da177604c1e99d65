"""A reader's way: from the front page to an article, a comment, a share, and the newsletter."""

import re
import time
import uuid
from email.message import EmailMessage
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

TRAIN = "Sahel Light Rail runs its first train across the Osunmi bridge"
COUNCIL = "Osunmi council votes to publish every contract above five million naira"


def open_article(page: Page, headline: str) -> None:
    page.goto("/search/?q=" + headline.split(maxsplit=1)[0] + "+" + headline.split()[1])
    page.get_by_role("link", name=headline).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)


def test_reading_from_the_front_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=TRAIN).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TRAIN)
    expect(page.get_by_text("Breaking", exact=True).first).to_be_visible()
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="News").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("News")


def test_loading_more_of_what_is_latest(page: Page, scripted: bool) -> None:
    page.goto("/latest/")
    more = page.get_by_role("link", name=re.compile("more", re.I)).last
    before = page.locator("main a[href^='/20']").count()
    more.click()
    if scripted:
        expect(page.locator("main a[href^='/20']").nth(before)).to_be_attached()
    else:
        expect(page).to_have_url(re.compile("after="))


def test_searching(page: Page, scripted: bool) -> None:
    page.goto("/search/")
    box = page.get_by_role("searchbox").first
    box.fill("osunmi")
    if not scripted:
        box.press("Enter")
    expect(page.get_by_role("link", name=TRAIN).first).to_be_visible()


def test_commenting(page: Page, scripted: bool) -> None:
    open_article(page, TRAIN)
    address = page.url
    words = f"Crossed it this morning {uuid.uuid4().hex[:8]} 🚆"
    form = page.locator(".comment-form").last
    form.get_by_label("Name").fill("Cleo")
    form.get_by_label("Email").fill(f"cleo-{uuid.uuid4().hex[:8]}@example.org")
    form.get_by_label(re.compile("comment", re.I)).first.fill(words)
    form.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_text(re.compile("editor", re.I)).first).to_be_visible()
    if scripted:
        assert page.url == address


def test_a_comment_with_faults_comes_back_filled_in(page: Page) -> None:
    open_article(page, TRAIN)
    form = page.locator(".comment-form").last
    form.get_by_label("Name").fill("Cleo")
    form.get_by_label("Email").fill("cleo@example")
    form.get_by_label(re.compile("comment", re.I)).first.fill("These words stay.")
    form.get_by_role("button", name="Post comment").click()
    expect(page.locator(".error").first).to_be_visible()
    expect(page.get_by_text("These words stay.")).to_be_visible()


def test_sharing_counts_and_opens_the_network(page: Page) -> None:
    opened: list[str] = []
    networks = ("https://wa.me/", "https://api.whatsapp.com/")
    page.context.on("request", lambda asked: opened.append(asked.url) if asked.url.startswith(networks) else None)
    open_article(page, COUNCIL)
    with page.context.expect_page():
        page.get_by_role("button", name="WhatsApp").first.click()
    for _ in range(100):
        if opened:
            break
        page.wait_for_timeout(100)
    assert opened
    assert "wa.me" in opened[0]
    page.goto(page.url + "?again")
    expect(page.get_by_text(re.compile(r"shares?$")).first).to_be_visible()


def test_subscribing_and_leaving(page: Page, site: Site, scripted: bool) -> None:
    address = f"cleo-{uuid.uuid4().hex[:8]}@example.org"
    page.goto("/newsletter/")
    form = page.locator("main form.subscribe").first
    form.get_by_label("Your email address").fill(address)
    form.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_text(re.compile("inbox", re.I)).first).to_be_visible()
    mail = mail_to(site, address)
    page.goto(link_in(mail.get_body(("plain",)).get_content(), "confirm"))
    page.locator("main form button").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("main a[href*='/newsletter/manage/']").first.click()
    page.get_by_role("radio", name="Once a week").check()
    page.get_by_label("Or of another city").fill("Kathmandu")
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_text("Your choices are kept.")).to_be_visible()
    page.get_by_role("radio", name="Two weeks").check()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Send letters again").click()
    expect(page.get_by_text("Letters come again.")).to_be_visible()
    no_faults(page, scripted)
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_text(re.compile("no more|left|unsubscribed", re.I)).first).to_be_visible()
    no_faults(page, scripted)
    page.get_by_label("Too many letters").check()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("button", name="Pause for a month").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are subscribed")


def mail_to(site: Site, address: str) -> EmailMessage:
    """The one mail to an address, which is written beside the answer."""
    for _ in range(100):
        if mails := site.mails_to(address):
            (mail,) = mails
            return mail
        time.sleep(0.1)
    raise AssertionError(f"no mail to {address}")


def no_faults(page: Page, scripted: bool) -> None:
    """axe finds nothing on this page of somebody's own, and it is no wider than the phone."""
    if scripted:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def link_in(text: str, what: str) -> str:
    found = re.search(rf"https?://\S+/newsletter/{what}/\S+", text)
    assert found, text
    return urlsplit(found.group()).path


def test_signing_in_opens_in_place_and_as_a_page(page: Page, scripted: bool) -> None:
    page.goto("/about/")
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("link", name="Sign in").last.click()
    if scripted:
        expect(page.locator("dialog[open]").get_by_label("Email")).to_be_visible()
        assert page.url.endswith("/about/")
    else:
        expect(page).to_have_url(re.compile("/sign-in/"))
    form = page.locator("form[action='/sign-in/']").last
    form.get_by_label("Email").fill("nobody@example.org")
    form.get_by_label("Password").fill("wrong wrong wrong")
    form.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def test_a_lost_reader_finds_a_way_back(page: Page) -> None:
    page.goto("/2019/01/no-such-story/")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have no page at this address")
    page.get_by_role("link", name=re.compile("AAN TV|front page", re.I)).first.click()
    expect(page).to_have_url(re.compile(r"/$"))
