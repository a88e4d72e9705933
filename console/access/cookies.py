"""Our cookies. Under TLS ``__Host-`` and Secure, on plain-http loopback neither (a browser would drop them)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.access.sessions import ABSOLUTE_S, DISPLAY_S

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


class Cookies:
    """Names, and how each is set: Path=/, SameSite=Lax, HttpOnly but for the CSRF value that scripts echo."""

    def __init__(self, secure: bool) -> None:
        self.secure = secure
        prefix = "__Host-" if secure else ""
        self.session = f"{prefix}session"
        self.display = f"{prefix}display"
        self.csrf = f"{prefix}csrf_token"

    def set_session(self, response: Response, secret: str) -> None:
        self._set(response, self.session, secret, ABSOLUTE_S)

    def set_display(self, response: Response, secret: str) -> None:
        self._set(response, self.display, secret, DISPLAY_S)

    def set_csrf(self, response: Response, value: str) -> None:
        self._set(response, self.csrf, value, DISPLAY_S, httponly=False)

    def gives_csrf(self, response: Response) -> bool:
        """The view has given one already."""
        return any(line.startswith(f"{self.csrf}=") for line in response.headers.getlist("Set-Cookie"))

    def set_locale(self, response: Response, locale: str) -> None:
        self._set(response, "locale", locale, DISPLAY_S, httponly=False)

    def clear(self, response: Response) -> None:
        """Sign out of this browser, the display's cookie too."""
        for name in (self.session, self.display, self.csrf):
            response.delete_cookie(name, path="/", secure=self.secure, samesite="Lax")

    def _set(self, response: Response, name: str, value: str, seconds: int, *, httponly: bool = True) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=self.secure, httponly=httponly, samesite="Lax"
        )
