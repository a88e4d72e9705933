"""Who could go to a ticket, in which order, why, and why not the others."""

from dispatch.matching.candidate import STACKABLE, Candidate, Costs, Fix, Ranker, Ranking, find
from dispatch.matching.day import Day, days, stairs
from dispatch.matching.holding import last_near
from dispatch.matching.jobs import free_at
from dispatch.matching.lineup import STALE_FIX_S, Box
from dispatch.matching.nobody import nobody
from dispatch.matching.obstacle import SENT, obstacle, other_role, two_extreme
from dispatch.matching.ranking import rank
from dispatch.policy import Policy

#: What an old fix costs where no other policy is named.
STALE_COSTS_S = Policy().stale_fix_s

__all__ = [
    "SENT", "STACKABLE", "STALE_COSTS_S", "STALE_FIX_S", "Box", "Candidate", "Costs", "Day", "Fix", "Ranker", "Ranking",
    "days", "find", "free_at", "last_near", "nobody", "obstacle", "other_role", "rank", "stairs", "two_extreme",
]  # fmt: skip
