"""Codes of grids (CJ/T 213, GB/T 30428.1): 6 digits of the district, 3 street, 3 community, 3 in sequence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

#: What the code of a grid must look like.
PATTERN = r"\d{15}"
_CODE = re.compile(PATTERN)


def is_code(text: str) -> bool:
    """Whether it has the form of a grid's code; ``000`` is no number in a sequence."""
    return bool(_CODE.fullmatch(text)) and not text.endswith("000")


def community_of(code: str) -> str:
    """The 12 digits of the community a grid belongs to."""
    return code[:12]


def problems(codes: Sequence[str], communities: Collection[str]) -> dict[str, str]:
    """code → what is wrong with it: ``not_15_digits``, ``twice``, ``no_such_community`` (where communities are known at
    all). The order of numbers, west to east and north to south, is not judged: rows of irregular grids can be seen
    either way."""
    counts = Counter(codes)
    wrong = {}
    for code in codes:
        if not is_code(code):
            wrong[code] = "not_15_digits"
        elif counts[code] > 1:
            wrong[code] = "twice"
        elif communities and community_of(code) not in communities:
            wrong[code] = "no_such_community"
    return wrong
