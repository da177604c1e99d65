"""An author's way: invited, writing, publishing, and seen by readers at once."""

import io
import re
import uuid
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

PASSWORD = "a long enough password"


def enter(page: Page, site: Site) -> None:
    """Come in by an invitation, as a new author."""
    address = f"ben-{uuid.uuid4().hex[:8]}@example.org"
    site.flask("auth", "invite", address, "--role", "editor")
    (mail,) = site.mails_to(address)
    found = re.search(r"https?://\S+/invitation/\S+", mail.get_body(("plain",)).get_content())
    assert found
    page.goto(urlsplit(found.group()).path)
    page.get_by_label("Name").fill("Ben Diallo")
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/desk/"))


def a_picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (1400, 800), "#0b6e4f").save(buffer, "JPEG")
    return buffer.getvalue()


def write(page: Page, headline: str, *, scripted: bool) -> None:
    page.goto("/desk/articles/new/")
    page.get_by_label("Headline").fill(headline)
    page.get_by_label("Standfirst").fill("Filed between two power cuts.")
    if scripted:
        page.locator("[contenteditable=true]").click()
        page.keyboard.type("The first paragraph.")
        page.keyboard.press("Enter")
        page.keyboard.type("The second one.")
    else:
        page.get_by_label("Body").fill("The first paragraph.\n\nThe second one.")
    page.get_by_label("Category").select_option(label="News")
    page.get_by_label("Tags").fill("Power, Osunmi")
    page.locator("#picture_file").set_input_files(
        {"name": "green.jpg", "mimeType": "image/jpeg", "buffer": a_picture()}
    )
    page.get_by_label(re.compile("What the picture shows")).fill("A green field")


def test_writing_and_publishing(page: Page, site: Site, scripted: bool) -> None:
    enter(page, site)
    headline = f"Lights back on in Osunmi {uuid.uuid4().hex[:6]}"
    write(page, headline, scripted=scripted)
    page.get_by_role("button", name="Save draft").click()
    expect(page).to_have_url(re.compile(r"/desk/articles/\d+/"))
    expect(page.get_by_label("Headline")).to_have_value(headline)
    with page.context.expect_page() as preview:
        page.get_by_role("button", name="Preview").click()
    expect(preview.value.get_by_role("heading", level=1)).to_have_text(headline)
    preview.value.close()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="See it on the site").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)
    expect(page.get_by_text("The second one.")).to_be_visible()
    expect(page.get_by_role("img", name="A green field")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name=headline).first).to_be_visible()


def test_what_is_missing_is_said_and_nothing_is_lost(page: Page, site: Site, scripted: bool) -> None:
    enter(page, site)
    page.goto("/desk/articles/new/")
    page.get_by_label("Standfirst").fill("Only a standfirst.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".error").first).to_be_visible()
    expect(page.get_by_label("Standfirst")).to_have_value("Only a standfirst.")


def test_approving_a_comment(page: Page, site: Site) -> None:
    enter(page, site)
    page.goto("/desk/comments/")
    held = page.locator("main article, main li").filter(has=page.get_by_role("button", name="Approve"))
    before = held.count()
    assert before > 0
    page.get_by_role("button", name="Approve").first.click()
    expect(held).to_have_count(before - 1)
