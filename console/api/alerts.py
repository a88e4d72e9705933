"""POST /alerts: answered only after the event is durable."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Response, jsonify, request

from console import metrics
from console.api.routes import BOOLEAN, INTEGER, JSON, STRING, Route, listed, nullable, ok, ref, shape
from console.api.services import services
from console.api.who import SOURCE, me
from console.intake import Outcome, Sender, receive
from console.problems import STATUS, Problem, body_of, response_of
from dispatch.errors import LogUnavailable
from dispatch.sources.http import read

MOST_IN_A_BATCH = 1000


def post() -> Response:
    """202 with the answer; a batch answers per item in order, and is 422 only if none is good."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem("unsupported_media_type", "send the body uncompressed")
    delivery = read(request.content_type or "", request.headers, request.get_data(cache=False))
    if len(delivery.items) > MOST_IN_A_BATCH:
        raise Problem("too_large", f"at most {MOST_IN_A_BATCH} events in a batch")
    with metrics.ALERT_ACK.time():
        outcomes = receive(services(), _sender(), delivery.items)
    for result, count in Counter(map(_result, outcomes)).items():
        metrics.ALERTS.labels(result).inc(count)
    return _batch(outcomes) if delivery.batch else _single(outcomes[0])


def _result(outcome: Outcome) -> str:
    if isinstance(outcome, Exception):
        return "refused"
    return "duplicate" if outcome["duplicate"] else "repeat" if outcome["repeat"] else "taken"


def _sender() -> Sender:
    who = me()
    return Sender(who.name, frozenset(who.kinds or ()), frozenset(who.devices or ()))


def _single(outcome: Outcome) -> Response:
    if isinstance(outcome, Exception):
        return response_of(outcome)
    return _answer(outcome, 202)


def _batch(outcomes: list[Outcome]) -> Response:
    """Nothing of a batch is acknowledged when the log was away: the sender sends it again, ids make that safe."""
    for outcome in outcomes:
        if isinstance(outcome, LogUnavailable) or (isinstance(outcome, Problem) and outcome.code == "not_ready"):
            return response_of(outcome)
    bodies = [{"error": body_of(one)[0]} if isinstance(one, Exception) else one for one in outcomes]
    good = any(not isinstance(one, Exception) for one in outcomes)
    if good or not outcomes:
        return _answer(bodies, 202)
    return _answer(bodies, 500 if any(STATUS[body["error"]["code"]] == 500 for body in bodies) else 422)


def _answer(body: Any, status: int) -> Response:
    answer = jsonify(body)
    answer.status_code = status
    return answer


ANSWER = shape(alert_id=STRING, seq=INTEGER, duplicate=BOOLEAN, repeat=BOOLEAN, ticket_id=nullable(STRING))
ITEMS = listed({"anyOf": [ref("AlertAnswer"), ref("Problem")]})
ROUTES = (
    Route(
        "POST",
        "/alerts",
        post,
        SOURCE,
        "Report that something is wrong, or over: CloudEvents 1.0 in three modes, or the bare data with an id.",
        body={
            "application/cloudevents+json": ref("AlertEvent"),
            "application/cloudevents-batch+json": listed(ref("AlertEvent")),
            JSON: {
                "anyOf": [ref("AlertEvent"), ref("AlertData"), listed({"anyOf": [ref("AlertEvent"), ref("AlertData")]})]
            },
        },
        answers=ok({"anyOf": [ref("AlertAnswer"), ITEMS]}, "Durable. A batch answers per item, in order.", 202),
        problems=(413, 415, 422),
    ),
)
