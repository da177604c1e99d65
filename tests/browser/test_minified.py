"""Chromium reads the same rules from the stylesheets that we write and from those that we send."""

import re

import pytest
from playwright.sync_api import Browser

from blueprints.core.assets import BUNDLES, LAYERS, STATIC, bundle, tokens

RULES = """text => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return [...sheet.cssRules].flatMap(rule => rule instanceof CSSLayerBlockRule
    ? [...rule.cssRules].map(inner => [rule.name, inner.cssText])
    : [["", rule.cssText]])
}"""


@pytest.mark.parametrize("name", [name for name in BUNDLES if name.endswith(".css")])
def test_nothing_is_lost(browser: Browser, name: str) -> None:
    paths = [path for pattern in BUNDLES[name] for path in sorted(STATIC.glob(pattern))]
    page = browser.new_page()
    text = "\n".join(tokens().spend(path.read_text(encoding="utf-8")) for path in paths)
    written = sorted(page.evaluate(RULES, text), key=lambda rule: ("", *LAYERS).index(rule[0]))
    sent = page.evaluate(RULES, bundle(name)[0].decode())
    page.close()
    assert len(sent) > 5
    assert [_plain(rule) for rule in sent] == [_plain(rule) for rule in written]


def _plain(rule: list[str]) -> list[str]:
    """What holds a custom property is kept letter by letter: spaces around its marks, a zero before its point."""
    return [re.sub(r"(?<![\w.])0(?=\.\d)", "", re.sub(r"\s*([,/])\s*", r"\1", part)) for part in rule]
