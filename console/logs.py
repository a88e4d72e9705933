"""The process's own log: one JSON object a line, UTC, no line breaks from outside, no secrets."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import IO, Any

#: what stands before a secret, and the secret: Bearer tokens, tokens in addresses, cookies of ours, demo ones too
_SECRETS = re.compile(
    r"""(?ix)
    ( bearer\s+ | basic\s+
    | (?:[?&\#;\s"'({,]|^) (?:display|token|enrol|code|password|session|csrf_token|secret|secret_key)
      ["']? \s* [=:] \s* ["']?
    | __host-\w+=
    | //[^/\s:@]*: (?=[^/\s@]*@)
    )
    ([^\s&"',;})@]+)
    """
)
#: attributes of every LogRecord; the others came with ``extra=``
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def scrub(text: str) -> str:
    """The text without tokens, passwords and cookies; also for access logs, whose paths may hold ?display=TOKEN."""
    return _SECRETS.sub(r"\1***", text)


class JsonLines(logging.Formatter):
    """``{"at", "level", "name", "message", …extra, "traceback"}``; JSON escapes every CR, LF and control character."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "name": record.name,
            "message": scrub(record.getMessage()),
        }
        extra = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        line |= {key: scrub(str(value)) for key, value in extra.items()}
        if record.exc_info:
            line["traceback"] = scrub(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=True)


class _Unlocked(logging.StreamHandler[IO[str]]):
    """gevent's locks lose wake-ups when native threads contend for them (13 of 40 runs hung); a line is one write."""

    def createLock(self) -> None:
        """None, and so none that a forked child would try to make anew (a traceback for each child)."""
        self.lock = None


def to(stream: IO[str] = sys.stderr, level: int = logging.INFO) -> None:
    """Make this the log of the whole process."""
    handler = _Unlocked(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
