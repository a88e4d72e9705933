"""Codes of grids (CJ/T 213, GB/T 30428.1): 6 digits of the district, 3 street, 3 community, 3 in sequence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

#: What the code of a grid must look like.
PATTERN = r"\d{15}"
_CODE = re.compile(PATTERN)


def is_code(text: str) -> bool:
    """Whether it has the form of a grid's code; ``000`` is no number in a sequence."""
    return bool(_CODE.fullmatch(text)) and not text.endswith("000")


def community_of(code: str) -> str:
    """The 12 digits of the community a grid belongs to."""
    return code[:12]


def problems(codes: Sequence[str], communities: Mapping[str, object], order: Sequence[int] = ()) -> dict[str, str]:
    """code → what is wrong with it: ``not_15_digits``, ``twice``, ``no_such_community`` (where communities are known at
    all), ``out_of_order`` (``order`` are the indices as they should be numbered, west to east and north to south)."""
    found: dict[str, str] = {}
    known = {str(code) for code in communities}
    for index, code in enumerate(codes):
        if not is_code(code):
            found[code] = "not_15_digits"
        elif code in codes[:index]:
            found[code] = "twice"
        elif known and community_of(code) not in known:
            found[code] = "no_such_community"
    for code in _out_of_order([codes[i] for i in order if codes[i] not in found]):
        found[code] = "out_of_order"
    return found


def _out_of_order(codes: Sequence[str]) -> list[str]:
    last: dict[str, str] = {}
    wrong = []
    for code in codes:
        if code < last.get(community_of(code), ""):
            wrong.append(code)
        else:
            last[community_of(code)] = code
    return wrong
