"""Where signing in may lead: to our own paths, and nowhere else."""

import pytest
from flask.testing import FlaskClient

from blueprints.auth.destinations import own_path
from tests.auth.people import submit, with_password
from tests.world import World

ELSEWHERE = [
    "",
    "https://evil.test/",
    "http:evil.test",
    "//evil.test",
    "///evil.test",
    "////evil.test/%2f..",
    "/\\evil.test",
    "\\/evil.test",
    "\\\\evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "\t//evil.test",
    " //evil.test",
    "/\x00/evil.test",
    "/\u2028/evil.test",
    "/\u00a0/evil.test",
    "/.//evil.test",
    "/desk/..//evil.test",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.test",
    "desk/",
    "?next=//evil.test",
    "/" + "a" * 2000,
    "/desk/\r\nSet-Cookie: a=b",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_it_leads_nowhere_else(client: FlaskClient, world: World, wanted: str) -> None:
    with_password(world.ada)
    assert own_path(wanted) is None
    assert submit(client, "ada-okoro@example.org", next=wanted).headers["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/desk/", "/desk/"),
        ("/desk/?state=draft&by=ben", "/desk/?state=draft&by=ben"),
        ("/2026/11/ìròyìn/", "/2026/11/%C3%ACr%C3%B2y%C3%ACn/"),
        ("/search/?q=a b", "/search/?q=a%20b"),
        ("/a/%2F%2Fevil.test", "/a/%2F%2Fevil.test"),
        ("/@evil.test", "/@evil.test"),
        ("/desk/#part", "/desk/"),
        ('/desk/"><b>', "/desk/%22%3E%3Cb%3E"),
    ],
)
def test_it_builds_our_own_paths_anew(wanted: str, path: str) -> None:
    assert own_path(wanted) == path
