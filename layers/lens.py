"""How a camera looks, as its register says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: What a register leaves out: faces are told apart to 30 m, and a common lens of 2.8 to 4 mm sees 80 to 110 degrees.
RANGE_M, ANGLE_DEG = 30.0, 90.0
#: Farther than this no camera of a compound tells anything.
MOST_M = 500.0


@dataclass(frozen=True, slots=True)
class Lens:
    """``heading`` in degrees from north, None = sees all round; ``angle`` its opening in degrees; metres of range."""

    heading: float | None = None
    angle: float = 360.0
    range_m: float = RANGE_M

    @classmethod
    def of(cls, props: Mapping[str, Any]) -> Lens:
        """From a camera's row. What is missing or makes no sense is taken as usual: all round without a heading, 90°
        with one, 30 m."""
        heading, angle, reach = (_number(props.get(name)) for name in ("heading", "angle", "range_m"))
        reach = min(reach, MOST_M) if reach is not None and reach > 0 else RANGE_M
        angle = angle if angle is not None and angle > 0 else ANGLE_DEG
        return cls(None, 360.0, reach) if heading is None or angle >= 360 else cls(heading % 360, angle, reach)


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
