"""Coming and going, as openapi.json tells it. The routes themselves are made by ``console.access.routes``."""

from __future__ import annotations

from console.access import routes as access
from console.access.identity import ACCOUNT_ROLES
from console.api.routes import INTEGER, JSON, STRING, Route, listed, nullable, ok, ref, shape
from console.api.who import EVERYBODY

_PEOPLE = frozenset(ACCOUNT_ROLES)
_ME = shape(
    ("role", "name", "district", "kind"), role=STRING, name=STRING, district=STRING, kind=STRING, worker_id=STRING
)
_ENROL = shape((), code=STRING, token=STRING)

DESCRIBED = (
    Route("GET", "/me", access.me, EVERYBODY, "Who I am.", answers=ok(_ME)),
    Route("POST", "/logout", access.logout, EVERYBODY, "End this session.", answers=ok({}, "Ended", 204)),
    Route("GET", "/tokens", access.my_tokens, _PEOPLE, "My scripts' tokens.", answers=ok(listed(ref("Token")))),
    Route(
        "POST",
        "/tokens",
        access.make_token,
        _PEOPLE,
        "A token for my scripts, shown once.",
        body={JSON: shape(("name",), name=STRING, days=INTEGER)},
        answers=ok({"allOf": [ref("Token"), shape(token=STRING)]}, "Made", 201),
        problems=(422,),
    ),
    Route(
        "DELETE",
        "/tokens/<token_id>",
        access.drop_token,
        _PEOPLE,
        "Revoke a token of mine.",
        answers=ok({}, "Revoked", 204),
        problems=(404,),
    ),
    Route(
        "POST",
        "/enrol",
        access.enrol,
        frozenset(),
        "A one-time code becomes this phone's token.",
        body={JSON: _ENROL},
        answers=ok(shape(token=STRING, worker_id=STRING)),
        problems=(410, 422),
    ),
)
TOKEN = shape(
    id=STRING,
    kind=STRING,
    name=STRING,
    owner=STRING,
    created_at={"type": "number"},
    expires_at=nullable({"type": "number"}),
)
