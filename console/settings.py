"""What an installation may be told: environment variables, or KEY=VALUE lines in the file SHAODAO_CONFIG names."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from console import settings_basemap as online
from console import settings_readers as read
from console.settings_readers import Bind, Network, SettingsError

__all__ = ["Bind", "Settings", "SettingsError"]

PREFIX = "SHAODAO_"
#: Values that stand in examples and guides: known to everybody, so no secret.
KNOWN_SECRETS = frozenset(
    {"secret", "secret-key", "changeme", "change-me", "changeit", "default", "dev", "development", "demo", "shaodao"}
)
#: 16 characters of a random alphabet are 80 bits or more.
SECRET_LENGTH = 16
#: read by tests and tools, not by the product
FOREIGN = frozenset({"SHAODAO_REQUIRE", "SHAODAO_REAL_DATA", "SHAODAO_CONFIG"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked settings. Every field is one variable of contracts.md §3; nothing is read from the environment later."""

    home: Path = Path("var")
    database_url: str = ""
    redis_url: str | None = None
    secret_key: str | None = field(default=None, repr=False)
    bind: str = "127.0.0.1"
    port: int = 8050
    public_url: str = ""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: tuple[Network, ...] = ()
    district: str = "140802"
    locale: str = "zh-CN"
    timezone: str = "Asia/Shanghai"
    allowed_origins: tuple[str, ...] = ()
    gb26875_bind: Bind | None = None
    dny_bind: Bind | None = None
    ocpp_bind: Bind | None = None
    mqtt_url: str | None = None
    #: the address may hold a key
    router_url: str | None = field(default=None, repr=False)
    #: the address may hold a key
    basemap_url: str | None = field(default=None, repr=False)
    basemap_datum: str | None = None
    basemap_attribution: str = ""
    #: names that begin with SHAODAO_ and mean nothing: ``doctor`` shows them
    unknown: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.home / 'shaodao.db'}")
        if not self.public_url:
            scheme = "https" if self.tls_cert else "http"
            host = "127.0.0.1" if self.bind in ("0.0.0.0", "::") else self.bind
            host = f"[{host}]" if ":" in host else host
            object.__setattr__(self, "public_url", f"{scheme}://{host}:{self.port}")

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Raises SettingsError with the variable, what is wrong with its value, and what would be right."""
        given = _gather(os.environ if environ is None else environ)
        values: dict[str, Any] = {
            name: reader(given[var], var) for var, (name, reader) in _READERS.items() if given.get(var)
        }
        known = {*_READERS, "SHAODAO_SECRET_KEY_FILE", *FOREIGN}
        settings = cls(**values, unknown=tuple(sorted(set(given) - known)))
        _check(settings)
        return settings

    @property
    def is_loopback(self) -> bool:
        """Nobody outside this machine can reach it."""
        return self.bind == "localhost" or ipaddress.ip_address(self.bind).is_loopback

    @property
    def secure(self) -> bool:
        """People reach it by https: by our own certificate, or by a proxy's."""
        return self.tls_cert is not None or urlsplit(self.public_url).scheme == "https"

    @property
    def trusted_hosts(self) -> frozenset[str]:
        """Host names (without ports) that a request may name."""
        names = {urlsplit(self.public_url).hostname or "", self.bind}
        names |= {"localhost", "127.0.0.1", "::1"} if self.is_loopback or self.any_address else set()
        return frozenset(names - {"", "0.0.0.0", "::"})

    @property
    def any_address(self) -> bool:
        """Bound to every address: a Host that is a bare IP address is then ours (rebinding needs a name)."""
        return self.bind in ("0.0.0.0", "::")

    @property
    def origins(self) -> frozenset[str]:
        """Origins besides the request's own."""
        parts = urlsplit(self.public_url)
        return frozenset({f"{parts.scheme}://{parts.netloc}", *self.allowed_origins})

    def refuse_demo(self) -> None:
        """Called when the home is found to hold demo accounts: their passwords are public."""
        if not self.is_loopback:
            raise SettingsError(
                "SHAODAO_BIND",
                f"{self.bind} can be reached from outside, and {self.home} holds demo accounts with public passwords",
                "127.0.0.1, or another SHAODAO_HOME without demo accounts",
            )


#: variable → field and reader; the one list of all settings
_READERS = {
    "SHAODAO_HOME": ("home", read.folder),
    "SHAODAO_DATABASE_URL": ("database_url", read.database_url),
    "SHAODAO_REDIS_URL": ("redis_url", read.redis_url),
    "SHAODAO_SECRET_KEY": ("secret_key", read.text),
    "SHAODAO_BIND": ("bind", read.address),
    "SHAODAO_PORT": ("port", read.port),
    "SHAODAO_PUBLIC_URL": ("public_url", read.origin),
    "SHAODAO_TLS_CERT": ("tls_cert", read.readable_file),
    "SHAODAO_TLS_KEY": ("tls_key", read.readable_file),
    "SHAODAO_TRUSTED_PROXIES": ("trusted_proxies", read.networks),
    "SHAODAO_DISTRICT": ("district", read.district),
    "SHAODAO_LOCALE": ("locale", read.locale),
    "SHAODAO_TIMEZONE": ("timezone", read.timezone),
    "SHAODAO_ALLOWED_ORIGINS": ("allowed_origins", read.origins),
    "SHAODAO_GB26875_BIND": ("gb26875_bind", read.listener),
    "SHAODAO_DNY_BIND": ("dny_bind", read.listener),
    "SHAODAO_OCPP_BIND": ("ocpp_bind", read.listener),
    "SHAODAO_MQTT_URL": ("mqtt_url", read.mqtt_url),
    "SHAODAO_ROUTER_URL": ("router_url", read.router_url),
    "SHAODAO_BASEMAP_URL": ("basemap_url", online.template),
    "SHAODAO_BASEMAP_DATUM": ("basemap_datum", online.datum),
    "SHAODAO_BASEMAP_ATTRIBUTION": ("basemap_attribution", online.attribution),
}


def _gather(environ: Mapping[str, str]) -> dict[str, str]:
    """The file's lines below the environment's; the secret from its file."""
    given = {key: value.strip() for key, value in environ.items() if key.startswith(PREFIX)}
    if path := given.get("SHAODAO_CONFIG"):
        lines = read.config_file(path)
        for key in sorted(set(lines) - {*_READERS, "SHAODAO_SECRET_KEY_FILE"}):
            raise SettingsError("SHAODAO_CONFIG", f"{path} sets {key}, which is no setting", "a name of the settings")
        given = {**lines, **given}
    if path := given.get("SHAODAO_SECRET_KEY_FILE"):
        if given.get("SHAODAO_SECRET_KEY"):
            raise SettingsError("SHAODAO_SECRET_KEY_FILE", "SHAODAO_SECRET_KEY is set too", "one of the two")
        given["SHAODAO_SECRET_KEY"] = read.secret_file(path, "SHAODAO_SECRET_KEY_FILE")
    return given


def _check(settings: Settings) -> None:
    """What no single variable can tell."""
    online.check(settings.basemap_url, settings.basemap_datum, settings.basemap_attribution)
    for var, path, other in (
        ("SHAODAO_TLS_KEY", settings.tls_key, settings.tls_cert),
        ("SHAODAO_TLS_CERT", settings.tls_cert, settings.tls_key),
    ):
        if path is None and other is not None:
            raise SettingsError(var, "is missing", "the certificate and its key together, both PEM files")
    if settings.tls_cert and urlsplit(settings.public_url).scheme != "https":
        raise SettingsError("SHAODAO_PUBLIC_URL", "is http, but a certificate is set", "an address with https://")
    if not settings.is_loopback:
        _check_secret(settings.secret_key)


def _check_secret(secret: str | None) -> None:
    right = f"{SECRET_LENGTH} random characters or more, for instance from `openssl rand -hex 32`"
    if secret is None:
        raise SettingsError("SHAODAO_SECRET_KEY", "is missing, and SHAODAO_BIND is not loopback", right)
    if secret.lower() in KNOWN_SECRETS:
        raise SettingsError("SHAODAO_SECRET_KEY", "is a default that everybody knows", right)
    if len(secret) < SECRET_LENGTH:
        raise SettingsError("SHAODAO_SECRET_KEY", f"has {len(secret)} characters", right)
