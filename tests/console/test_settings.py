"""A bad value stops the start, with its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.settings import BadSetting, load, with_secret


def test_defaults_are_loopback_sqlite_and_the_bundled_valkey():
    settings = load({})
    assert (settings.bind, settings.port, settings.redis_url, settings.database_url) == ("127.0.0.1", 8050, "", "")
    assert settings.base_url == "http://127.0.0.1:8050"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("LOCALE", "fr"),
        ("TIMEZONE", "Mars/Olympus"),
        ("DISTRICT", "12"),
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "localhost:6379"),
        ("TRUSTED_PROXIES", "proxy"),
        ("SECRET_KEY", "short"),
        ("TLS_CERT", "/nowhere.pem"),
        ("BIND", "0.0.0.0"),
        ("CONFIG", "/nowhere.env"),
    ],
)
def test_a_bad_value_is_named(name: str, value: str):
    with pytest.raises(BadSetting, match=f"^SHAODAO_{name}"):
        load({f"SHAODAO_{name}": value})


def test_the_demo_never_leaves_loopback():
    with pytest.raises(BadSetting, match="demo"):
        load({"SHAODAO_DEMO": "1", "SHAODAO_BIND": "0.0.0.0", "SHAODAO_SECRET_KEY": "k" * 32})


def test_a_file_of_settings_is_read_and_the_environment_wins(tmp_path: Path):
    file = tmp_path / "shaodao.env"
    file.write_text("# ours\nSHAODAO_PORT=9000\nSHAODAO_LOCALE=en\n")
    settings = load({"SHAODAO_CONFIG": str(file), "SHAODAO_PORT": "9001"})
    assert (settings.port, settings.locale) == (9001, "en")


def test_a_secret_comes_from_a_file_and_never_into_a_message(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("s" * 40 + "\n")
    assert load({"SHAODAO_SECRET_KEY_FILE": str(file)}).secret_key == "s" * 40
    with pytest.raises(BadSetting) as caught:
        load({"SHAODAO_SECRET_KEY": "hush"})
    assert "hush" not in str(caught.value)


def test_a_missing_secret_is_made_once(tmp_path: Path):
    settings = load({"SHAODAO_HOME": str(tmp_path)})
    first = with_secret(settings)
    assert first.secret_key == with_secret(settings).secret_key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
