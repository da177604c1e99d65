"""Chromium reads the same rules from the stylesheets that we write and from those that we send."""

import re

import pytest
from playwright.sync_api import Browser

from blueprints.core.assets import BUNDLES, STATIC, bundle

RULES = """text => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return [...sheet.cssRules].map(rule => rule.cssText).join("\\n")
}"""


@pytest.mark.parametrize("name", [name for name in BUNDLES if name.endswith(".css")])
def test_nothing_is_lost(browser: Browser, name: str) -> None:
    paths = [path for pattern in BUNDLES[name] for path in sorted(STATIC.glob(pattern))]
    page = browser.new_page()
    written = page.evaluate(RULES, "\n".join(path.read_text(encoding="utf-8") for path in paths))
    sent = page.evaluate(RULES, bundle(name)[0].decode())
    page.close()
    # A custom property is kept letter by letter, with the spaces around its commas.
    assert re.sub(r"\s*,\s*", ",", sent) == re.sub(r"\s*,\s*", ",", written)
