"""A real server over the demo edition, a real Chromium, and both kinds of reader."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from blueprints.core.config import ROOT

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]
PATIENCE_MS = 15_000


@dataclass(frozen=True)
class Site:
    """A running newsroom: its address, and the folder of what it owns."""

    url: str
    instance: Path
    environment: dict[str, str]

    def flask(self, *words: str) -> str:
        """Run one of the operator's commands; its output."""
        command = [sys.executable, "-m", "flask", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mails_to(self, address: str) -> list[EmailMessage]:
        """The mails written for an address, oldest first."""
        paths = sorted((self.instance / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
        return [mail for mail in mails if address in str(mail["To"])]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo edition, served by the production server on a free port."""
    instance = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    given = {"INSTANCE_PATH": str(instance), "PORT": port, "PYTHONUNBUFFERED": "1"}
    ours = {"SITE_URL", "SITE_NAME", "HOST", "DATABASE_URL", "SECRET_KEY", "SMTP_URL", "REDIS_URL", "MEDIA_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in ours} | given
    made = Site(f"http://127.0.0.1:{port}", instance, environment)
    made.flask("init")
    made.flask("demo")
    server = subprocess.Popen([sys.executable, "-m", "flask", "serve"], cwd=ROOT, env=environment)
    try:
        _wait_for(f"{made.url}/readyz")
        yield made
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(url: str) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or another that is here, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def scripted(request: pytest.FixtureRequest) -> bool:
    """Whether this reader's browser runs JavaScript."""
    return bool(request.param)


@pytest.fixture
def page(browser: Browser, site: Site, scripted: bool) -> Iterator[Page]:
    """A phone of 360 px; it fails on script errors and on any request to another host."""
    context = browser.new_context(
        base_url=site.url, java_script_enabled=scripted, viewport={"width": 360, "height": 740}, locale="en-GB"
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on(
        "request", lambda asked: faults.append(asked.url) if not asked.url.startswith((site.url, "data:")) else None
    )
    yield opened
    context.close()
    expected = ("status of 422", "status of 404", "status of 410")
    assert [fault for fault in faults if not any(sign in fault for sign in expected)] == []
