"""When nobody can be sent: the one plain reason, so that nothing is stuck without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dispatch.kind import Kind
from dispatch.matching.candidate import STACKABLE, Candidate
from dispatch.matching.far import PLACE_FAR_OFF, TOO_FAR
from dispatch.matching.obstacle import Why


def nobody(ranking: Sequence[Candidate], kind: Kind | None) -> Why | None:
    """None while somebody is available; else why not, with what would help.

    ``nobody_on_duty`` · ``nobody_skilled`` {skills} · ``nobody_free`` {n, worker_id, name, minutes: of who could take
    it first} · ``nobody_in_shift`` · ``nobody_of_role`` · ``nobody_near`` · ``nobody_able`` for a mixture. Before all
    of them ``place_far_off`` {km}: the place wants looking at, not the people.
    """
    if any(row.available for row in ranking):
        return None
    if not ranking:
        return "nobody_on_duty", {}
    far = next((row for row in ranking if row.why_not == PLACE_FAR_OFF), None)
    if far is not None:
        return PLACE_FAR_OFF, dict(far.why)
    soonest = next((row for row in ranking if row.why_not in STACKABLE), None)
    if soonest is not None:
        minutes = None if soonest.eta_s is None else max(1, round(soonest.eta_s / 60))
        n = sum(row.why_not in STACKABLE for row in ranking)
        return "nobody_free", {"n": n, "worker_id": soonest.worker_id, "name": soonest.name, "minutes": minutes}
    codes = Counter(row.why_not for row in ranking)
    if codes["worker_lacks_skill"] == len(ranking):
        return "nobody_skilled", {"skills": list(kind.skills) if kind else []}
    for code, told in (("shift_ends", "nobody_in_shift"), ("other_role", "nobody_of_role"), (TOO_FAR, "nobody_near")):
        if codes[code] == len(ranking):
            return told, {}
    return "nobody_able", {"n": len(ranking)}
