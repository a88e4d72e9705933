"""Who may call what. Closed by default: a view without a policy is refused to everybody, and a test finds it.

@allow("dispatcher", "admin")      people of these roles, and devices: worker, source, display are roles too
@allow.token("source")             the same, said for devices
@allow.anybody                     whoever is known
@allow.public                      nobody needs to be known
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

from console.access.identity import ROLES, Identity

View = TypeVar("View", bound=Callable[..., Any])
ATTRIBUTE = "_allow"


@dataclass(frozen=True, slots=True)
class Policy:
    """``public`` lets in nobody too; otherwise one of ``roles`` is needed."""

    roles: frozenset[str] = frozenset()
    public: bool = False
    #: a changing call without an identity that has its own proof (the login form, an enrolment code)
    own_proof: bool = False

    def admits(self, identity: Identity) -> bool:
        return self.public or identity.role in self.roles


DENY = Policy()


class _Allow:
    """The decorator; calling it checks the roles' names, so that a slip of the pen is found at import."""

    def __call__(self, *roles: str) -> Callable[[View], View]:
        if unknown := set(roles) - set(ROLES):
            raise ValueError(f"no such role: {sorted(unknown)}; there are {ROLES}")
        if not roles:
            raise ValueError("name the roles, or say allow.public")
        return _mark(Policy(frozenset(roles)))

    def token(self, *kinds: str) -> Callable[[View], View]:
        return self(*kinds)

    def anybody(self, view: View) -> View:
        return _mark(Policy(frozenset(ROLES)))(view)

    def public(self, view: View) -> View:
        return _mark(Policy(public=True))(view)

    def own_proof(self, view: View) -> View:
        """Public, and a changing call that checks its own proof instead of the gate's CSRF."""
        return _mark(Policy(public=True, own_proof=True))(view)


def _mark(policy: Policy) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, ATTRIBUTE, policy)
        return view

    return mark


allow = _Allow()

#: Dash makes its own views; each app is one prefix. The most specific prefix wins.
PREFIXES: Mapping[str, Policy] = {
    "/wall/": Policy(frozenset({"wall", "dispatcher", "admin", "supervisor", "auditor", "display"})),
    "/desk/": Policy(frozenset({"dispatcher", "supervisor", "admin", "auditor"})),
    "/admin/": Policy(frozenset({"admin"})),
    "/replay/": Policy(frozenset({"dispatcher", "supervisor", "admin", "auditor"})),
}


def policy_of(app: Flask, endpoint: str | None, rule: str) -> Policy:
    """The view's own policy, else its prefix's, else nobody's."""
    view = app.view_functions.get(endpoint or "")
    own = getattr(view, ATTRIBUTE, None)
    if isinstance(own, Policy):
        return own
    for prefix in sorted(PREFIXES, key=len, reverse=True):
        if rule.startswith(prefix):
            return PREFIXES[prefix]
    return DENY


def closed_views(app: Flask) -> list[str]:
    """Rules that nobody may call because nobody said who may: for a test to fail on."""
    return sorted(rule.rule for rule in app.url_map.iter_rules() if policy_of(app, rule.endpoint, rule.rule) == DENY)
