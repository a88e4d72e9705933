"""Settings: environment variables, or lines ``NAME=value`` of the file named by SHAODAO_CONFIG. Strict: a bad value
stops the start with its name and the reason."""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

PREFIX = "SHAODAO_"
LOCALES = ("zh-CN", "en")
#: Set by nobody but us; a secret that is public is none.
DEFAULT_SECRETS = frozenset({"changeme", "secret", "dev", "default"})


class BadSetting(ValueError):
    """A setting that stops the start; the message begins with its name."""


@dataclass(frozen=True, slots=True)
class Settings:
    home: Path = Path("var")
    database_url: str = ""  # empty: SQLite in home
    redis_url: str = ""  # empty: the bundled Valkey child
    secret_key: str = ""  # empty: made once and kept in home/secret.key
    bind: str = "127.0.0.1"
    port: int = 8050
    public_url: str = ""
    tls_cert: str = ""
    tls_key: str = ""
    trusted_proxies: tuple[str, ...] = ()
    district: str = "140802"
    locale: str = "zh-CN"
    timezone: str = "Asia/Shanghai"
    allowed_origins: tuple[str, ...] = ()
    demo: bool = False

    @property
    def tls(self) -> bool:
        return bool(self.tls_cert)

    @property
    def is_loopback(self) -> bool:
        """Nobody outside this machine can reach it."""
        return is_loopback(self.bind)

    @property
    def base_url(self) -> str:
        """Where people reach it: in links and QR codes."""
        host = self.bind if self.is_loopback or self.bind not in ("0.0.0.0", "::") else "127.0.0.1"
        shown = f"[{host}]" if ":" in host else host
        return self.public_url.rstrip("/") or f"{'https' if self.tls else 'http'}://{shown}:{self.port}"

    @property
    def log_url(self) -> str:
        """SQLAlchemy URL of the log."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'shaodao.db'}"


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _text(value: str) -> str:
    return value


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise ValueError("must be a port, 1 to 65535")
    return int(value)


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _flag(value: str) -> bool:
    if value not in ("0", "1"):
        raise ValueError("must be 0 or 1")
    return value == "1"


def _locale(value: str) -> str:
    if value not in LOCALES:
        raise ValueError(f"must be one of {', '.join(LOCALES)}")
    return value


def _timezone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError):
        raise ValueError("is no time zone such as Asia/Shanghai") from None


def _district(value: str) -> str:
    if not (len(value) == 6 and value.isascii() and value.isdigit()):
        raise ValueError("must be the 6-digit code, such as 140802")
    return value


def _url(*schemes: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value and urlsplit(value).scheme not in schemes:
            raise ValueError(f"must begin with one of {', '.join(s + ':' for s in schemes)}")
        return value

    return check


def _file(value: str) -> str:
    if value and not Path(value).is_file():
        raise ValueError("is no file that can be read")
    return value


def _networks(value: str) -> tuple[str, ...]:
    for part in _list(value):
        ipaddress.ip_network(part, strict=False)
    return _list(value)


READERS: dict[str, Callable[[str], Any]] = {
    "home": Path,
    "database_url": _url("sqlite", "postgresql", "postgresql+psycopg"),
    "redis_url": _url("redis", "rediss", "unix"),
    "secret_key": _text,
    "bind": _text,
    "port": _port,
    "public_url": _url("http", "https"),
    "tls_cert": _file,
    "tls_key": _file,
    "trusted_proxies": _networks,
    "district": _district,
    "locale": _locale,
    "timezone": _timezone,
    "allowed_origins": _list,
    "demo": _flag,
}


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check everything. Raises BadSetting. Reads files, connects to nothing."""
    given = dict(os.environ if environ is None else environ)
    given = {**_from_file(given.get(PREFIX + "CONFIG", "")), **given}
    values: dict[str, Any] = {}
    for field, read in READERS.items():
        name = PREFIX + field.upper()
        text = given.get(name, "")
        if f"{name}_FILE" in given and field == "secret_key":
            text = _secret_file(name, given[f"{name}_FILE"])
        if text == "":
            continue
        try:
            values[field] = read(text)
        except ValueError as error:
            raise BadSetting(f"{name}: {error} (it is {'set' if 'secret' in field else repr(text)})") from None
    settings = Settings(**values)
    _check_together(settings)
    return settings


def _from_file(path: str) -> dict[str, str]:
    if not path:
        return {}
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{PREFIX}CONFIG: {path} cannot be read: {error}") from None
    out = {}
    for number, line in enumerate(lines, 1):
        name, mark, value = line.partition("=")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not mark or not name.strip().startswith(PREFIX):
            raise BadSetting(f"{PREFIX}CONFIG: {path} line {number} is not {PREFIX}NAME=value")
        out[name.strip()] = value.strip()
    return out


def _secret_file(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{name}_FILE: {path} cannot be read: {error}") from None


def _check_together(settings: Settings) -> None:
    if bool(settings.tls_cert) != bool(settings.tls_key):
        raise BadSetting(f"{PREFIX}TLS_CERT: certificate and key ({PREFIX}TLS_KEY) belong together")
    if settings.secret_key and len(settings.secret_key) < 16:
        raise BadSetting(f"{PREFIX}SECRET_KEY: must be at least 16 characters")
    if not settings.is_loopback and (not settings.secret_key or settings.secret_key in DEFAULT_SECRETS):
        raise BadSetting(f"{PREFIX}BIND: {settings.bind} is reachable by others: set {PREFIX}SECRET_KEY first")
    if settings.demo and not settings.is_loopback:
        raise BadSetting(f"{PREFIX}BIND: the demo, with accounts everybody knows, stays on loopback")


def with_secret(settings: Settings) -> Settings:
    """On loopback a missing secret is made once and kept in the home."""
    if settings.secret_key:
        return settings
    path = settings.home / "secret.key"
    if not path.exists():
        settings.home.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return replace(settings, secret_key=path.read_text().strip())
