"""Settings are checked before anything starts, and refused in one line."""

from pathlib import Path

import pytest

from blueprints.core.config import SettingError, load_settings

GOOD_KEY = "a-good-key-0123456789-abcdefghijklmnop"


def load(folder: Path, **environ: str) -> dict[str, object]:
    return load_settings(folder, {}, environ)


def test_it_needs_no_setting_at_all(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"
    assert settings["DATABASE_URL"] == f"sqlite:///{tmp_path}/newsroom.sqlite3"
    assert settings["MAIL_FROM"] == "newsroom@127.0.0.1"


def test_it_makes_a_secret_key_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first, second = load(tmp_path)["SECRET_KEY"], load(tmp_path)["SECRET_KEY"]
    assert first == second
    assert len(str(first)) >= 48
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_the_site_address_follows_the_port(tmp_path: Path) -> None:
    assert load(tmp_path, PORT="8001", HOST="0.0.0.0")["SITE_URL"] == "http://127.0.0.1:8001"


def test_the_environment_beats_the_file(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text('SITE_NAME = "From the file"\nPORT = 9000\n')
    settings = load(tmp_path, SITE_NAME="From the environment")
    assert (settings["SITE_NAME"], settings["PORT"]) == ("From the environment", 9000)


def test_postgresql_is_reached_by_its_usual_address(tmp_path: Path) -> None:
    url = str(load(tmp_path, DATABASE_URL="postgres://ada@db/newsroom")["DATABASE_URL"])
    assert url == "postgresql+psycopg://ada@db/newsroom"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "example.org"),
        ("SITE_URL", "https://example.org/news"),
        ("SITE_URL", "http://[example.org"),
        ("SITE_URL", "https://example.org:https"),
        ("SITE_NAME", "x" * 121),
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://db/newsroom"),
        ("DATABASE_URL", "not an address"),
        ("DATABASE_URL", "postgresql://db:port/newsroom"),
        ("SECRET_KEY", "dev"),
        ("SECRET_KEY", "a" * 64),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "smtp://mail.example.org:mail"),
        ("MAIL_FROM", "desk at example.org"),
        ("TIMEZONE", "Lagos"),
        ("LANGUAGE", "english please"),
        ("LANGUAGE", "zzzzzz"),
        ("MEDIA_URL", "/media"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://cache:many/0"),
        ("TRUSTED_PROXIES", "-1"),
        ("HOST", "127.0.0.1\nX: y"),
    ],
)
def test_it_refuses_what_cannot_be_meant(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name) as refused:
        load(tmp_path, **{name: value})
    assert "\n" not in refused.value.message.replace(repr(value), "")


@pytest.mark.parametrize("text", ["SITE_NAM = 'x'", "PORT = = 1", "1/0"])
def test_it_says_what_is_wrong_in_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.py").write_text(text)
    with pytest.raises(SettingError, match=r"instance/config\.py"):
        load(tmp_path)


def test_a_short_key_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("short")
    with pytest.raises(SettingError, match="at least 32"):
        load(tmp_path)
    assert load(tmp_path, SECRET_KEY=GOOD_KEY)["SECRET_KEY"] == GOOD_KEY
