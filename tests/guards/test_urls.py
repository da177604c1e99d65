"""No URL vanishes: what stands in urls.txt must answer, and what answers must stand there."""

from pathlib import Path

from flask import Flask

LISTED = Path(__file__).with_name("urls.txt")


def test_the_routes_are_the_listed_ones(app: Flask) -> None:
    routes = sorted(
        f"{'|'.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
    )
    listed = LISTED.read_text().splitlines()
    gone, new = sorted(set(listed) - set(routes)), sorted(set(routes) - set(listed))
    assert not gone, f"vanished (leave a redirect, then take it from urls.txt): {gone}"
    assert not new, f"new (add to urls.txt): {new}"
