"""A wrong setting stops the start and says what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.settings import Bind, Settings, SettingsError

SECRET = "0123456789abcdef-not-from-a-guide"


def test_nothing_set_means_a_console_for_this_machine_alone() -> None:
    settings = Settings.load({})
    assert (settings.bind, settings.port, settings.locale, settings.district) == ("127.0.0.1", 8050, "zh-CN", "140802")
    assert settings.database_url == "sqlite:///var/shaodao.db"
    assert settings.public_url == "http://127.0.0.1:8050"
    assert settings.is_loopback
    assert not settings.secure
    assert settings.trusted_hosts == {"localhost", "127.0.0.1", "::1"}


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("SHAODAO_PORT", "80a", "no port"),
        ("SHAODAO_PORT", "0", "1 to 65535"),
        ("SHAODAO_PORT", "65536", "no port"),
        ("SHAODAO_PORT", "٣", "no port"),
        ("SHAODAO_BIND", "everywhere", "no IP address"),
        ("SHAODAO_DISTRICT", "盐湖区", "6 digits"),
        ("SHAODAO_LOCALE", "fr", "zh-CN or en"),
        ("SHAODAO_TIMEZONE", "Mars/Base", "Asia/Shanghai"),
        ("SHAODAO_TIMEZONE", "../../etc/passwd", "no time zone"),
        ("SHAODAO_PUBLIC_URL", "grid.example.cn", "https://"),
        ("SHAODAO_PUBLIC_URL", "https://grid.example.cn/console", "without a path"),
        ("SHAODAO_PUBLIC_URL", "https://grid.example.cn:port", "Port"),
        ("SHAODAO_ALLOWED_ORIGINS", "*", "every web site"),
        ("SHAODAO_DATABASE_URL", "mysql://host/db", "postgresql://"),
        ("SHAODAO_DATABASE_URL", "sqlite://", "names no file"),
        ("SHAODAO_REDIS_URL", "http://host", "redis://"),
        ("SHAODAO_TRUSTED_PROXIES", "1", "expected addresses"),
        ("SHAODAO_TRUSTED_PROXIES", "0.0.0.0/0", "everybody"),
        ("SHAODAO_TLS_CERT", "/nowhere/cert.pem", "cannot be read"),
        ("SHAODAO_SECRET_KEY_FILE", "/nowhere/key", "cannot be read"),
        ("SHAODAO_OCPP_BIND", "127.0.0.1", "has no port"),
        ("SHAODAO_MQTT_URL", "host:1883", "mqtt://"),
        ("SHAODAO_MQTT_URL", "mqtt://:1883", "names no host"),
        ("SHAODAO_ROUTER_URL", "osrm+http://", "names no host"),
        ("SHAODAO_ROUTER_URL", "osrm+http://:5000", "names no host"),
        ("SHAODAO_ROUTER_URL", "valhalla+https:host", "names no host"),
        ("SHAODAO_ROUTER_URL", "osrm+http://my host:5000", "holds a space"),
        ("SHAODAO_ROUTER_URL", "http://host:5000", "osrm+http://"),
    ],
)
def test_a_bad_value_names_itself_and_what_would_be_right(variable: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match="expected") as caught:
        Settings.load({variable: value})
    assert caught.value.variable == variable
    assert words in str(caught.value)


def test_a_password_in_a_wrong_address_is_not_shown() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.load({"SHAODAO_DATABASE_URL": "mysql://root:hunter2@host/db"})
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("secret", "words"),
    [(None, "missing"), ("change-me", "everybody knows"), ("Secret", "everybody knows"), ("short", "5 characters")],
)
def test_other_machines_are_only_let_in_with_a_secret(secret: str | None, words: str) -> None:
    environ = {"SHAODAO_BIND": "0.0.0.0"} | ({"SHAODAO_SECRET_KEY": secret} if secret else {})
    with pytest.raises(SettingsError, match=words) as caught:
        Settings.load(environ)
    assert caught.value.variable == "SHAODAO_SECRET_KEY"
    assert Settings.load({"SHAODAO_BIND": "0.0.0.0", "SHAODAO_SECRET_KEY": SECRET}).any_address


def test_a_home_with_demo_accounts_stays_on_loopback() -> None:
    Settings.load({}).refuse_demo()
    with pytest.raises(SettingsError, match="demo accounts"):
        Settings.load({"SHAODAO_BIND": "192.0.2.1", "SHAODAO_SECRET_KEY": SECRET}).refuse_demo()


def test_the_file_fills_in_what_the_environment_leaves_open(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n")
    config = tmp_path / "shaodao.env"
    config.write_text(
        f'# console\nSHAODAO_PORT=9000\nexport SHAODAO_LOCALE="en"\n\nSHAODAO_SECRET_KEY_FILE={secret}\n', "utf-8"
    )
    settings = Settings.load({"SHAODAO_CONFIG": str(config), "SHAODAO_PORT": "9001"})
    assert (settings.port, settings.locale, settings.secret_key) == (9001, "en", SECRET)
    assert SECRET not in repr(settings)


@pytest.mark.parametrize("line", ["SHAODAO_PROT=1", "PORT=1", "SHAODAO_PORT 8050"])
def test_a_config_file_with_a_line_nobody_reads_is_refused(tmp_path: Path, line: str) -> None:
    config = tmp_path / "shaodao.env"
    config.write_text(line)
    with pytest.raises(SettingsError) as caught:
        Settings.load({"SHAODAO_CONFIG": str(config)})
    assert caught.value.variable == "SHAODAO_CONFIG"


def test_a_name_nobody_reads_in_the_environment_is_told_to_the_doctor() -> None:
    assert Settings.load({"SHAODAO_PROT": "1", "SHAODAO_REQUIRE": "browser"}).unknown == ("SHAODAO_PROT",)


def test_certificate_and_key_come_together(tmp_path: Path) -> None:
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).write_text("pem")
    pair = {"SHAODAO_TLS_CERT": str(tmp_path / "cert.pem"), "SHAODAO_TLS_KEY": str(tmp_path / "key.pem")}
    settings = Settings.load(pair)
    assert settings.secure
    assert settings.public_url == "https://127.0.0.1:8050"
    for variable in pair:
        with pytest.raises(SettingsError, match="is missing"):
            Settings.load({key: value for key, value in pair.items() if key != variable})
    with pytest.raises(SettingsError, match="but a certificate"):
        Settings.load({**pair, "SHAODAO_PUBLIC_URL": "http://grid.example.cn"})


def test_a_public_address_is_a_trusted_host_and_origin() -> None:
    settings = Settings.load(
        {
            "SHAODAO_PUBLIC_URL": "https://Grid.example.cn/",
            "SHAODAO_ALLOWED_ORIGINS": "https://a.cn, http://b.cn:81",
            "SHAODAO_TRUSTED_PROXIES": "10.0.0.2, 10.1.0.0/16",
            "SHAODAO_GB26875_BIND": "127.0.0.1:8051",
        }
    )
    assert settings.secure
    assert "grid.example.cn" in settings.trusted_hosts
    assert settings.origins == {"https://grid.example.cn", "https://a.cn", "http://b.cn:81"}
    assert settings.gb26875_bind == Bind("127.0.0.1", 8051)
    assert settings.database_url.startswith("sqlite:///")
