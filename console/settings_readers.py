"""How each setting's text is read. Strict: a value that is nearly right stops the start, with what would be right."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(Exception):
    """A setting that cannot be used. ``variable`` is its name; ``problem`` and ``right`` are for people."""

    def __init__(self, variable: str, problem: str, right: str) -> None:
        super().__init__(f"{variable}: {problem}; expected {right}")
        self.variable = variable
        self.problem = problem
        self.right = right


class Bind(NamedTuple):
    """Where a device listener listens."""

    host: str
    port: int


def text(value: str, var: str) -> str:
    return value


def folder(value: str, var: str) -> Path:
    path = Path(value).expanduser()
    if path.exists() and not path.is_dir():
        raise SettingsError(var, f"{value!r} is a file", "a folder, or a name that can become one")
    return path


def readable_file(value: str, var: str) -> Path:
    path = Path(value).expanduser()
    try:
        path.open("rb").close()
    except OSError as error:
        raise SettingsError(var, f"{value!r} cannot be read ({error.strerror})", "a readable PEM file") from None
    return path


def secret_file(value: str, var: str) -> str:
    secret = readable_file(value, var).read_text("utf-8", "replace").strip()
    if not secret:
        raise SettingsError(var, f"{value!r} is empty", "a file that holds the secret")
    return secret


def config_file(value: str) -> dict[str, str]:
    """KEY=VALUE lines; # begins a comment, quotes around a value are dropped."""
    path = readable_file(value, "SHAODAO_CONFIG")
    lines: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, found, rest = line.partition("=")
        if not found or not re.fullmatch(r"\s*(export\s+)?SHAODAO_[A-Z0-9_]+\s*", key):
            raise SettingsError("SHAODAO_CONFIG", f"line {number} of {value} is {line.strip()!r}", "SHAODAO_NAME=value")
        lines[key.split()[-1]] = rest.strip().strip("\"'")
    return lines


def _url(value: str, var: str, schemes: tuple[str, ...], right: str) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises on a port that is none
    except ValueError as error:
        raise SettingsError(var, f"{_shown(value)} ({error})", right) from None
    if parts.scheme not in schemes:
        raise SettingsError(var, f"{_shown(value)} begins with {parts.scheme or 'nothing'!r}", right)
    return value


def _host_url(value: str, var: str, schemes: tuple[str, ...], right: str) -> str:
    """A host that is named, and nothing that would end an address early."""
    host = urlsplit(_url(value, var, schemes, right)).hostname
    if not host:
        raise SettingsError(var, f"{_shown(value)} names no host", right)
    if re.search(r"[\s\x00-\x1f\x7f]", value):
        raise SettingsError(var, f"{_shown(value)} holds a space", right)
    return value


def _shown(value: str) -> str:
    """Without the password that a URL may hold."""
    return repr(re.sub(r"(//[^:/@]*):[^@]*@", r"\1:***@", value))


def database_url(value: str, var: str) -> str:
    right = "sqlite:///path/to/file.db or postgresql://user:password@host/database"
    value = re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", value)
    _url(value, var, ("sqlite", "postgresql+psycopg"), right)
    if value.startswith("sqlite:") and (not value.startswith("sqlite:///") or value in ("sqlite:///", "sqlite://")):
        raise SettingsError(var, f"{value!r} names no file (a database in memory is nobody's memory)", right)
    return value


def redis_url(value: str, var: str) -> str:
    return _url(value, var, ("redis", "rediss", "unix"), "redis://host:6379/0, rediss://… or unix:///path/to.sock")


def mqtt_url(value: str, var: str) -> str:
    return _host_url(value, var, ("mqtt", "mqtts"), "mqtt://host:1883 or mqtts://host:8883")


def router_url(value: str, var: str) -> str:
    right = "osrm+http://host:5000 or valhalla+https://host:8002"
    return _host_url(value, var, ("osrm+http", "osrm+https", "valhalla+http", "valhalla+https"), right)


def address(value: str, var: str) -> str:
    if value == "localhost":
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(value.strip("[]")))
    except ValueError:
        raise SettingsError(var, f"{value!r} is no IP address", "an address such as 127.0.0.1 or 0.0.0.0") from None


def port(value: str, var: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= 65535:
        raise SettingsError(var, f"{value!r} is no port", "a whole number from 1 to 65535")
    return int(value)


def listener(value: str, var: str) -> Bind:
    host, found, number = value.rpartition(":")
    if not found:
        raise SettingsError(var, f"{value!r} has no port", "an address and a port, such as 127.0.0.1:8051")
    return Bind(address(host, var), port(number, var))


def origin(value: str, var: str) -> str:
    right = "an address such as https://grid.example.cn, without a path"
    parts = urlsplit(_url(value, var, ("http", "https"), right))
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise SettingsError(var, f"{value!r} is not only scheme, host and port", right)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def origins(value: str, var: str) -> tuple[str, ...]:
    if value.strip() == "*":
        raise SettingsError(var, "'*' would let every web site act for the person", "origins, separated by commas")
    return tuple(origin(one.strip(), var) for one in value.split(",") if one.strip())


def networks(value: str, var: str) -> tuple[Network, ...]:
    right = "addresses or networks of the proxies, separated by commas, such as 10.0.0.2,10.1.0.0/24"
    try:
        found = tuple(ipaddress.ip_network(one.strip(), strict=False) for one in value.split(",") if one.strip())
    except ValueError as error:
        raise SettingsError(var, str(error), right) from None
    for network in found:
        if network.prefixlen == 0:
            raise SettingsError(var, f"{network} is everybody", right)
    return found


def district(value: str, var: str) -> str:
    if not re.fullmatch(r"[0-9]{6}", value):
        raise SettingsError(var, f"{value!r} is no district code", "6 digits, such as 140802")
    return value


def locale(value: str, var: str) -> str:
    known = {"zh-cn": "zh-CN", "en": "en"}
    if value.replace("_", "-").lower() not in known:
        raise SettingsError(var, f"{value!r} is not a language we speak", "zh-CN or en")
    return known[value.replace("_", "-").lower()]


def timezone(value: str, var: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise SettingsError(var, f"{value!r} is no time zone", "a name such as Asia/Shanghai") from None
    return value
